/** What a downloader writes into the wire log about its messages to and from one uploader in 1.1. */
import type {TransferHead} from '../protocol/transfer-head.ts';
import {type WireLog, wireText} from './wire-log.ts';

type Answered = {
	readonly head?: TransferHead;
	/** The head as it was. */
	readonly text: string;
	readonly received: number;
	/** By `performance.now()`. */
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

	/** Tells a request; gives the id of its exchange. */
	sent(text: string): number | undefined {
		if (!this.#wire) return undefined;
		const summary = text.slice(0, text.indexOf('\r'));
		return this.#wire.add({time: Date.now(), direction: 'sent', party: this.#party, summary, bytes: text.length, text});
	}

	/** Tells an answer that came whole. */
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
			...(exchange === undefined ? {} : {exchange}),
		});
	}

	/** Tells that an answer did not come, or not whole. */
	broken({head, text, received, exchange}: Answered, how: string): void {
		const came = head ? `after ${received} of ${head.length} bytes` : 'before an answer';
		const what = `${how} ${came}`;
		this.#wire?.addEvent({time: Date.now(), party: this.#party, what, trouble: true, text: wireText(text), exchange});
	}
}
