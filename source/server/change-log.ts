/**
 * A ring buffer of the last changes of the index, from which watchers read (RFC 900002, section 5). It serves all of
 * them: a watcher is a position in it, and one that falls behind the oldest change must LIST again.
 */
import type {PeerRecord, RfcRecord} from '../protocol/message.ts';
import type {Catalog, Change} from './catalog.ts';
import type {Clock} from './clock.ts';
import {recordOf} from './holding.ts';
import {type IndexPeer, momentOf, peerRecord} from './index-peer.ts';

export type LoggedChange = {
	readonly event: Change['event'];
	/** The generation after the change. */
	readonly number: number;
	/** As it was right after the change. */
	readonly what: RfcRecord | PeerRecord;
	/** Its line of WATCH for everyone who is sent `what` unmodified; rendered for the first of them. */
	line?: string;
};

export class ChangeLog {
	readonly #catalog: Catalog;
	readonly #clock: Pick<Clock, 'date'>;
	readonly #capacity: number;
	readonly #ring: LoggedChange[] = [];
	readonly #watchers = new Set<() => void>();
	#waking: NodeJS.Immediate | undefined;

	/** Keeps the last `capacity` changes. */
	constructor(catalog: Catalog, clock: Pick<Clock, 'date'>, capacity = 10_000) {
		this.#catalog = catalog;
		this.#clock = clock;
		this.#capacity = capacity;
		catalog.subscribe(change => this.#add(change));
	}

	get epoch(): string {
		return this.#catalog.epoch;
	}

	/** The number of the current generation. */
	get number(): number {
		return this.#catalog.number;
	}

	/**
	 * The changes after generation `number`, not to be kept; undefined when that was too long ago, or is in the future.
	 */
	after(number: number): Iterable<LoggedChange> | undefined {
		const missing = this.number - number;
		return missing < 0 || missing > this.#capacity ? undefined : this.#from(number + 1);
	}

	/** Calls `wake` when there are changes, once per turn of the event loop. Returns the function to unsubscribe. */
	watch(wake: () => void): () => void {
		this.#watchers.add(wake);
		return () => this.#watchers.delete(wake);
	}

	*#from(first: number): Generator<LoggedChange> {
		for (let next = first; next <= this.number; next++) {
			const change = this.#ring[next % this.#capacity];
			if (change) yield change;
		}
	}

	#add(change: Change): void {
		const {event, number} = change;
		if ('record' in change) this.#keep({event, number, what: recordOf(change.record)});
		else this.#keep({event, number, what: peerRecord(momentOf(change.peer, this.#clock))});
		if ('moved' in change && change.moved > 0) this.#addMoved(change.peer, number);
		if (this.#waking || this.#watchers.size === 0) return;
		this.#waking = setImmediate(() => {
			this.#waking = undefined;
			for (const wake of this.#watchers) wake();
		});
	}

	/** The changes after `number`: that of each record. Of more than can be kept, nobody can be told the first ones. */
	#addMoved({records}: IndexPeer, number: number): void {
		const dropped = Math.max(0, records.size - this.#capacity);
		let next = number + dropped;
		for (const record of records.slice(dropped, this.#capacity)) {
			this.#keep({event: 'rfc-changed', number: ++next, what: recordOf(record)});
		}
	}

	#keep(change: LoggedChange): void {
		this.#ring[change.number % this.#capacity] = change;
	}
}
