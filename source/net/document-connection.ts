/**
 * A connection to an uploader for whole small documents, many requested in one write (RFC 900003). Answers are
 * delivered in the buffer into which they were read. The buffer is filled again and again; a body whose rest would
 * not fit is moved to its start, so that every body is contiguous.
 */
import type {Socket} from 'node:net';
import {encodeFields} from '../protocol/encode.ts';
import type {Field} from '../protocol/message.ts';
import {type DecodedResponse, ResponseDecoder} from '../protocol/response-decoder.ts';
import {isNamedHead, type TransferHead, transferHead} from '../protocol/transfer-head.ts';
import {connect} from './connect.ts';
import type {NetworkKey} from './network-key.ts';
import {TransferBroken} from './transfer-broken.ts';

export type DocumentConnectionOptions = {
	readonly host: string;
	readonly port: number;
	/** The key of a private network. */
	readonly key?: NetworkKey | undefined;
	/** Time limit for connecting, in milliseconds. */
	readonly timeoutMs: number;
	/** Sent with every request. */
	readonly fields: readonly Field[];
	/** Receives the answers in the order of the requests. The body is valid only during the call. */
	readonly onAnswer: (head: TransferHead, body: Buffer) => void;
	/** Called when the first answer begins, if its head shows that 1.1 is spoken there. */
	readonly onNamed: () => void;
	/** Called once when no more answers will arrive, unless `close` was called. */
	readonly onBroken: (error: TransferBroken) => void;
};

/** Longer bodies are not accepted on such a connection: it is for small documents. */
const mostBodyBytes = 2 * 1024 * 1024;
/** When less than this is left, reading continues at the start of the buffer. */
const leastRead = 64 * 1024;
/**
 * Documents are written as soon as they are read, so a small buffer stays in the processor's cache. It grows for
 * larger documents.
 */
const firstBytes = 512 * 1024;

export class DocumentConnection {
	readonly #options: DocumentConnectionOptions;
	readonly #fields: string;
	readonly #decoder = new ResponseDecoder(() => 'GET', {reused: true});
	#buffer = Buffer.allocUnsafeSlow(firstBytes);
	/** Where the next bytes will be read to. */
	#end = 0;
	#head: TransferHead | undefined;
	/** Start of the body being read, and how much of it has arrived. */
	#bodyStart = 0;
	#bodyBytes = 0;
	#answers = 0;
	#moved = performance.now();
	#socket: Socket | undefined;
	#closed = false;

	private constructor(options: DocumentConnectionOptions) {
		this.#options = options;
		this.#fields = encodeFields(options.fields);
	}

	/** Connects. Rejects with a `ConnectError`. */
	static async open(options: DocumentConnectionOptions): Promise<DocumentConnection> {
		const connection = new DocumentConnection(options);
		const {host, port, key, timeoutMs} = options;
		const onread = {
			buffer: () => connection.#room(),
			callback: (bytes: number) => connection.#onRead(bytes),
		};
		const socket = await connect({host, port, key, timeoutMs, onread});
		const onEnd = () => connection.#break('closed', 'closed');
		connection.#socket = socket.on('error', onEnd).on('close', onEnd).on('end', onEnd);
		return connection;
	}

	/** When bytes last arrived, by `performance.now()`. */
	get moved(): number {
		return this.#moved;
	}

	/** Bytes received so far. */
	get bytesRead(): number {
		return this.#socket?.bytesRead ?? 0;
	}

	/** Bytes received of an incomplete answer. */
	get received(): number {
		return this.#bodyBytes;
	}

	/** Requests documents. */
	ask(rfcs: readonly number[]): void {
		let text = '';
		for (const rfc of rfcs) text += `GET RFC ${rfc} P2P-CI/1.1\r\n${this.#fields}\r\n`;
		this.#socket?.write(text, 'latin1');
	}

	/** Closes the connection without calling `onBroken`. */
	close(): void {
		this.#closed = true;
		this.#socket?.destroy();
	}

	#room(): Buffer {
		if (this.#bodyBytes === 0) this.#end = 0;
		else {
			const wanted = Math.max(leastRead, (this.#head?.length ?? 0) - this.#bodyBytes);
			if (this.#buffer.length - this.#end < wanted) this.#beginAnew(this.#bodyBytes + wanted);
		}
		return this.#buffer.subarray(this.#end);
	}

	/** Moves the received part of a body to the start of a buffer with room for `bytes`. */
	#beginAnew(bytes: number): void {
		const body = this.#buffer.subarray(this.#bodyStart, this.#end);
		if (bytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(bytes + leastRead);
		body.copy(this.#buffer);
		this.#bodyStart = 0;
		this.#end = body.length;
	}

	/** Returns whether to continue reading. */
	#onRead(bytes: number): boolean {
		this.#moved = performance.now();
		const chunk = this.#buffer.subarray(this.#end, this.#end + bytes);
		this.#end += bytes;
		for (const event of this.#decoder.push(chunk)) {
			if (this.#closed) return false;
			this.#take(event);
		}
		return !this.#closed;
	}

	#take(event: DecodedResponse): void {
		if (event.kind === 'foreign') {
			this.#break(this.#answers === 0 ? 'foreign' : 'garbage', event.reason);
		} else if (event.kind === 'head') {
			this.#head = transferHead(event.head);
			this.#bodyBytes = 0;
			if (this.#answers === 0 && isNamedHead(this.#head)) this.#options.onNamed();
			if (this.#head.length > mostBodyBytes) this.#break('garbage', 'more than was asked for');
		} else if (event.kind === 'body') {
			// The pieces of one body follow each other in the buffer.
			if (this.#bodyBytes === 0) this.#bodyStart = event.bytes.byteOffset - this.#buffer.byteOffset;
			this.#bodyBytes += event.bytes.length;
		} else this.#answer();
	}

	#answer(): void {
		const head = this.#head;
		if (!head) return;
		this.#answers++;
		const body = this.#buffer.subarray(this.#bodyStart, this.#bodyStart + this.#bodyBytes);
		this.#head = undefined;
		this.#bodyBytes = 0;
		this.#options.onAnswer(head, body);
	}

	#break(kind: TransferBroken['kind'], detail: string): void {
		if (this.#closed) return;
		const begun = this.#head !== undefined;
		const received = this.#bodyBytes;
		// A close before any answer means that the other side does not speak 1.1.
		const foreign = this.#answers === 0 && kind === 'closed' && !begun;
		this.close();
		const what = {kind: foreign ? 'foreign' : kind, detail, begun, received, total: this.#head?.length} as const;
		this.#options.onBroken(new TransferBroken(what));
	}
}
