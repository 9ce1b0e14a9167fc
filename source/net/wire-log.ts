/** A ring buffer of the messages sent and received, for the wire panes and plain log lines. */

import {copyOf} from '../text/copy-of.ts';

/** Changes of one kind of an index, such as `peer-left`; `who`: the peer, if one made them all, not yet printable. */
export type ChangeCount = {readonly event: string; readonly count: number; readonly who?: string};

export type WireEntry = {
	/** Counts up from 1. */
	readonly id: number;
	/** Milliseconds since the epoch. */
	readonly time: number;
	/** `event` is not a message: a closed connection, a probe and its outcome. */
	readonly direction: 'received' | 'sent' | 'event';
	/**
	 * The other side: a peer's name once it is known, else its address and port. Received from the network: not yet
	 * printable.
	 */
	readonly party: string;
	/** The first line of the message, or a description. Received from the network: not yet printable. */
	readonly summary: string;
	/** The status code of a response. */
	readonly status?: number;
	/** Size of the whole message on the wire, body included. */
	readonly bytes: number;
	/** Milliseconds from a request to its answer. */
	readonly duration?: number;
	/** The message as it was on the wire, tokens masked, at most `maxTextLength` characters. */
	readonly text: string;
	/** How many lines or records the body has, where counting those of the text would not tell. */
	readonly lines?: number;
	/** Of many changes of an index in one entry: how many of each kind others made. */
	readonly changes?: readonly ChangeCount[];
	/** The id of the request that this answers; for a request its own id. */
	readonly exchange: number;
	/** The event is a problem. Only with `event`. */
	readonly trouble?: true;
};

/** `exchange`: that of the request that it answers, if any. */
export type NewWireEntry = Omit<WireEntry, 'id' | 'exchange'> & {readonly exchange?: number | undefined};

/** Something that is not a message: a closed connection, a probe and its outcome. */
export type WireEvent = {
	/** A short description; strangers' values in it are not yet printable. */
	readonly what: string;
	/** Whether it is a problem. */
	readonly trouble: boolean;
};

type NewEvent = WireEvent &
	Pick<WireEntry, 'time' | 'party'> & {
		/** The message that it is about; `what` by default. */
		readonly text?: string;
		readonly exchange?: number | undefined;
	};

/** The longest text kept of one message; the rest is only counted. */
const maxTextLength = 4096;

// Few messages contain one, and this test costs a tenth of a replacement that finds nothing.
const anyToken = /token/i;
// Also in requests that are refused: after white space, or folded over several lines.
const tokenField = /^([ \t]*token[ \t]*:[ \t]*)(?:[^\r\n]|\r(?!\n)|\r?\n(?=[ \t]+\S))+/gim;

/** Hides the values of Token fields (RFC 900002), which are as good as passwords. */
const maskTokens = (text: string): string => (anyToken.test(text) ? text.replace(tokenField, '$1****') : text);

/** Cuts the text of a message to what the log keeps, and masks tokens in it. */
export function wireText(text: string): string {
	const masked = maskTokens(text.length > 4 * maxTextLength ? text.slice(0, 4 * maxTextLength) : text);
	return masked.length > maxTextLength ? `${copyOf(masked.slice(0, maxTextLength))}…` : masked;
}

const summaryLength = 200;

/** The first line of a message that is not blank, for its summary. */
export function firstLine(text: string): string {
	const start = text.search(/[^\r\n]/);
	if (start < 0) return '';
	const end = text.slice(start, start + summaryLength).search(/[\r\n]/);
	return text.slice(start, end < 0 ? start + summaryLength : start + end);
}

export class WireLog {
	readonly #capacity: number;
	readonly #ring: WireEntry[] = [];
	#next = 1;
	#listeners = new Set<(entry: WireEntry) => void>();

	/** Keeps the last `capacity` entries. */
	constructor(capacity = 1000) {
		this.#capacity = capacity;
	}

	/** Number of entries ever added, dropped ones included. */
	get total(): number {
		return this.#next - 1;
	}

	/** The id of the oldest entry in the ring; `total` + 1 when it is empty. */
	get oldest(): number {
		return Math.max(1, this.#next - this.#capacity);
	}

	/** Adds an entry and returns its id, which the entry for its answer uses as `exchange`. */
	add(entry: NewWireEntry): number {
		const id = this.#next++;
		const full: WireEntry = {...entry, id, exchange: entry.exchange ?? id};
		this.#ring[(id - 1) % this.#capacity] = full;
		for (const listener of this.#listeners) listener(full);
		return id;
	}

	/** Adds an event that is not a message. */
	addEvent({time, party, what, trouble, text = what, exchange}: NewEvent): number {
		const sign = trouble ? ({trouble} as const) : {};
		return this.add({time, direction: 'event', party, summary: what, bytes: 0, text, exchange, ...sign});
	}

	/** The entry with this id, while it is still in the ring. */
	get(id: number): WireEntry | undefined {
		const entry = this.#ring[(id - 1) % this.#capacity];
		return entry?.id === id ? entry : undefined;
	}

	/** The last `count` entries, oldest first. */
	last(count: number): readonly WireEntry[] {
		const from = Math.max(1, this.#next - Math.min(count, this.#capacity));
		const entries: WireEntry[] = [];
		for (let id = from; id < this.#next; id++) {
			const entry = this.get(id);
			if (entry) entries.push(entry);
		}
		return entries;
	}

	/** Calls `listener` at once for each new entry. Returns the function to unsubscribe. */
	subscribe(listener: (entry: WireEntry) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
}
