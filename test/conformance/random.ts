/** A seeded pseudo-random number generator (mulberry32). */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed;
	}

	/** A whole number from 0 to below `bound`. */
	below(bound: number): number {
		this.#state = (this.#state + 0x6d_2b_79_f5) | 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
	}

	chance(percent: number): boolean {
		return this.below(100) < percent;
	}

	pick<Item>(items: readonly Item[]): Item {
		const item = items[this.below(items.length)];
		if (item === undefined) throw new Error('nothing to pick from');
		return item;
	}

	/** Between `least` and `most` results of `make`. */
	several<Item>(least: number, most: number, make: () => Item): readonly Item[] {
		return Array.from({length: least + this.below(most - least + 1)}, make);
	}

	shuffled<Item>(items: readonly Item[]): readonly Item[] {
		return items
			.map(item => ({item, place: this.below(2 ** 30)}))
			.sort((one, two) => one.place - two.place)
			.map(({item}) => item);
	}

	/** Cuts bytes into pieces at random places. */
	cut(bytes: Buffer): readonly Buffer[] {
		const places = this.several(0, 6, () => this.below(bytes.length)).toSorted((one, two) => one - two);
		const edges = [0, ...places, bytes.length];
		return edges.slice(1).map((edge, position) => bytes.subarray(edges[position], edge));
	}
}
