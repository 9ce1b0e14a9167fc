/** Logs a downloader's 1.1 messages to and from one uploader in the wire log. */
import type {TransferHead} from '../protocol/transfer-head.ts';
import {firstLine, type WireLog, wireText} from './wire-log.ts';

type Answered = {
	readonly head?: TransferHead;
	/** The head as received. */
	readonly text: string;
	readonly received: number;
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
		if (!this.#wire) return undefined;
		const about = {party: this.#party, summary: firstLine(text), bytes: Buffer.byteLength(text)};
		return this.#wire.add({...about, time: Date.now(), direction: 'sent', text: wireText(text)});
	}

	/** Logs a complete answer. */
	received({head, text, received, sent, exchange}: Answered): void {
		if (!head) return;
		this.#wire?.add({
			time: Date.now(),
			direction: 'received',
			party: this.#party,
			summary: received > 0 ? `${head.phrase}, ${received} bytes` : head.phrase,
			status: head.code,
			bytes: Buffer.byteLength(text) + received,
			duration: performance.now() - sent,
			text: wireText(text),
			exchange,
		});
	}

	/** Logs that an answer is missing or incomplete. */
	broken({head, text, received, exchange}: Answered, how: string): void {
		const came = head ? `after ${received} of ${head.length} bytes` : 'before an answer';
		const what = `${how} ${came}`;
		this.#wire?.addEvent({time: Date.now(), party: this.#party, what, trouble: true, text: wireText(text), exchange});
	}
}
