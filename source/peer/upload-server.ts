/**
 * Sends documents to other peers: GET of P2P-CI/1.0, one a connection, and plain GET and HEAD of 1.1 (PROTOCOL.md 4).
 * One upload:
 *
 *   asked -> head written -> (1.0: 50 ms) -> pieces, as fast as they are taken -> done
 *      \-> an error          \---------------------\-> failed: the other side went away or stands still, the file changed
 */
import {setTimeout as wait} from 'node:timers/promises';
import type {RequestHandler, ServerConnection} from '../net/connection.ts';
import {type Listener, listen, PortInUseError} from '../net/listener.ts';
import type {WireLog} from '../net/wire-log.ts';
import type {DecodedRequest} from '../protocol/decoder.ts';
import type {Request, Version} from '../protocol/message.ts';
import {ProtocolError} from '../protocol/status.ts';
import {FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import {Pacer, pieceSize} from './pace.ts';
import type {Upload} from './peer-state.ts';
import {RunningUpload} from './running-upload.ts';
import {NoFileError, type OpenFile, readPiece} from './safe-file.ts';
import {documentHead, type Sender, uploadError} from './upload-answers.ts';
import {type Answered, partyOf, UploadLog} from './upload-log.ts';

export type UploadServerOptions = {
	/** `::` listens on all addresses. */
	readonly host: string;
	/** 0 picks a free one. */
	readonly port: number;
	/** Opens a shared document; undefined when it is not shared. */
	readonly open: (rfc: number) => Promise<OpenFile | undefined>;
	readonly os: string;
	readonly wire?: WireLog;
	/** Told when an upload begins, several times a second while it runs, and when it is over. */
	readonly onUpload?: (upload: Upload) => void;
	/** Bytes a second for each upload; undefined is full speed. */
	readonly pace?: () => number | undefined;
	/** Between a 1.0 head and its data; 50 ms unless said. */
	readonly headDelayMs?: number;
	/** Uploads at a time; 64 unless said. */
	readonly slots?: number;
	/** How long a party may take nothing; 60 s unless said. */
	readonly stallMs?: number;
};

export interface UploadServer {
	/** As bound. */
	readonly host: string;
	readonly port: number;
	/** Takes no more requests, gives those that run up to `graceMs`, and ends. A second call may shorten that. */
	close(graceMs: number): Promise<void>;
}

const lookEveryMs = 20;

/** Starts to listen. Rejects with a `FailureError` when it cannot. */
export async function startUploadServer(options: UploadServerOptions): Promise<UploadServer> {
	const uploads = new Uploads(options);
	const {host, port} = options;
	try {
		const listener = await listen({host, port, handle: uploads.handle});
		return {host: listener.host, port: listener.port, close: graceMs => uploads.close(listener, graceMs)};
	} catch (error) {
		throw new FailureError(listenFailure(error, host, port), {cause: error});
	}
}

function listenFailure(error: unknown, host: string, port: number): FailureError['failure'] {
	const role = 'upload';
	if (error instanceof PortInUseError) {
		return {kind: 'port-in-use', role, port, ...(error.freePort === undefined ? {} : {free: error.freePort})};
	}
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'EACCES') return {kind: 'port-forbidden', role, port};
	return {kind: 'listen-failed', host, port, reason: reasonOf(error)};
}

type Asked = {readonly request: Request; readonly rfc: number; readonly to: string};

class Uploads {
	readonly #options: UploadServerOptions;
	readonly #active = new Set<ServerConnection>();
	#running = 0;
	/** By `performance.now()`; infinite while it goes on. */
	#closeBefore = Number.POSITIVE_INFINITY;
	#closed: Promise<void> | undefined;
	#lastId = 0;
	readonly #log: UploadLog;

	constructor(options: UploadServerOptions) {
		this.#options = options;
		this.#log = new UploadLog(options.wire);
	}

