/** One connection to the index server: its requests to the handlers, their answers and errors to the wire, both to the log. */
import type {ServerConnection} from '../net/connection.ts';
import {type WireEvent, type WireLog, wireText} from '../net/wire-log.ts';
import type {DecodedRequest} from '../protocol/decoder.ts';
import {errorAnswer, problemAnswer} from '../protocol/encode.ts';
import type {Version} from '../protocol/message.ts';
import {ProtocolError, phraseOf} from '../protocol/status.ts';
import {hostPort} from '../text/address.ts';
import {type Answer, whole} from './answers.ts';
import {Asker} from './asker.ts';
import type {Clock} from './clock.ts';
import type {Engine} from './handler.ts';
import {answerTo} from './handlers.ts';
import {TemporaryError} from './temporary-error.ts';
import type {Outlet} from './watcher.ts';

/** What a session uses of its connection. */
export type Connection = Pick<
	ServerConnection,
	'remote' | 'local' | 'joined' | 'write' | 'drained' | 'end' | 'onClose'
>;

export type Desk = {
	readonly engine: Engine;
	readonly wire: WireLog;
	readonly clock: Clock;
	/** Called with each request that came, and when. */
	readonly onRequest: (time: number, bytes: number) => void;
	/** Called with what was sent. */
	readonly onSent: (bytes: number) => void;
};

/** Characters of a message that are looked at for the log. */
const loggedLength = 4200;
const summaryLength = 200;

/** A request that is being answered. */
type Exchange = {readonly id: number; readonly party: string; readonly version: Version; readonly arrived: number};

export class Session {
	readonly asker: Asker;
	readonly #connection: Connection;
	readonly #desk: Desk;
	#watcher: {stop(): void} | undefined;
	/** Whom the last request came from: a connection may outlive the peers that joined on it. */
	#party: string | undefined;

	constructor(connection: Connection, desk: Desk) {
		this.asker = new Asker(connection);
		this.#connection = connection;
		this.#desk = desk;
		connection.onClose(() => this.#onClose());
	}

	/** Answers one request: at once, or with a promise where the answer takes its time. */
	handle(decoded: DecodedRequest): void | Promise<void> {
		const {engine} = this.#desk;
		// Nothing can follow a WATCH: what would answer it has no end.
		if (this.#watcher) return;
		const exchange = this.#receive(decoded);
		this.#desk.onRequest(exchange.arrived, decoded.bytes);
		if (decoded.kind === 'bad') return this.#send(this.#errorAnswer(decoded.error, exchange), exchange);
		try {
			const answer = answerTo(decoded.request, this.asker, engine);
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
		this.#connection.joined ||= this.asker.joined;
		if (answer.kind === 'pieces') return this.#sendPieces(answer, exchange);
		this.#connection.write(answer.text);
		if (answer.kind === 'watch') this.#watcher = answer.start(this.#eventOutlet());
		this.#logAnswer(answer, exchange, {start: answer.text, bytes: Buffer.byteLength(answer.text)});
	}

	/** Where the events of a WATCH go. They are ASCII but for titles: their length is near enough for a rate. */
	#eventOutlet(): Outlet {
		return {
			write: text => {
				this.#desk.onSent(text.length);
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
				if (start.length < loggedLength) start += piece.slice(0, loggedLength);
				const data = Buffer.from(piece);
				bytes += data.length;
				this.#connection.write(data);
				await this.#connection.drained();
			}
		} catch (error) {
			const what = `the answer broke off after ${bytes} bytes: ${messageOf(error)}`;
			this.#logEvent(exchange.party, {what, trouble: true});
			throw error;
		}
		this.#logAnswer(answer, exchange, {start, bytes});
	}

	/** The one place where an error becomes an answer. What is no ProtocolError is our fault, and nobody else's business. */
	#errorAnswer(thrown: unknown, {version, party}: Exchange): Answer {
		const ours = !(thrown instanceof ProtocolError);
		if (ours) this.#logEvent(party, {what: `internal error: ${messageOf(thrown)}`, trouble: true});
		const error = ours ? new ProtocolError(500, 'The index server failed to answer this.') : thrown;
		const text =
			error instanceof TemporaryError && version === '1.1'
				? problemAnswer(error, [['Retry-After', String(error.retryAfter)]])
				: errorAnswer(error, version);
		return whole(error.status, text, phraseOf(error.status));
	}

	#receive(decoded: DecodedRequest): Exchange {
		const {wire, clock} = this.#desk;
		const arrived = clock.now();
		this.asker.seen = arrived;
		const party = this.#partyOf(decoded);
		this.#party = party;
		const text = wireText(decoded.text);
		const id = wire.add({
			time: Math.floor(arrived),
			direction: 'received',
			party,
			summary: firstLine(text),
			bytes: decoded.bytes,
			text,
		});
		return {id, party, arrived, version: decoded.kind === 'bad' ? decoded.version : decoded.request.version};
	}

	#logAnswer(answer: Answer, exchange: Exchange, {start, bytes}: {start: string; bytes: number}): void {
		const now = this.#desk.clock.now();
		this.#desk.onSent(bytes);
		this.#desk.wire.add({
			time: Math.floor(now),
			direction: 'sent',
			party: exchange.party,
			summary: answer.summary,
			status: answer.status,
			bytes,
			duration: Math.round((now - exchange.arrived) * 10) / 10,
			text: wireText(start.slice(0, loggedLength)),
			exchange: exchange.id,
		});
	}

	#logEvent(party: string, event: WireEvent): void {
		this.#desk.wire.addEvent({time: Math.floor(this.#desk.clock.now()), party, ...event});
	}

	/** The name that the request gives, else that of who joined here, else where it comes from. */
	#partyOf(decoded: DecodedRequest): string {
		const host = decoded.kind === 'request' ? decoded.request.fields.get('Host') : undefined;
		return host ? host.slice(0, summaryLength) : this.#partyHere();
	}

	#partyHere(otherwise?: string): string {
		for (const peer of this.asker.peers) return peer.facts.host;
		return otherwise ?? hostPort(this.asker.remote.address, this.asker.remote.port);
	}

	#onClose(): void {
		this.#watcher?.stop();
		if (this.asker.joined) this.#logEvent(this.#partyHere(this.#party), {what: 'closed', trouble: false});
		this.#desk.engine.members.closed(this.asker);
	}
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The first line that is not blank. */
function firstLine(text: string): string {
	const start = text.search(/[^\r\n]/);
	if (start < 0) return '';
	const end = text.slice(start, start + summaryLength).search(/[\r\n]/);
	return text.slice(start, end < 0 ? start + summaryLength : start + end);
}
