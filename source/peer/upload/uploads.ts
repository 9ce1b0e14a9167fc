/**
 * Sends documents to other peers: GET of P2P-CI/1.0, one per connection, and GET and HEAD of 1.1 (RFC 900003). The
 * way of a request:
 *
 *   requested -> opened -> selected: whole, a range, or 304 -> a slot -> head and bytes, as fast as they are taken
 *       \-> an error     (1.0: 50 ms between head and bytes)    \-> none free: 503      \-> aborted: the client left or
 *                                                                                           stalled, or the file changed
 */

import {setTimeout as wait} from 'node:timers/promises';
import type {Stranger} from '../../net/admission.ts';
import type {RequestHandler, ServerConnection} from '../../net/connection.ts';
import type {Listener} from '../../net/listener.ts';
import {type DecodedRequest, isHead} from '../../protocol/decoder.ts';
import type {Field, Request} from '../../protocol/message.ts';
import {ProtocolError} from '../../protocol/status.ts';
import {NoFileError} from '../disk/safe-file.ts';
import {type Opened, ReadAhead} from './upload-ahead.ts';
import {documentHead, notModified, type Sender, uploadError} from './upload-answers.ts';
import {type Body, UploadBodies} from './upload-bodies.ts';
import {encodedLeast, encodedMost} from './upload-encoder.ts';
import {type Answered, type Logged, partyOf, say, UploadLog} from './upload-log.ts';
import type {UploadsOptions} from './upload-options.ts';
import {FileReader} from './upload-reader.ts';
import {askedIn, documentOf, isPlain, problemOf, versionOf} from './upload-request.ts';
import {UploadRows} from './upload-rows.ts';
import {type Selection, select} from './upload-selection.ts';
import {Slots} from './upload-slots.ts';

const lookEveryMs = 20;
/** Buffers for reading ahead, besides those of the slots. */
const spareBuffers = 24;
/** The default for Retry-After, in seconds. */
const usualRetry = 2;
const longestRetry = 30;

type About = Omit<Logged, 'answered'>;
type Asked = {readonly request: Request; readonly rfc: number; readonly opened: Opened};

/** Answers the requests on all connections of an upload server. */
export class Uploads {
	readonly #options: UploadsOptions;
	/** Connections to which a document is being or was just sent. */
	readonly #active = new Set<ServerConnection>();
	/** By `performance.now()`; infinite until it is closing. */
	#closeBefore = Number.POSITIVE_INFINITY;
	#closed: Promise<void> | undefined;
	readonly #log: UploadLog;
	readonly #reader: FileReader;
	readonly #ahead: ReadAhead;
	readonly #rows: UploadRows;
	readonly #bodies: UploadBodies;

