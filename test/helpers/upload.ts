import {statSync} from 'node:fs';
import {utimes, writeFile} from 'node:fs/promises';
import {WireLog} from '../../source/net/wire-log.ts';
import type {Upload} from '../../source/peer/peer-state.ts';
import {
	startUploadServer,
	type UploadServer,
	type UploadServerOptions,
} from '../../source/peer/upload/upload-server.ts';
import {RawClient} from './raw-client.ts';
import {type TemporaryFolder, temporaryFolder} from './temp.ts';

/** An upload server with a folder of its own. */
export type UploadsUnderTest = {
	readonly server: UploadServer;
	readonly port: number;
	readonly folder: TemporaryFolder;
	/** The path of RFC 7. */
	readonly file: string;
	readonly wire: WireLog;
	/** As last reported. */
	readonly uploads: ReadonlyMap<number, Upload>;
	/** Number of documents sent completely. */
	readonly sent: () => number;
	readonly news: () => number;
};

const running: UploadServer[] = [];
const folders: TemporaryFolder[] = [];

/** For `afterEach`: ends what `startUploads` started. */
export async function endUploads(): Promise<void> {
	await Promise.all(running.splice(0).map(server => server.close(0)));
	await Promise.all(folders.splice(0).map(folder => folder[Symbol.asyncDispose]()));
}

/** When RFC 7 was modified. */
export const modified = new Date(Date.UTC(2001, 0, 21, 9, 23, 46));

/** Starts an upload server that shares RFC 7 (`text`), and whatever else is put into its folder as `rfcN.txt`. */
export async function startUploads(
	text: string | Uint8Array,
	options: Partial<UploadServerOptions> & {readonly digest?: string} = {},
): Promise<UploadsUnderTest> {
	const {digest, ...rest} = options;
	const folder = await temporaryFolder();
	folders.push(folder);
	const file = folder.at('rfc7.txt');
	await writeFile(file, text);
	await utimes(file, modified, modified);
	const known = statSync(file);
	const wire = new WireLog();
	const uploads = new Map<number, Upload>();
	let sent = 0;
	let news = 0;
	const server = await startUploadServer({
		host: '127.0.0.1',
		port: 0,
		find: rfc => {
			if (rfc === 99) return undefined;
			const about = {file: folder.at(`rfc${rfc}.txt`), bytes: known.size, modified: known.mtimeMs};
			return rfc === 7 && digest !== undefined ? {...about, digest} : about;
		},
		os: 'Linux 6.1',
		wire,
		onUploads: told => {
			for (const upload of told.uploads) uploads.set(upload.id, upload);
			sent += told.sent;
			news++;
		},
		headDelayMs: 0,
		...rest,
	});
	running.push(server);
	return {server, port: server.port, folder, file, wire, uploads, sent: () => sent, news: () => news};
}

/** A 1.1 answer, with one character for each byte. */
export type UploadAnswer = {readonly code: number; readonly head: string; readonly body: string};

/** The value of a field of an answer. */
export const fieldOf = ({head}: UploadAnswer, name: string): string | undefined =>
	new RegExp(`\\r\\n${name}: ([^\\r]*)\\r\\n`).exec(head)?.[1];

/** Reads one answer. `bodyless`: to a HEAD. */
export async function readUpload(client: RawClient, {bodyless = false} = {}): Promise<UploadAnswer> {
	const head = await client.readThrough('\r\n\r\n');
	const code = Number(/^P2P-CI\/1\.1 (\d{3}) /.exec(head)?.[1]);
	const length = Number(/\r\nContent-Length: (\d+)\r\n/.exec(head)?.[1]);
	return {code, head, body: bodyless || length === 0 ? '' : await client.read(length)};
}

/** A 1.1 request for RFC 7 with these fields. */
export const ask7 = (fields: Readonly<Record<string, string>> = {}, method = 'GET'): string =>
	`${method} RFC 7 P2P-CI/1.1\r\n${Object.entries(fields)
		.map(([name, value]) => `${name}: ${value}\r\n`)
		.join('')}\r\n`;

/** Sends a request on a separate connection. */
export async function askUpload(port: number, request: string): Promise<UploadAnswer> {
	await using client = await RawClient.connect({port});
	await client.send(request);
	return await readUpload(client, {bodyless: request.startsWith('HEAD')});
}
