/**
 * One connection to the index server: passes requests to the handlers, writes their answers and errors to the wire,
 * and logs both.
 */
import type {ServerConnection} from '../net/connection.ts';
import {firstLine, type WireEvent, type WireLog, wireText} from '../net/wire-log.ts';
import {type DecodedRequest, isHead} from '../protocol/decoder.ts';
import {errorAnswer, headOf, problemAnswer} from '../protocol/encode.ts';
import type {Version} from '../protocol/message.ts';
import {classicCode, ProtocolError, phraseOf} from '../protocol/status.ts';
import {hostPort} from '../text/address.ts';
import {copyOf} from '../text/copy-of.ts';
import {reasonOf} from '../text/reasons.ts';
import {type Answer, type Watching, whole} from './answers.ts';
import {Client} from './client.ts';
import type {Clock} from './clock.ts';
import type {Engine} from './handler.ts';
import {answerTo} from './handlers.ts';
import {TemporaryError} from './temporary-error.ts';
import type {Outlet} from './watcher.ts';

/** The part of a connection that a session uses. */
export type Connection = Pick<
	ServerConnection,
	'remote' | 'local' | 'joined' | 'write' | 'drained' | 'turn' | 'end' | 'onHeard' | 'onClose'
>;

export type SessionOptions = {
	readonly engine: Engine;
	readonly wire: WireLog;
	readonly clock: Clock;
	/** Called with the time and size of each request. */
	readonly onRequest: (time: number, bytes: number) => void;
	/** Called with the number of bytes sent. */
	readonly onSent: (bytes: number) => void;
};

/** After an answer that took longer than this, in milliseconds, other connections get a turn. */
const longMs = 1;
/** Characters of a message that are kept for the log. */
const loggedLength = 4200;
const partyLength = 200;

/** A request that is being answered. */
type Exchange = {
	readonly id: number;
	readonly party: string;
	readonly version: Version;
	readonly arrived: number;
	readonly decoded: DecodedRequest;
};

export class Session {
	readonly client: Client;
	readonly #connection: Connection;
	readonly #options: SessionOptions;
	#watcher: Watching | undefined;
	/** The peer that sent the last request: a connection may outlive the peers that joined on it. */
	#party: string | undefined;

	constructor(connection: Connection, options: SessionOptions) {
		this.client = new Client(connection);
		this.#connection = connection;
		this.#options = options;
		connection.onClose(() => this.#onClose());
		// Whatever arrives renews a lease: the beginning of a request, and what follows a WATCH, too.
		connection.onHeard(() => {
			this.client.seen = options.clock.now();
		});
	}

	/** Answers a request: at once, or with a promise where that takes time. */
	handle(decoded: DecodedRequest): void | Promise<void> {
		const {engine} = this.#options;
		// The answer to a WATCH has no end, so nothing can follow it.
		if (this.#watcher) return;
		const exchange = this.#receive(decoded);
		this.#options.onRequest(exchange.arrived, decoded.bytes);
		if (decoded.kind === 'bad') return this.#send(this.#errorAnswer(decoded.error, exchange), exchange);
		try {
			const answer = answerTo(decoded.request, this.client, engine);
			if (answer instanceof Promise) return this.#sendLater(answer, exchange);
			return this.#send(answer, exchange);
		} catch (error) {
			return this.#send(this.#errorAnswer(error, exchange), exchange);
		}
	}

	async #sendLater(pending: Promise<Answer>, exchange: Exchange): Promise<void> {
		let answer: Answer;
		try {
			answer = await pending;
		} catch (error) {
			answer = this.#errorAnswer(error, exchange);
		}
		await this.#send(answer, exchange);
	}

	#send(answer: Answer, exchange: Exchange): void | Promise<void> {
		this.#connection.joined ||= this.client.joined;
		if (answer.kind === 'pieces') return this.#sendPieces(answer, exchange);
		this.#connection.write(answer.text);
		if (answer.kind === 'watch') this.#watcher = answer.start(this.#eventOutlet());
		const took = this.#logAnswer(answer, exchange, {start: answer.text, bytes: Buffer.byteLength(answer.text)});
		// Who has closed its sending side gets everything that had happened before, and then the end.
		if (this.#watcher) return this.#watcher.caughtUp;
		// Nearly all take microseconds, but not that to a JOIN that moves a peer with thousands of records, each an event.
		return took > longMs ? this.#connection.turn() : undefined;
	}

	/**
	 * The outlet for the events of a WATCH. They are ASCII except for titles, so their length is accurate enough for a
	 * rate.
	 */
	#eventOutlet(): Outlet {
		return {
			write: text => {
				this.#options.onSent(text.length);
				this.#connection.write(text);
			},
			drained: () => this.#connection.drained(),
		};
	}

