import {mkdir, utimes, writeFile} from 'node:fs/promises';
import {afterAll, beforeAll} from 'vitest';
import {type ProcessUnderTest, startProcess, startServer} from '../helpers/process.ts';
import type {Route} from '../helpers/raw-client.ts';
import {temporaryFolder} from '../helpers/temp.ts';

/** A document that a peer shares. */
export type Document = {readonly rfc: number; readonly bytes: Buffer; readonly modified: Date};

/** A real peer that shares documents, and the index server it joined, as child processes. */
export type PeerUnderTest = {
	readonly name: string;
	/** Its upload server. */
	readonly route: Route;
	/** The index server. */
	readonly index: Route;
	readonly isAlive: () => boolean;
};

/** Starts an index server and a peer named `bob` before the tests of a file, and ends them afterwards. */
export function peerForFile(documents: readonly Document[]): PeerUnderTest {
	const running = new AsyncDisposableStack();
	let peer: ProcessUnderTest | undefined;
	let index = 0;
	let upload = 0;
	beforeAll(async () => {
		const home = running.use(await temporaryFolder());
		const rfcs = home.at('rfcs');
		await mkdir(rfcs);
		for (const {rfc, bytes, modified} of documents) {
			const file = home.at('rfcs', `rfc${rfc}.txt`);
			await writeFile(file, bytes);
			await utimes(file, modified, modified);
		}
		const server = running.use(await startServer({home: home.path}));
		index = server.port;
		const flags = ['--no-tui', '--name', 'bob', '--host', '127.0.0.1', '--upload-port', '0', '--rfcs', rfcs];
		const folders = ['--downloads', home.at('downloads'), '--server', `127.0.0.1:${index}`];
		peer = running.use(startProcess(['peer', ...flags, ...folders], {home: home.path}));
		const listens = await peer.waitForLine(/^Upload server listening on IP (\S+) Port : (\d+)$/);
		upload = Number(listens[2]);
		await peer.waitForLine(
			new RegExp(`^Registered with 127\\.0\\.0\\.1:${index} as bob, sharing ${documents.length} RFCs$`),
		);
	});
	afterAll(() => running.disposeAsync());
	return {
		name: 'bob',
		get route() {
			return {port: upload};
		},
		get index() {
			return {port: index};
		},
		isAlive: () => peer?.hasExited === false,
	};
}
