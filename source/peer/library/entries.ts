/** The documents of a peer, by number, counted. Of a hundred thousand one changes at the cost of one. */
import {lowest} from '../../order/sorted-list.ts';
import type {LibraryEntry} from '../peer-state.ts';

export type EntryCounts = {readonly shared: number; readonly notShared: number};

export class Entries {
	readonly #byNumber = new Map<number, LibraryEntry>();
	/** Undefined while it has not been asked for since an entry was added or removed. */
	#sorted: readonly LibraryEntry[] | undefined;
	#shared = 0;

	get(rfc: number): LibraryEntry | undefined {
		return this.#byNumber.get(rfc);
	}

	/** All, by number; another array after each change. */
	sorted(): readonly LibraryEntry[] {
		this.#sorted ??= [...this.#byNumber.values()].sort((a, b) => a.rfc - b.rfc);
		return this.#sorted;
	}

	/** How many are shared, and how many are not. */
	get counts(): EntryCounts {
		return {shared: this.#shared, notShared: this.#byNumber.size - this.#shared};
	}

	/** Enters these; a number without an entry is removed. Returns the numbers of those that differ from before. */
	change(entries: Iterable<readonly [number, LibraryEntry | undefined]>): ReadonlySet<number> {
		const changed = new Set<number>();
		const sorted = this.#sorted?.slice();
		let isOrderKept = true;
		for (const [rfc, entry] of entries) {
			const before = this.#byNumber.get(rfc);
			if (entry && before ? isSame(before, entry) : entry === before) continue;
			changed.add(rfc);
			this.#shared += Number(entry?.shared ?? false) - Number(before?.shared ?? false);
			if (entry) this.#byNumber.set(rfc, entry);
			else this.#byNumber.delete(rfc);
			isOrderKept &&= before !== undefined && entry !== undefined;
			if (sorted && isOrderKept && entry) sorted[lowest(sorted.length, at => (sorted[at]?.rfc ?? rfc) >= rfc)] = entry;
		}
		if (changed.size > 0) this.#sorted = isOrderKept ? sorted : undefined;
		return changed;
	}
}

const isSame = (one: LibraryEntry, other: LibraryEntry): boolean =>
	one.title === other.title &&
	one.file === other.file &&
	one.bytes === other.bytes &&
	one.modified === other.modified &&
	one.digest === other.digest &&
	one.shared === other.shared;
