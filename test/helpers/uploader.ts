import {createHash} from 'node:crypto';
import {createServer, type Server, type Socket} from 'node:net';
import type {RfcRecord} from '../../source/protocol/message.ts';
import {unusedPort} from './ports.ts';

/** A request as a fake uploader reads it. */
export type Asked = {
	readonly method: string;
	readonly rfc: number;
	readonly version: string;
	/** Half-open. */
	readonly range?: readonly [number, number];
	readonly socket: Socket;
	/** Counted from 0, over all connections. */
	readonly turn: number;
	/** The whole head. */
	readonly text: string;
};

export type Uploader = AsyncDisposable & {
	readonly name: string;
	readonly port: number;
	readonly asked: readonly Asked[];
	/** Connections made so far. */
	readonly connections: () => number;
	/** The record that the index would have of it. */
	readonly record: (rfc: number, bytes?: Uint8Array) => RfcRecord;
};

/** An uploader that nobody can reach. */
export async function absentUploader(name: string): Promise<Pick<Uploader, 'record'>> {
	return {record: recordsOf(name, await unusedPort())};
}

const recordsOf =
	(name: string, port: number): Uploader['record'] =>
	(rfc, bytes) => ({
		...{rfc, title: `Title of ${rfc}`, host: name, address: '127.0.0.1', port},
		...(bytes === undefined ? {} : {size: bytes.length, digest: digestOfBytes(bytes)}),
	});

/** Uploaders tell it in each answer. */
const digests = new WeakMap<Uint8Array, string>();

/** The digest of a text, or of bytes that never change, in the format of fields. */
export function digestOfBytes(bytes: string | Uint8Array): string {
	const known = typeof bytes === 'string' ? undefined : digests.get(bytes);
	if (known !== undefined) return known;
	const digest = `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
	if (typeof bytes !== 'string') digests.set(bytes, digest);
	return digest;
}

/** A fake uploader that reads requests, pipelined or not, and answers each as `answer` says. */
export async function uploader(name: string, answer: (asked: Asked) => void): Promise<Uploader> {
	const asked: Asked[] = [];
	const sockets = new Set<Socket>();
	let connections = 0;
	const server: Server = createServer(socket => {
		connections++;
		sockets.add(socket);
		socket.on('error', () => {}).on('close', () => sockets.delete(socket));
		let text = '';
		socket.on('data', chunk => {
			text += chunk.toString('latin1');
			for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
				const head = text.slice(0, end + 4);
				text = text.slice(end + 4);
				const each = requestIn(head, socket, asked.length);
				asked.push(each);
				answer(each);
			}
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const {port} = address;
	return {
		name,
		port,
		asked,
		connections: () => connections,
		record: recordsOf(name, port),
		async [Symbol.asyncDispose]() {
			for (const socket of sockets) socket.destroy();
			await new Promise(resolve => server.close(resolve));
		},
	};
}

function requestIn(head: string, socket: Socket, turn: number): Asked {
	const [, method = '', rfc = '', version = ''] = /^(\S+) RFC (\d+) P2P-CI\/(\S+)/.exec(head) ?? [];
	const range = /^range: bytes=(\d+)-(\d+)/im.exec(head);
	const half = range ? {range: [Number(range[1]), Number(range[2]) + 1] as const} : {};
	return {method, rfc: Number(rfc), version, ...half, socket, turn, text: head};
}

/** Answers as an honest uploader of these bytes: whole or the requested range. */
export function honest({range, method, version, socket}: Asked, bytes: Uint8Array, tag = '"one"'): void {
	if (version === '1.0') {
		socket.write(`P2P-CI/1.0 200 OK\r\nContent-Length: ${bytes.length}\r\n\r\n`);
		socket.end(bytes);
		return;
	}
	const [start, end] = range ?? [0, bytes.length];
	const body = bytes.subarray(start, Math.min(end, bytes.length));
	const status = range ? '206 Partial Content' : '200 OK';
	const where = range ? `Content-Range: bytes ${start}-${start + body.length - 1}/${bytes.length}\r\n` : '';
	const digest = `Repr-Digest: ${digestOfBytes(bytes)}\r\nETag: ${tag}\r\n`;
	socket.write(`P2P-CI/1.1 ${status}\r\n${where}${digest}Content-Length: ${body.length}\r\n\r\n`);
	if (method !== 'HEAD') socket.write(body);
}
