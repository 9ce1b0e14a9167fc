/**
 * An index without sockets: requests go in as text, answers come out as text; the test controls time and upload
 * ports.
 */
import type {ProbeResult} from '../../../source/net/probe.ts';
import {WireLog} from '../../../source/net/wire-log.ts';
import {RequestDecoder} from '../../../source/protocol/decoder.ts';
import {createEngine, type EngineOptions, type RunningEngine} from '../../../source/server/engine.ts';
import {type Connection, Session} from '../../../source/server/session.ts';
import {FakeClock, settled} from './fake-clock.ts';

export type Probe = {readonly address: string; readonly port: number; readonly time: number};

type Ends = {readonly from?: string; readonly to?: string};

export class IndexUnderTest {
	readonly clock = new FakeClock();
	readonly wire = new WireLog();
	readonly engine: RunningEngine;
	/** The probes of upload ports, in order. */
	readonly probes: Probe[] = [];
	readonly events: string[] = [];
	/** The result of probing an upload port. Silence takes its 2 s. */
	port: (address: string, port: number) => ProbeResult = () => 'accepted';
	#nextPort = 40_000;

	constructor(options: Partial<EngineOptions> = {}) {
		this.engine = createEngine({
			...options,
			clock: this.clock,
			probe: ({address, port, timeoutMs}) => this.#probe(address, port, timeoutMs),
			onEvent: ({facts}, {what}) => this.events.push(`${facts.host}: ${what}`),
		});
	}

	/** A connection from an address to one of the server's. */
	connect({from = '10.0.0.5', to = '10.0.0.1'}: Ends = {}): Line {
		return new Line(this, {address: from, port: this.#nextPort++}, {address: to, port: 5555});
	}

	async #probe(address: string, port: number, timeoutMs: number): Promise<ProbeResult> {
		this.probes.push({address, port, time: this.clock.now()});
		const result = this.port(address, port);
		if (result === 'silent') await new Promise<void>(resolve => this.clock.after(timeoutMs, resolve));
		return result;
	}
}

/** The client's side of one connection. */
export class Line implements Connection {
	readonly remote: Connection['remote'];
	readonly local: Connection['local'];
	joined = false;
	/** Whether the server has ended it. */
	ended = false;
	/** Lengths of what was sent. */
	readonly sent: number[] = [];
	/** The client takes what was written when this resolves. */
	reading: Promise<void> | undefined;
	readonly #session: Session;
	readonly #decoder = new RequestDecoder();
	#heard = (): void => {};
	#closeListeners: (() => void)[] = [];
	#written = '';

	constructor(index: IndexUnderTest, remote: Connection['remote'], local: Connection['local']) {
		this.remote = remote;
		this.local = local;
		const {engine, wire, clock} = index;
		this.#session = new Session(this, {
			engine,
			wire,
			clock,
			onRequest: () => {},
			onSent: bytes => this.sent.push(bytes),
		});
	}

	write(data: string | Uint8Array): void {
		this.#written += typeof data === 'string' ? data : Buffer.from(data).toString();
	}

	async drained(): Promise<void> {
		await this.reading;
	}

	async turn(): Promise<void> {}

	end(): void {
		this.ended = true;
	}

	onHeard(listener: () => void): void {
		this.#heard = listener;
	}

	onClose(listener: () => void): () => void {
		this.#closeListeners.push(listener);
		return () => {};
	}

	/** Sends text and returns everything that is answered at once or after pending promises. */
	async ask(text: string): Promise<string> {
		this.#heard();
		for (const decoded of this.#decoder.push(Buffer.from(text))) await this.#session.handle(decoded);
		return this.read();
	}

	/** Sends text without waiting for later answers. */
	async send(text: string): Promise<void> {
		this.#heard();
		for (const decoded of this.#decoder.push(Buffer.from(text))) void this.#session.handle(decoded);
		await settled();
	}

	/** What was answered since the last call. */
	read(): string {
		const written = this.#written;
		this.#written = '';
		return written;
	}

	/** Closes the connection, and lets immediate probes finish. */
	async close(): Promise<void> {
		for (const listener of this.#closeListeners) listener();
		this.#closeListeners = [];
		await settled();
	}
}

/** A request as senders write it. */
export function request(line: string, fields: FieldValues = {}): string {
	const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
	return `${line}\r\n${lines.join('')}\r\n`;
}

export type Answer11 = {
	readonly status: string;
	readonly field: (name: string) => string | undefined;
	readonly body: string;
	readonly lines: readonly Record<string, unknown>[];
};

/** Reads one answer of 1.1, whose length must be right. */
export function readAnswer(text: string): Answer11 {
	const end = text.indexOf('\r\n\r\n');
	const [status = '', ...fieldLines] = text.slice(0, end).split('\r\n');
	const fields = new Map(
		fieldLines.map(line => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
	);
	const body = text.slice(end + 4);
	if (fields.get('Content-Length') !== String(Buffer.byteLength(body))) throw new Error(`wrong length: ${text}`);
	const lines = body.split('\n').filter(line => line !== '');
	return {status, field: name => fields.get(name), body, lines: lines.map(line => JSON.parse(line))};
}

export type FieldValues = Readonly<Record<string, string | number>>;

/** Sends one request of 1.1 and reads its answer. */
export const askNamed = async (line: Line, start: string, fields: FieldValues = {}): Promise<Answer11> =>
	readAnswer(await line.ask(request(`${start} P2P-CI/1.1`, fields)));

/** Joins as a peer of 1.1 with the upload port 6002. */
export const joinAs = (line: Line, Host: string, more: FieldValues = {}): Promise<Answer11> =>
	askNamed(line, 'JOIN PEER', {Host, Port: 6002, ...more});
