/** Who sent which bytes of a part, in this attempt and in earlier ones. Pure. */
import type {RfcRecord} from '../../protocol/message.ts';
import {placeKey} from '../../text/place-key.ts';
import {add, type Range, type RangeSet, remove} from '../disk/range-set.ts';
import type {PartContents} from '../disk/stored-part.ts';
import type {Holder} from './source-failure.ts';

/** The bytes of a part that are as a holder sent them: others may have sent some of its bytes again. */
type Contribution = {readonly holder: RfcRecord; readonly ranges: RangeSet};

export class Contributions {
	readonly #all: Array<{readonly holder: RfcRecord; ranges: RangeSet}> = [];

	/** Begins with those of earlier attempts, as the journal of the part has them. */
	constructor(rfc: number, {sources, given}: Pick<PartContents, 'sources' | 'given'>) {
		for (const [id, about] of sources) this.#all[id] = {holder: {rfc, title: '', ...about}, ranges: []};
		for (const {source, start, end} of given) this.gave(source, {start, end});
	}

	/** The number of a holder in the journal; undefined while it has none. */
	idOf(holder: Holder): number | undefined {
		const id = this.#all.findIndex(contribution => placeKey(contribution.holder) === placeKey(holder));
		return id < 0 ? undefined : id;
	}

	/** Gives a holder the next number. */
	add(holder: RfcRecord): number {
		return this.#all.push({holder, ranges: []}) - 1;
	}

	/** Bytes from the holder of this number were written. */
	gave(id: number, range: Range): void {
		for (const [at, contribution] of this.#all.entries()) {
			const change = at === id ? add : remove;
			contribution.ranges = change(contribution.ranges, range);
		}
	}

	/** The bytes from a holder. */
	of(holder: Holder): RangeSet {
		return this.#all[this.idOf(holder) ?? -1]?.ranges ?? [];
	}

	/** Those who sent anything. */
	list(): readonly Contribution[] {
		return this.#all.filter(({ranges}) => ranges.length > 0);
	}
}