	async #sendPieces(answer: Answer & {readonly kind: 'pieces'}, exchange: Exchange): Promise<void> {
		let start = '';
		let bytes = 0;
		try {
			for await (const piece of answer.pieces) {
				if (start.length < loggedLength) start += copyOf(piece.slice(0, loggedLength));
				const data = Buffer.from(piece);
				bytes += data.length;
				this.#connection.write(data);
				await this.#connection.drained();
				await this.#connection.turn();
			}
		} catch (error) {
			const what = `the answer broke off after ${bytes} bytes: ${reasonOf(error)}`;
			this.#logEvent(exchange.party, {what, trouble: true});
			throw error;
		}
		this.#logAnswer(answer, exchange, {start, bytes});
	}

	/**
	 * The one place where an error becomes an answer. Anything but a ProtocolError is our own fault, and its details
	 * are kept private.
	 */
	#errorAnswer(thrown: unknown, {version, party, decoded}: Exchange): Answer {
		const ours = !(thrown instanceof ProtocolError);
		if (ours) this.#logEvent(party, {what: `internal error: ${reasonOf(thrown)}`, trouble: true});
		const error = ours ? new ProtocolError(500, 'The index server failed to answer this.') : thrown;
		const text =
			error instanceof TemporaryError && version === '1.1'
				? problemAnswer(error, [['Retry-After', String(error.retryAfter)]])
				: errorAnswer(error, version);
		const bodyless = version === '1.1' && isHead(decoded);
		// The code as it is sent. Why is seen here alone by 1.0, which has no words for it; what was not found, in the request.
		const code = version === '1.0' ? classicCode(error.status) : error.status;
		return whole(code, bodyless ? headOf(text) : text, code === 404 ? phraseOf(code) : error.message);
	}

	#receive(decoded: DecodedRequest): Exchange {
		const {wire, clock} = this.#options;
		const arrived = clock.now();
		this.client.seen = arrived;
		const party = this.#partyOf(decoded);
		this.#party = party;
		const text = wireText(decoded.text);
		const id = wire.add({
			time: clock.date(arrived),
			direction: 'received',
			party,
			summary: firstLine(text),
			bytes: decoded.bytes,
			text,
		});
		const version = decoded.kind === 'bad' ? decoded.version : decoded.request.version;
		return {id, party, version, arrived, decoded};
	}

	/** Returns the milliseconds since the request arrived. */
	#logAnswer(answer: Answer, exchange: Exchange, {start, bytes}: {start: string; bytes: number}): number {
		const {clock, wire, onSent} = this.#options;
		const now = clock.now();
		const took = now - exchange.arrived;
		onSent(bytes);
		wire.add({
			time: clock.date(now),
			direction: 'sent',
			party: exchange.party,
			summary: answer.summary,
			status: answer.status,
			bytes,
			duration: Math.round(took * 10) / 10,
			text: wireText(start.slice(0, loggedLength)),
			exchange: exchange.id,
		});
		return took;
	}

	#logEvent(party: string, event: WireEvent): void {
		const {clock, wire} = this.#options;
		wire.addEvent({time: clock.date(), party, ...event});
	}

	/** The name in the request, else that of the peer that joined here, else the address. */
	#partyOf(decoded: DecodedRequest): string {
		const host = decoded.kind === 'request' ? decoded.request.fields.get('Host') : undefined;
		return host ? host.slice(0, partyLength) : this.#partyHere();
	}

	#partyHere(otherwise?: string): string {
		for (const peer of this.client.peers) return peer.facts.host;
		return otherwise ?? hostPort(this.client.remote.address, this.client.remote.port);
	}

	#onClose(): void {
		this.#watcher?.stop();
		if (this.client.joined) this.#logEvent(this.#partyHere(this.#party), {what: 'closed', trouble: false});
		this.#options.engine.members.closed(this.client);
	}
}
