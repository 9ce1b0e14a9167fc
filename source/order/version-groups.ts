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