	constructor(options: UploadsOptions) {
		const {wire, find, onUploads, folders, pace, rate, floor} = options;
		const {slots = 8, headDelayMs = 50, stallMs = 600_000} = options;
		this.#options = options;
		this.#log = new UploadLog(wire);
		this.#rows = new UploadRows(onUploads);
		// One buffer of a transfer is filled while the other is sent.
		this.#reader = new FileReader(2 * slots + spareBuffers, folders);
		this.#ahead = new ReadAhead({
			reader: this.#reader,
			find,
			mayEncode: bytes => this.#varies(bytes),
			reserved: 2 * slots,
		});
		this.#bodies = new UploadBodies({
			reader: this.#reader,
			ahead: this.#ahead,
			rows: this.#rows,
			slots: new Slots(slots, {floor}),
			pace,
			rate,
			headDelayMs,
			stallMs,
		});
	}

	/** To be called when somebody took this port for one of the other kind. */
	onStranger(address: string, how: Stranger): void {
		this.#log.stranger(address, how);
	}

	readonly handle: RequestHandler = (decoded, connection) => {
		const started = performance.now();
		const party = partyOf(decoded, connection);
		const exchange = this.#log.request(decoded, party);
		const body = this.#smallBody(decoded, connection, party);
		if (!body) return this.#handle(decoded, connection, {party, exchange, started});
		const {answered, taken} = this.#bodies.sendAtOnce(body);
		if (taken) return this.#finish(taken, connection, {party, exchange, started, answered});
		this.#log.answer({party, answered, exchange, started});
		return undefined;
	};

	async #handle(decoded: DecodedRequest, connection: ServerConnection, about: About): Promise<void> {
		const {party, exchange, started} = about;
		let answered: Answered;
		try {
			answered = await this.#answer(decoded, connection, party);
		} catch (error) {
			if (connection.closed) {
				this.#log.broken(party, exchange, error);
				return;
			}
			answered = this.#refuse(problemOf(error), decoded, connection);
		}
		this.#log.answer({party, answered, exchange, started});
		if (versionOf(decoded) === '1.0' || this.#isClosing) connection.end();
	}

	/**
	 * A whole small document in 1.1 that can be sent at once, without conditions or obstacles; undefined for anything
	 * else.
	 */
	#smallBody(decoded: DecodedRequest, connection: ServerConnection, to: string): Body | undefined {
		if (decoded.kind === 'bad' || this.#isClosing) return undefined;
		const {method, target, version, fields} = decoded.request;
		if (method !== 'GET' || version !== '1.1' || target.kind !== 'rfc' || !isPlain(fields)) return undefined;
		if (this.#ahead.hasBegun(decoded, connection)) return undefined;
		const shared = this.#options.find(target.number);
		if (!shared || !this.#bodies.isReadyFor(shared.bytes, connection)) return undefined;
		if (fields.has('Accept-Encoding') && this.#varies(shared.bytes)) return undefined;
		const piece = this.#reader.readAtOnce(shared.file);
		if (!piece) return undefined;
		if (piece.length < piece.facts.bytes) {
			piece.release();
			return undefined;
		}
		const opened = {shared, piece};
		const document = documentOf(opened);
		const varies = this.#varies(document.bytes);
		const about = {rfc: target.number, version, to, connection, opened, document, varies};
		return {...about, selection: {kind: 'whole'}, sender: this.#sender()};
	}

	async #finish(taken: Promise<void>, connection: ServerConnection, logged: Logged): Promise<void> {
		this.#active.add(connection);
		try {
			await taken;
			this.#log.answer(logged);
		} catch (error) {
			this.#log.broken(logged.party, logged.exchange, error);
		}
		this.#active.delete(connection);
		if (this.#isClosing) connection.end();
	}

	/** Whether a document of this size is compressed for clients that accept it. */
	#varies(bytes: number): boolean {
		return bytes >= encodedLeast && bytes <= encodedMost && this.#options.encode !== false;
	}

	tellNow = (): void => this.#rows.tellNow();

	async close(listener: Listener, graceMs: number): Promise<void> {
		this.#closeBefore = Math.min(this.#closeBefore, performance.now() + graceMs);
		while (this.#active.size > 0 && performance.now() < this.#closeBefore) await wait(lookEveryMs);
		this.#closed ??= listener.close();
		await this.#closed;
		this.#reader.close();
		this.#rows.close();
	}

	get #isClosing(): boolean {
		return this.#closeBefore < Number.POSITIVE_INFINITY;
	}

	async #answer(decoded: DecodedRequest, connection: ServerConnection, to: string): Promise<Answered> {
		const {request, rfc} = askedIn(decoded);
		if (this.#isClosing) throw new ProtocolError(503, 'This peer is leaving.');
		const opened = await this.#open(decoded, rfc, connection);
		try {
			return await this.#respond({request, rfc, opened}, connection, to);
		} finally {
			opened.piece.release();
		}
	}

	async #open(decoded: DecodedRequest, rfc: number, connection: ServerConnection): Promise<Opened> {
		try {
			const opened = await this.#ahead.take(decoded, connection);
			if (opened) return opened;
		} catch (error) {
			if (!(error instanceof NoFileError)) throw error;
		}
		throw new ProtocolError(404, `RFC ${rfc} is not shared here.`);
	}

	async #respond({request, rfc, opened}: Asked, connection: ServerConnection, to: string): Promise<Answered> {
		const {version, method} = request;
		const sender = this.#sender();
		const document = documentOf(opened);
		const {bytes} = document;
		const varies = version === '1.1' && this.#varies(bytes);
		const selection: Selection =
			version === '1.0' ? {kind: 'whole'} : select(request, document, {mayEncode: varies, now: sender.now});
		if (selection.kind === 'not-modified') return say(connection, 304, notModified(selection.tag, varies, sender));
		if (selection.kind === 'unsatisfiable') {
			const fields: readonly Field[] = [['Content-Range', `bytes */${bytes}`]];
			const problem = new ProtocolError(416, `RFC ${rfc} has ${bytes} bytes.`);
			return say(connection, 416, uploadError(problem, {version, bodyless: false, fields}, sender));
		}
		if (method === 'HEAD') return say(connection, 200, documentHead(document, {varies}, sender));
		return this.#send({rfc, version, to, connection, opened, document, selection, varies, sender});
	}

	async #send(body: Body): Promise<Answered> {
		const {connection, version} = body;
		this.#active.add(connection);
		const stop = connection.onClose(() => this.#active.delete(connection));
		try {
			return await this.#bodies.send(body);
		} finally {
			// When closing, wait until the client has everything.
			if (version === '1.1' && !this.#isClosing) {
				this.#active.delete(connection);
				stop();
			}
		}
	}

	#refuse(problem: ProtocolError, decoded: DecodedRequest, connection: ServerConnection): Answered {
		// Who asks a peer that leaves again when it is gone does not take it for busy any longer.
		const left = this.#isClosing
			? (this.#closeBefore - performance.now()) / 1000
			: (this.#rows.secondsLeft() ?? usualRetry);
		const seconds = Math.min(longestRetry, Math.max(1, Math.ceil(left)));
		const fields: readonly Field[] = problem.status === 503 ? [['Retry-After', String(seconds)]] : [];
		const form = {version: versionOf(decoded), bodyless: isHead(decoded), fields};
		const text = uploadError(problem, form, this.#sender());
		return {...say(connection, Number(text.slice(11, 14)), text), summary: problem.message};
	}

	#sender(): Sender {
		return {os: this.#options.os, now: Date.now()};
	}
}
