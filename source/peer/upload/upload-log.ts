/** Writes the traffic of an upload server to the wire log. */
import {type Stranger, strangerWords} from '../../net/admission.ts';
import type {ServerConnection} from '../../net/connection.ts';
import {firstLine, type WireLog, wireText} from '../../net/wire-log.ts';
import type {DecodedRequest} from '../../protocol/decoder.ts';
import {isHostName} from '../../protocol/values.ts';
import {SlotLostError} from './upload-slots.ts';

/** An answer as it was sent; its text excludes the document. */
export type Answered = {
	readonly status: number;
	readonly summary: string;
	readonly text: string;
	readonly bytes: number;
};

/** An answer and its request. */
export type Logged = {
	readonly party: string;
	readonly answered: Answered;
	readonly exchange: number | undefined;
	/** When the request arrived, by `performance.now()`. */
	readonly started: number;
};

export class UploadLog {
	readonly #wire: WireLog | undefined;

	constructor(wire: WireLog | undefined) {
		this.#wire = wire;
	}

	/** Logs a request and returns the id of its exchange. */
	request(decoded: DecodedRequest, party: string): number | undefined {
		if (!this.#wire) return undefined;
		const {bytes} = decoded;
		const text = wireText(decoded.text);
		return this.#wire.add({time: Date.now(), direction: 'received', party, summary: firstLine(text), bytes, text});
	}

	/** Logs that somebody took this port for one of the other kind (RFC 900002, section 8). */
	stranger(party: string, how: Stranger): void {
		this.#wire?.addEvent({time: Date.now(), party, what: strangerWords[how], trouble: true});
	}

	/** Logs that the connection ended before the answer did, and which side ended it. */
	broken(party: string, exchange: number | undefined, error: unknown): void {
		const what = error instanceof SlotLostError ? error.message : 'connection closed before the end';
		this.#wire?.addEvent({time: Date.now(), party, what, trouble: true, exchange});
	}

	/** Logs an answer. */
	answer({party, answered, exchange, started}: Logged): void {
		this.#wire?.add({
			...answered,
			text: wireText(answered.text),
			time: Date.now(),
			direction: 'sent',
			party,
			duration: performance.now() - started,
			exchange,
		});
	}
}

/** The name of the client: the Host that it gave, if it is a possible one; else its address. */
export function partyOf(decoded: DecodedRequest, {remote}: ServerConnection): string {
	const host = decoded.kind === 'request' ? decoded.request.fields.get('Host') : undefined;
	return host !== undefined && isHostName(host) ? host : `${remote.address} :${remote.port}`;
}

/** Writes a complete answer, and returns what to log of it. */
export function say(connection: ServerConnection, status: number, text: string): Answered {
	connection.write(text);
	const summary = text.slice('P2P-CI/1.1 200 '.length, text.indexOf('\r\n'));
	return {status, summary, text, bytes: Buffer.byteLength(text)};
}
