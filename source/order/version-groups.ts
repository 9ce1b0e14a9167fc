/** Groups the records of one RFC by the version that their holders declare, the most trustworthy first. Pure. */

type Declares = {readonly digest?: string; readonly address: string};

/** Holders of the same bytes; holders without a digest are a group of their own, which may contain anything. */
export type VersionGroup<Item> = {
	readonly digest?: string;
	readonly records: readonly Item[];
	/** Number of different addresses: a program can use many names, but not many addresses. */
	readonly addresses: number;
};

/**
 * The groups of the records of one RFC. The group with most addresses comes first; in a tie the one with more
 * holders, then the lower digest. Holders without a digest come last.
 */
export function versionGroups<Item extends Declares>(records: readonly Item[]): readonly VersionGroup<Item>[] {
	const byDigest = Map.groupBy(records, ({digest}) => digest);
	const groups = [...byDigest].map(([digest, members]) => ({
		...(digest === undefined ? {} : {digest}),
		records: members,
		addresses: new Set(members.map(({address}) => address)).size,
	}));
	return groups.sort(compare);
}

function compare(one: VersionGroup<unknown>, other: VersionGroup<unknown>): number {
	if (one.digest === undefined || other.digest === undefined) {
		return Number(one.digest === undefined) - Number(other.digest === undefined);
	}
	const byHolders = other.addresses - one.addresses || other.records.length - one.records.length;
	return byHolders || (one.digest < other.digest ? -1 : 1);
}

type Sized = {readonly size?: number; readonly address: string};

/**
 * The size of one version, as holders at most addresses declare it. Undefined when nobody declares one, or two are declared
 * at as many: then it is not known before the document is here, and whoever wants it must not refuse either.
 */
export function sizeAmong(records: readonly Sized[]): number | undefined {
	const said = records[0]?.size;
	// Nearly always; a mirror asks for each document.
	if (records.every(({size}) => size === said)) return said;
	const places = new Map<number, Set<string>>();
	for (const {size, address} of records) {
		if (size !== undefined) places.set(size, (places.get(size) ?? new Set()).add(address));
	}
	const [first, second] = [...places].sort(([, one], [, other]) => other.size - one.size);
	return first && first[1].size > (second?.[1].size ?? 0) ? first[0] : undefined;
}

/**
 * A version's size, and those of its holders who may have it: who declares the right digest with another size than most,
 * or copied it from them, would otherwise make all others seem to have something else. `others`: the rest, since those
 * who lie may be most.
 */
export function sizedHolders<Item extends Sized>(
	records: readonly Item[],
): {readonly bytes: number | undefined; readonly holders: readonly Item[]; readonly others: readonly Item[]} {
	const bytes = sizeAmong(records);
	const fits = ({size}: Item): boolean => bytes === undefined || size === undefined || size === bytes;
	if (records.every(fits)) return {bytes, holders: records, others: []};
	return {bytes, holders: records.filter(fits), others: records.filter(record => !fits(record))};
}
