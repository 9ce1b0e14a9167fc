/** Logs a downloader's messages to and from one uploader in the wire log. */
import {logSent} from './wire-entries.ts';
import {type WireLog, wireText} from './wire-log.ts';

type Answered = {
	/** Absent where no answer of P2P-CI came. */
	readonly head?: {readonly code: number; readonly phrase: string} | undefined;
	/** The head as received. */
	readonly text: string;
	/** Bytes of the body received. */
	readonly received: number;
	/** Whether more of the body should have come. */
	readonly isCut?: boolean;
	/** When the request was sent, by `performance.now()`. */
	readonly sent: number;
	readonly exchange: number | undefined;
};

export class TransferLog {
	readonly #wire: WireLog | undefined;
	readonly #party: string;

	constructor(wire: WireLog | undefined, party: string) {
		this.#wire = wire;
		this.#party = party;
	}

	/** Logs a request and returns the id of its exchange. */
	sent(text: string): number | undefined {
		return logSent(this.#wire, text, this.#party);
	}

	/** Logs an answer that has ended. */
	received({head, text, received, isCut = false, sent, exchange}: Answered): void {
		const came = isCut ? `, only ${received} bytes came` : received > 0 ? `, ${received} bytes` : '';
		this.#wire?.add({
			time: Date.now(),
			direction: 'received',
			party: this.#party,
			summary: head ? head.phrase + came : 'no answer in P2P-CI',
			...(head ? {status: head.code} : {}),
			bytes: Buffer.byteLength(text) + received,
			duration: performance.now() - sent,
			text: wireText(text),
			exchange,
		});
	}

	/** Logs that an answer is missing or incomplete; `text`: more about it. */
	broken(what: string, {text = what, exchange}: {readonly text?: string; readonly exchange: number | undefined}): void {
		this.#wire?.addEvent({time: Date.now(), party: this.#party, what, trouble: true, text: wireText(text), exchange});
	}
}
