/**
 * The last changes of the index, which is what watchers read from (PROTOCOL.md 3, WATCH). One ring serves all of them:
 * a watcher is a place in it, and who falls behind its oldest change must LIST again.
 */
import type {PeerRecord, RfcRecord} from '../protocol/message.ts';
import type {Catalog, Change} from './catalog.ts';
import {timestamp} from './clock.ts';
import {plainRecord} from './holding.ts';

export type LoggedChange = {
	readonly event: Change['event'];
	/** Of the generation which the change made. */
	readonly number: number;
	/** As it was when it changed. */
	readonly what: RfcRecord | PeerRecord;
	/** Its line of WATCH for those to whom `what` is told as it is; rendered when the first of them is told. */
	line?: string;
};

export class ChangeLog {
	readonly #catalog: Catalog;
	readonly #capacity: number;
	readonly #ring: LoggedChange[] = [];
	readonly #watchers = new Set<() => void>();
	#waking: NodeJS.Immediate | undefined;

	/** Keeps the last `capacity` changes. */
	constructor(catalog: Catalog, capacity = 10_000) {
		this.#catalog = catalog;
		this.#capacity = capacity;
		catalog.subscribe(change => this.#add(change));
	}

	get epoch(): string {
		return this.#catalog.epoch;
	}

	/** The number of the present generation. */
	get number(): number {
		return this.#catalog.number;
	}

	/** The changes after generation `number`, to be read at once; undefined when that was too long ago, or is still to come. */
	after(number: number): Iterable<LoggedChange> | undefined {
		const missing = this.number - number;
		return missing < 0 || missing > this.#capacity ? undefined : this.#from(number + 1);
	}

	/** Calls `wake` when there are changes, once for all of one turn of the event loop. Returns the way to stop that. */
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
		const what = 'record' in change ? plainRecord(change.record) : peerRecord(change);
		this.#ring[change.number % this.#capacity] = {event: change.event, number: change.number, what};
		if (this.#waking || this.#watchers.size === 0) return;
		this.#waking = setImmediate(() => {
			this.#waking = undefined;
			for (const wake of this.#watchers) wake();
		});
	}
}

function peerRecord({peer}: Exclude<Change, {readonly record: unknown}>): PeerRecord {
	const {joined, ...facts} = peer.facts;
	return {
		...facts,
		rfcs: peer.records.size,
		...(peer.reachable === undefined ? {} : {reachable: peer.reachable}),
		joined: timestamp(joined),
		seen: timestamp(peer.lastSeen),
	};
}
