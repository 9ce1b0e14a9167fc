/** Logs a download in 1.0 in the wire log. */
import type {DownloadEnd, DownloadHead} from '../protocol/classic-download.ts';
import {firstLine, type WireLog, wireText} from './wire-log.ts';

export type ClassicAnswered = {
	readonly head: DownloadHead | undefined;
	readonly end: DownloadEnd;
	/** Bytes of the document that arrived. */
	readonly received: number;
	/** When the request was sent, by `performance.now()`. */
	readonly sent: number;
};

type Entry = {
	readonly summary: string;
	readonly bytes: number;
	readonly text: string;
	readonly status?: number;
	readonly duration?: number;
};

export class ClassicTransferLog {
	readonly #wire: WireLog | undefined;
	readonly #party: string;
	#exchange: number | undefined;

	constructor(wire: WireLog | undefined, party: string) {
		this.#wire = wire;
		this.#party = party;
	}

	/** Logs the request. */
	sent(text: string): void {
		this.#exchange = this.#add('sent', {summary: firstLine(text), bytes: Buffer.byteLength(text), text});
	}

	/** Logs the answer, complete or not. */
	received({head, end, received, sent}: ClassicAnswered): void {
		const text = head?.text ?? '';
		this.#add('received', {
			summary: head ? summaryOf(head, end) : 'no answer in P2P-CI',
			bytes: Buffer.byteLength(text) + received,
			text,
			...(head ? {status: head.code} : {}),
			duration: performance.now() - sent,
		});
	}

	/** Logs why an answer is missing or incomplete. */
	broken(what: string, text = what): void {
		const about = {time: Date.now(), party: this.#party, exchange: this.#exchange};
		this.#wire?.addEvent({...about, what, trouble: true, text: wireText(text)});
	}

	#add(direction: 'sent' | 'received', entry: Entry): number | undefined {
		const about = {text: wireText(entry.text), exchange: this.#exchange, party: this.#party};
		return this.#wire?.add({...entry, ...about, time: Date.now(), direction});
	}
}

function summaryOf(head: DownloadHead, end: DownloadEnd): string {
	if (end.kind === 'complete') return `${head.phrase}, ${end.bytes} bytes`;
	return end.kind === 'incomplete' ? `${head.phrase}, only ${end.received} bytes came` : head.phrase;
}
