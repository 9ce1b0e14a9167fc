/** What an upload server writes into a wire log. */
import type {ServerConnection} from '../net/connection.ts';
import {type WireLog, wireText} from '../net/wire-log.ts';
import type {DecodedRequest} from '../protocol/decoder.ts';
import {isHostName} from '../protocol/values.ts';

/** An answer as it went out; its text without the document. */
export type Answered = {
	readonly status: number;
	readonly summary: string;
	readonly text: string;
	readonly bytes: number;
};

type Logged = {
	readonly decoded: DecodedRequest;
	readonly answered: Answered;
	readonly exchange: number | undefined;
	readonly started: number;
};

export class UploadLog {
	readonly #wire: WireLog | undefined;

	constructor(wire: WireLog | undefined) {
		this.#wire = wire;
	}

	/** Tells a request; gives the id of its exchange. */
	request(decoded: DecodedRequest, connection: ServerConnection): number | undefined {
		const {text, bytes} = decoded;
		return this.#wire?.add({
			time: Date.now(),
			direction: 'received',
			party: partyOf(decoded, connection),
			summary: text.trimStart().split(/\r?\n/, 1)[0] ?? '',
			bytes,
			text: wireText(text),
		});
	}

	/** Tells that the connection ended before the answer did. */
	broken(connection: ServerConnection, decoded: DecodedRequest, exchange: number | undefined): void {
		const summary = 'connection closed before the end';
		this.#wire?.add({
			time: Date.now(),
			direction: 'event',
			party: partyOf(decoded, connection),
			summary,
			bytes: 0,
			text: summary,
			...(exchange === undefined ? {} : {exchange}),
		});
	}

	/** Tells an answer. */
	answer(connection: ServerConnection, {decoded, answered, exchange, started}: Logged): void {
		const {text} = answered;
		this.#wire?.add({
			...answered,
			text: wireText(text),
			time: Date.now(),
			direction: 'sent',
			party: partyOf(decoded, connection),
			duration: performance.now() - started,
			...(exchange === undefined ? {} : {exchange}),
		});
	}
}

/** Who asks: the name given, where it can be one; else the address. */
export function partyOf(decoded: DecodedRequest, {remote}: ServerConnection): string {
	const host = decoded.kind === 'request' ? decoded.request.fields.get('Host') : undefined;
	return host !== undefined && isHostName(host) ? host : `${remote.address} :${remote.port}`;
}
