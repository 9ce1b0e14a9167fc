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

/** An answer, and what it answers. */
export type Logged = {
	readonly party: string;
	readonly answered: Answered;
	readonly exchange: number | undefined;
	/** When the request came; by `performance.now()`. */
	readonly started: number;
};

export class UploadLog {
	readonly #wire: WireLog | undefined;

	constructor(wire: WireLog | undefined) {
		this.#wire = wire;
	}

	/** Tells a request; gives the id of its exchange. */
	request({text, bytes}: DecodedRequest, party: string): number | undefined {
		return this.#wire?.add({
			time: Date.now(),
			direction: 'received',
			party,
			summary: text.trimStart().split(/\r?\n/, 1)[0] ?? '',
			bytes,
			text: wireText(text),
		});
	}

	/** Tells that the connection ended before the answer did. */
	broken(party: string, exchange: number | undefined): void {
		const what = 'connection closed before the end';
		this.#wire?.addEvent({time: Date.now(), party, what, trouble: true, exchange});
	}

	/** Tells an answer. */
	answer({party, answered, exchange, started}: Logged): void {
		this.#wire?.add({
			...answered,
			text: wireText(answered.text),
			time: Date.now(),
			direction: 'sent',
			party,
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

/** Writes a whole answer, and tells what there is to log of it. */
export function say(connection: ServerConnection, status: number, text: string): Answered {
	connection.write(text);
	const summary = text.slice('P2P-CI/1.1 200 '.length, text.indexOf('\r\n'));
	return {status, summary, text, bytes: Buffer.byteLength(text)};
}
