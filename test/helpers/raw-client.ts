import {connect as connectSocket, type Socket} from 'node:net';
import {Changes} from './changes.ts';

/** Where to connect to and from. */
export type Route = {
	readonly port: number;
	/** Default 127.0.0.1. */
	readonly host?: string;
	/** The client's own address; chosen by the system by default. */
	readonly localAddress?: string;
};

/** In milliseconds: long enough for a busy machine. */
const patience = 30_000;

/** A text as on the wire, one character for each byte (UTF-8), to compare with what a `RawClient` reads. */
export const wire = (text: string): string => Buffer.from(text).toString('latin1');

/** A plain TCP socket that sends and reads bytes and knows no protocol. It reads one character for each byte. */
export class RawClient implements AsyncDisposable {
	readonly #socket: Socket;
	readonly #changes = new Changes();
	#received = '';
	#failure: Error | undefined;

	static async connect({port, host = '127.0.0.1', localAddress}: Route): Promise<RawClient> {
		const socket = connectSocket({port, host, allowHalfOpen: true, ...(localAddress && {localAddress})});
		socket.setNoDelay();
		await new Promise<void>((resolve, reject) => {
			socket.once('connect', resolve);
			socket.once('error', reject);
		});
		return new RawClient(socket);
	}

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.setEncoding('latin1');
		socket.on('data', (data: string) => {
			this.#received += data;
			this.#changes.notify();
		});
		socket.on('end', () => this.#changes.end());
		socket.on('error', error => {
			this.#failure = error;
			this.#changes.end();
		});
		socket.on('close', () => this.#changes.end());
	}

	/** What has arrived and was not read yet. */
	get pending(): string {
		return this.#received;
	}

	/** Whether the other side has closed, or the connection broke. */
	get isClosed(): boolean {
		return this.#changes.ended;
	}

	/** How the connection broke; `undefined` when it is open or was closed properly. */
	get failure(): Error | undefined {
		return this.#failure;
	}

	/** The local port. */
	get localPort(): number {
		return this.#socket.localPort ?? 0;
	}

	/** Texts go as UTF-8, buffers as they are. Resolves when the system has taken the bytes. */
	send(bytes: string | Uint8Array): Promise<void> {
		return new Promise(resolve => {
			this.#socket.write(bytes, () => resolve());
		});
	}

	/** Announces that nothing more will be sent; reading continues. */
	halfClose(): void {
		this.#socket.end();
	}

	/** The next `count` bytes. */
	read(count: number): Promise<string> {
		return this.#take(`${count} bytes`, () => (this.#received.length >= count ? count : undefined));
	}

	/** Everything up to and including `mark`. */
	readThrough(mark: string): Promise<string> {
		return this.#take(JSON.stringify(mark), () => {
			const at = this.#received.indexOf(mark);
			return at === -1 ? undefined : at + mark.length;
		});
	}

	/** Everything until the other side closes properly; a broken connection is an error. */
	async readUntilClose(timeout = patience): Promise<string> {
		await this.closed(timeout);
		if (this.#failure) throw new Error(`broken (${this.#failure.message}) after ${JSON.stringify(this.#received)}`);
		const all = this.#received;
		this.#received = '';
		return all;
	}

	/** Resolves when the other side has closed, properly or not. */
	async closed(timeout = patience): Promise<void> {
		await this.#changes.until({
			find: () => (this.#changes.ended ? true : undefined),
			timeout,
			late: () => new Error(`not closed after ${timeout} ms; received ${JSON.stringify(this.#received)}`),
			ended: () => true,
		});
	}

	/** Closes both directions and waits until the connection is gone. */
	async close(): Promise<void> {
		if (this.#socket.destroyed) return;
		await new Promise<void>(resolve => {
			this.#socket.once('close', () => resolve());
			this.#socket.end();
			this.#socket.destroySoon();
		});
	}

	/** Resets the connection. */
	reset(): void {
		this.#socket.resetAndDestroy();
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#socket.destroy();
	}

	async #take(what: string, find: () => number | undefined, timeout = patience): Promise<string> {
		const fails = (reason: string) =>
			new Error(
				`${reason} ${what}; received ${JSON.stringify(this.#received)}${this.#failure ? `, ${this.#failure.message}` : ''}`,
			);
		const length = await this.#changes.until<number>({
			find,
			timeout,
			late: () => fails(`waited ${timeout} ms for`),
			ended: () => fails('closed before'),
		});
		const taken = this.#received.slice(0, length);
		this.#received = this.#received.slice(length);
		return taken;
	}
}
