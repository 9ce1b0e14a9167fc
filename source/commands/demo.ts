/** `p2pci demo`: an index server and two peers in this process, and the screen of a third peer. */
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {copyFile, readdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {makeFolder} from '../peer/disk/make-folder.ts';
import {type StartedPeer, startPeer} from '../peer/peer.ts';
import {rfcNumberOfFile} from '../rfc/file-name.ts';
import {type IndexServer, startIndexServer} from '../server/index-server.ts';
import {FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import type {Run} from './line/command.ts';
import {paceOf} from './line/flag-values.ts';
import {presentPeer} from './present-peer.ts';
import {presentationOf} from './presentation.ts';
import {exitCodes} from './process/exit-codes.ts';
import {endSignal} from './process/lifecycle.ts';
import {sampleFolder} from './process/package-root.ts';
import {programName} from './process/version.ts';

const loopback = '127.0.0.1';
const mostTries = 5;
/** The sharing peers, and which of the sample documents each has: some are with both, so that there is a choice. */
const sharers = [
	{name: 'alice', has: (at: number) => at % 3 !== 1},
	{name: 'bob', has: (at: number) => at % 3 !== 0},
] as const;

export const run: Run = async (_command, invocation) => {
	const look = presentationOf(invocation);
	const pace = paceOf(invocation);
	// Until the peer is presented, which ends in order, a signal ends everything at once.
	const early = endSignal(() => {});
	void early.ended.then(() => process.exit(exitCodes.done));
	const demo = new Demo(await inTemporary(temporaryFolder()), pace);
	try {
		const presented = presentPeer(await demo.start(), look);
		early.dispose();
		return await presented;
	} finally {
		early.dispose();
		await demo.close();
	}
};

/** A folder that is removed however the program ends, a crash included. */
async function temporaryFolder(): Promise<string> {
	// At once: a signal between the folder and the promise to remove it would leave it behind.
	const folder = mkdtempSync(path.join(tmpdir(), 'p2pci-demo-'));
	process.once('exit', () => removeFolder(folder));
	return folder;
}

/** Other threads may still be adding files to it, and removing some, at which `rmSync` gives up without a word. */
function removeFolder(folder: string): void {
	for (let tries = 0; tries < mostTries && existsSync(folder); tries++)
		rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}

/** Work on the temporary folder. Rejects with a `FailureError` that says where it could be instead. */
const inTemporary = <Result>(work: Promise<Result>): Promise<Result> =>
	work.catch(error => {
		const flag = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
		const failure = {kind: 'folder-not-writable', folder: tmpdir(), reason: reasonOf(error), flag} as const;
		throw new FailureError(failure, {cause: error});
	});

class Demo {
	readonly #folder: string;
	readonly #pace: number | undefined;
	readonly #peers: StartedPeer[] = [];
	#server: IndexServer | undefined;

	constructor(folder: string, pace: number | undefined) {
		this.#folder = folder;
		this.#pace = pace;
	}

	/** Starts the server and the sharing peers; resolves with the person's own peer, which is still joining. */
	async start(): Promise<StartedPeer> {
		this.#server = await startIndexServer({host: loopback, port: 0, software: programName()});
		for (const {name, has} of sharers) await this.#startSharer(name, has);
		await Promise.all(this.#peers.map(({ready}) => ready));
		return this.#startPeer('you');
	}

	async close(): Promise<void> {
		await Promise.all(this.#peers.map(peer => peer.close(0)));
		await this.#server?.close();
	}

	async #startSharer(name: string, has: (at: number) => boolean): Promise<void> {
		const rfcs = path.join(this.#folder, name, 'rfcs');
		const names = (await readdir(sampleFolder)).filter(file => rfcNumberOfFile(file) !== undefined).sort();
		const own = names.filter((_, at) => has(at));
		const copies = async () => {
			await makeFolder(rfcs);
			await Promise.all(own.map(file => copyFile(path.join(sampleFolder, file), path.join(rfcs, file))));
		};
		await inTemporary(copies());
		this.#peers.push(this.#startPeer(name, rfcs));
	}

	#startPeer(name: string, rfcs?: string): StartedPeer {
		return startPeer({
			name,
			server: {host: loopback, port: this.#server?.facts().port ?? 0},
			uploadHost: loopback,
			uploadPort: 0,
			rfcs,
			downloads: path.join(this.#folder, name, 'downloads'),
			pace: this.#pace,
			agent: programName(),
		});
	}
}
