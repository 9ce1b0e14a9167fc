/**
 * The messages of a log that a wire pane shows: those that match its filter, newest last. Each message is tested
 * once, when it arrives; all are tested again only when the filter changes. While the pane holds, its messages stay,
 * even when the log drops them.
 */
import type {WireEntry, WireLog} from '../../net/wire-log.ts';
import {lowest} from '../../order/sorted-list.ts';
import type {Source} from '../kit/table-view.ts';
import {partyName} from './message-words.ts';
import {type WireFilter, wireFacts, wireFilter} from './wire-filter.ts';

/** Maximum number of messages while the pane holds; later ones are shown when it follows again. */
const mostHeld = 2000;

export class WireList {
	readonly #log: WireLog;
	#kept: WireEntry[] = [];
	#matching: WireEntry[] = [];
	#filter = '';
	#parsed: WireFilter = wireFilter('');
	/** The id of the last message that was tested. */
	#seen = 0;

	constructor(log: WireLog) {
		this.#log = log;
	}

	/** Takes in new messages. `holds`: nothing that is shown disappears. */
	update(filter: string, holds: boolean): void {
		if (!holds) this.#forget();
		if (!holds || this.#kept.length < mostHeld) this.#take(mostHeld - this.#kept.length);
		if (filter === this.#filter) return;
		this.#filter = filter;
		this.#parsed = wireFilter(filter);
		this.#matching = filter === '' ? [...this.#kept] : this.#kept.filter(entry => this.#fits(entry));
	}

	get filter(): WireFilter {
		return this.#parsed;
	}

	/** All messages, the newest last. */
	get kept(): readonly WireEntry[] {
		return this.#kept;
	}

	get matching(): readonly WireEntry[] {
		return this.#matching;
	}

	/** A message, while the list or the log has it. */
	get(id: number): WireEntry | undefined {
		return this.#log.get(id) ?? this.#kept[placeOf(this.#kept, id)];
	}

	/** The request that a message answers or belongs to. */
	requestOf(entry: WireEntry): WireEntry | undefined {
		return entry.exchange === entry.id ? undefined : this.get(entry.exchange);
	}

	/** The other half of a message's exchange. */
	counterpartOf(entry: WireEntry): WireEntry | undefined {
		if (entry.direction === 'event') return undefined;
		return this.requestOf(entry) ?? this.#first(entry, 1, other => other.exchange === entry.id);
	}

	/** The next (1) or previous (-1) message with the same party. */
	neighbourOf(entry: WireEntry, by: 1 | -1): WireEntry | undefined {
		const name = partyName(entry.party);
		return this.#first(entry, by, other => partyName(other.party) === name);
	}

	#first(entry: WireEntry, by: 1 | -1, wanted: (other: WireEntry) => boolean): WireEntry | undefined {
		const end = by === 1 ? this.#seen : (this.#kept[0]?.id ?? entry.id);
		for (let id = entry.id + by; by === 1 ? id <= end : id >= end; id += by) {
			const other = this.get(id);
			if (other !== undefined && wanted(other)) return other;
		}
		return undefined;
	}

	/** The matching messages as a source of table windows. */
	readonly source: Source<WireEntry, number> = ({offset, limit, anchor}) => {
		const place = anchor === undefined ? -1 : placeOf(this.#matching, anchor);
		return {
			rows: this.#matching.slice(offset, offset + limit),
			matching: this.#matching.length,
			total: this.#kept.length,
			...(place < 0 ? {} : {anchorIndex: place}),
		};
	};

	#fits(entry: WireEntry): boolean {
		return this.#parsed.matches(wireFacts(entry, this.requestOf(entry)));
	}

	/** Drops what the log has dropped. */
	#forget(): void {
		this.#kept = from(this.#kept, this.#log.oldest);
		this.#matching = from(this.#matching, this.#log.oldest);
	}

	#take(most: number): void {
		for (const entry of this.#log.last(this.#log.total - this.#seen).slice(0, most)) {
			this.#seen = entry.id;
			this.#kept.push(entry);
			if (this.#filter === '' || this.#fits(entry)) this.#matching.push(entry);
		}
	}
}

/** The index of the first entry of a sorted list with this id or a later one. */
const firstFrom = (entries: readonly WireEntry[], id: number): number =>
	lowest(entries.length, index => (entries[index]?.id ?? 0) >= id);

/** The entries from this id on. */
function from(entries: WireEntry[], id: number): WireEntry[] {
	const first = firstFrom(entries, id);
	return first === 0 ? entries : entries.slice(first);
}

/** The index of the entry with this id in a sorted list; -1 when it is absent. */
function placeOf(entries: readonly WireEntry[], id: number): number {
	const place = firstFrom(entries, id);
	return entries[place]?.id === id ? place : -1;
}

const lists = new WeakMap<WireLog, WireList>();

/** The list of a log, created once: a program has one screen. */
export function wireListOf(log: WireLog): WireList {
	const list = lists.get(log) ?? new WireList(log);
	lists.set(log, list);
	return list;
}
