/** The servers of `upload.ts` besides nginx: ours, and a plain one from memory, with the same documents. */
import {createHash} from 'node:crypto';
import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {startUploadServer} from '../source/peer/upload/upload-server.ts';
import {listenLocally} from './server-process.ts';
import {benchFolder} from './temporary.ts';

export const documents = 256;
export const documentBytes = 54_000;
export const firstNumber = 1000;

const pathOf = (folder: string, rfc: number): string => path.join(folder, `rfc${rfc}.txt`);

/** Writes the documents into a new folder, and returns it. */
export function makeDocuments(): string {
	const folder = benchFolder('upload');
	for (let rfc = firstNumber; rfc < firstNumber + documents; rfc++) {
		const line = (index: number) => `   Line ${index} of document ${rfc}, as long as lines of documents are.\n`;
		let text = '';
		for (let index = 1; text.length < documentBytes; index++) text += line(index);
		writeFileSync(pathOf(folder, rfc), text.slice(0, documentBytes));
	}
	return folder;
}

/** Starts our upload server in this process; resolves with its port. */
export async function serveOurs(folder: string): Promise<number> {
	const shared = new Map(
		Array.from({length: documents}, (_, index) => {
			const file = pathOf(folder, firstNumber + index);
			const {size, mtimeMs} = statSync(file);
			const digest = `sha-256=:${createHash('sha256').update(readFileSync(file)).digest('base64')}:`;
			return [firstNumber + index, {file, bytes: size, modified: mtimeMs, digest}] as const;
		}),
	);
	const server = await startUploadServer({host: '127.0.0.1', port: 0, find: rfc => shared.get(rfc), os: 'Linux'});
	return server.port;
}

/** Starts a server in this process that writes prepared answers; resolves with its port. */
export function serveFromMemory(folder: string): Promise<number> {
	const head = `P2P-CI/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${documentBytes}\r\n\r\n`;
	const answers = Array.from({length: documents}, (_, index) =>
		Buffer.concat([Buffer.from(head), readFileSync(pathOf(folder, firstNumber + index))]),
	);
	const server = createServer({noDelay: true}, socket => {
		let rest = '';
		socket.on('error', () => {});
		socket.on('drain', () => socket.resume());
		socket.on('data', chunk => {
			const requests = (rest + chunk.toString('latin1')).split('\r\n\r\n');
			rest = requests.pop() ?? '';
			for (const request of requests) {
				const answer = answers[Number(request.slice(8, 12)) - firstNumber];
				if (answer && !socket.write(answer)) socket.pause();
			}
		});
	});
	return listenLocally(server);
}
