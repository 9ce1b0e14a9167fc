/** A capped ring of the messages seen, both ways: what the wire panes and plain log lines show. */

export type WireEntry = {
	/** Rises by one with each entry, from 1. */
	readonly id: number;
	/** Milliseconds since the epoch. */
	readonly time: number;
	/** `event` is no message: a connection that closed, a probe and its outcome. */
	readonly direction: 'received' | 'sent' | 'event';
	/** Who is on the other side: a peer's name once it is known, else its address and port. As it came: not yet printable. */
	readonly party: string;
	/** The first line of the message, or what happened. As it came: not yet printable. */
	readonly summary: string;
	/** The code of a response. */
	readonly status?: number;
	/** Bytes of the whole message on the wire, body included. */
	readonly bytes: number;
	/** Milliseconds from the arrival of a request to its answer. */
	readonly duration?: number;
	/** The message as it was on the wire, tokens masked, at most `maxTextLength` characters. */
	readonly text: string;
	/** The id of the request that this answers; its own id for a request. */
	readonly exchange: number;
	/** What happened is not as it should be. Only of an `event`. */
	readonly trouble?: true;
};

export type NewWireEntry = Omit<WireEntry, 'id' | 'exchange'> & {readonly exchange?: number};

/** Something that is no message: a connection that closed, a probe and its outcome. */
export type WireEvent = {
	/** In a few words, the strange ones as they came. */
	readonly what: string;
	/** Whether it is not as it should be. */
	readonly trouble: boolean;
};

type NewEvent = WireEvent &
	Pick<WireEntry, 'time' | 'party'> & {
		/** The message that it is about; what happened unless said. */
		readonly text?: string;
		readonly exchange?: number | undefined;
	};

/** Longest text kept of one message; the rest is told as a count. */
export const maxTextLength = 4096;

// Few messages have one, and looking for the word costs a tenth of replacing nothing.
const anyToken = /token/i;
const tokenField = /^(token[ \t]*:[ \t]*)[^\r\n]+/gim;

/** Hides the values of Token fields (PROTOCOL.md 3): they prove who a peer is. */
export const maskTokens = (text: string): string => (anyToken.test(text) ? text.replace(tokenField, '$1****') : text);

/** Cuts a message's text to what a log keeps, and masks tokens in it. */
export function wireText(text: string): string {
	const masked = maskTokens(text.length > 4 * maxTextLength ? text.slice(0, 4 * maxTextLength) : text);
	return masked.length > maxTextLength ? `${masked.slice(0, maxTextLength)}…` : masked;
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

	/** Entries added so far, also those that the ring has dropped. */
	get total(): number {
		return this.#next - 1;
	}

	/** The id of the oldest entry that the ring still has; one more than `total` while it has none. */
	get oldest(): number {
		return Math.max(1, this.#next - this.#capacity);
	}

	/** Adds an entry and returns its id, which the answer to it gives as its `exchange`. */
	add(entry: NewWireEntry): number {
		const id = this.#next++;
		const full: WireEntry = {...entry, id, exchange: entry.exchange ?? id};
		this.#ring[(id - 1) % this.#capacity] = full;
		for (const listener of this.#listeners) listener(full);
		return id;
	}

	/** Tells something that is no message. */
	addEvent({time, party, what, trouble, text = what, exchange}: NewEvent): number {
		const about = exchange === undefined ? {} : {exchange};
		const sign = trouble ? ({trouble} as const) : {};
		return this.add({time, direction: 'event', party, summary: what, bytes: 0, text, ...about, ...sign});
	}

	/** The entry with this id, while the ring still has it. */
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

	/** Calls `listener` for each entry to come, at once. Returns the way to stop that. */
	subscribe(listener: (entry: WireEntry) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
}