	readonly handle: RequestHandler = async (decoded, connection) => {
		const started = performance.now();
		const exchange = this.#log.request(decoded, connection);
		const version = decoded.kind === 'request' ? decoded.request.version : decoded.version;
		let answered: Answered;
		try {
			const asked = askedIn(decoded, connection);
			answered = await this.#answer(asked, connection);
		} catch (error) {
			if (connection.closed) {
				this.#log.broken(connection, decoded, exchange);
				return;
			}
			const problem = problemOf(error);
			const text = uploadError(problem, {version, bodyless: decoded.text.startsWith('HEAD')}, this.#sender());
			connection.write(text);
			answered = {status: Number(text.slice(11, 14)), summary: problem.message, text, bytes: Buffer.byteLength(text)};
		}
		this.#log.answer(connection, {decoded, answered, exchange, started});
		if (version === '1.0') connection.end();
	};

	async close(listener: Listener, graceMs: number): Promise<void> {
		this.#closeBefore = Math.min(this.#closeBefore, performance.now() + graceMs);
		while (this.#active.size > 0 && performance.now() < this.#closeBefore) await wait(lookEveryMs);
		this.#closed ??= listener.close();
		await this.#closed;
	}

	async #answer(asked: Asked, connection: ServerConnection): Promise<Answered> {
		const {request, rfc} = asked;
		if (this.#closeBefore < Number.POSITIVE_INFINITY || this.#running >= (this.#options.slots ?? 64)) {
			throw new ProtocolError(503, 'All upload slots are taken. Try again in a moment.');
		}
		// Counted before anything is waited for, so that no two take the last slot.
		this.#running++;
		try {
			const file = await this.#open(rfc);
			try {
				const head = documentHead(request.version, file, this.#sender());
				if (request.method === 'HEAD') connection.write(head);
				else await this.#send(asked, {file, head, connection});
				const bytes = Buffer.byteLength(head) + (request.method === 'HEAD' ? 0 : file.bytes);
				return {status: 200, summary: `OK, ${file.bytes} bytes`, text: head, bytes};
			} finally {
				await file.handle.close();
			}
		} finally {
			this.#running--;
		}
	}

	async #open(rfc: number): Promise<OpenFile> {
		const file = await this.#options.open(rfc).catch((error: unknown) => {
			const code = error instanceof Error && 'code' in error ? error.code : undefined;
			if (code === 'ENOENT' || error instanceof NoFileError) return undefined;
			throw error;
		});
		if (!file) throw new ProtocolError(404, `RFC ${rfc} is not shared here.`);
		return file;
	}

	async #send(asked: Asked, {file, head, connection}: Sending): Promise<void> {
		const {version} = asked.request;
		const upload = new RunningUpload(
			{id: ++this.#lastId, rfc: asked.rfc, to: asked.to, total: file.bytes},
			this.#options.onUpload,
		);
		this.#active.add(connection);
		connection.onClose(() => this.#active.delete(connection));
		try {
			connection.write(head);
			if (version === '1.0') {
				await connection.drained();
				// Some classic downloaders lose what arrives together with the head.
				await wait(this.#options.headDelayMs ?? 50);
			}
			await this.#sendPieces(file, connection, upload);
			upload.end('done');
		} catch (error) {
			upload.end('failed');
			connection.destroy();
			throw error;
		} finally {
			if (version === '1.1') this.#active.delete(connection);
		}
	}

	async #sendPieces(file: OpenFile, connection: ServerConnection, upload: RunningUpload): Promise<void> {
		const pacer = new Pacer();
		for (let sent = 0; sent < file.bytes; ) {
			const pace = this.#options.pace?.();
			const piece = await readPiece(file.handle, sent, Math.min(pieceSize(pace), file.bytes - sent));
			sent += piece.length;
			// A file that changed under its old name is no document any more: better no end than a wrong one.
			if (piece.length === 0 || (sent === file.bytes && (await hasChanged(file)))) throw new Error('the file changed');
			const pause = pacer.delay(piece.length, pace, performance.now());
			if (pause > 0) await wait(pause, undefined, {ref: false});
			connection.write(piece);
			await this.#taken(connection);
			upload.add(piece.length);
		}
	}

	/** Waits until the other side takes more, and ends the connection when it does not for too long. */
	async #taken(connection: ServerConnection): Promise<void> {
		const timer = setTimeout(() => connection.destroy(), this.#options.stallMs ?? 60_000);
		try {
			await connection.drained();
		} finally {
			clearTimeout(timer);
		}
	}

	#sender(): Sender {
		return {os: this.#options.os, now: Date.now()};
	}
}

type Sending = {readonly file: OpenFile; readonly head: string; readonly connection: ServerConnection};

/** The document that is asked for. Throws a `ProtocolError` for everything else. */
function askedIn(decoded: DecodedRequest, connection: ServerConnection): Asked {
	if (decoded.kind === 'bad') throw decoded.error;
	const {request} = decoded;
	const {method, target, version} = request;
	if (method !== 'GET' && (method !== 'HEAD' || version === '1.0')) {
		throw new ProtocolError(400, `This is a peer's upload server: ${method} is for ${otherPort(version, method)}.`);
	}
	if (target.kind !== 'rfc') throw new ProtocolError(400, `${method} needs RFC and a number.`);
	return {request, rfc: target.number, to: partyOf(decoded, connection)};
}

const otherPort = (version: Version, method: string): string =>
	version === '1.0' && method === 'HEAD' ? 'P2P-CI/1.1' : 'the index server';

function problemOf(error: unknown): ProtocolError {
	return error instanceof ProtocolError ? error : new ProtocolError(500, 'The document could not be read.');
}

async function hasChanged({handle, bytes, modified}: OpenFile): Promise<boolean> {
	const now = await handle.stat();
	return now.size !== bytes || now.mtimeMs !== modified;
}
