/** The versions of one RFC that are on offer: whose copies are the same, and which of them to take. Pure. */
import type {RfcRecord} from '../protocol/message.ts';

/** Holders of the same bytes; those who declare no digest are a group of their own, which may hold anything. */
export type VersionGroup = {
	readonly digest?: string;
	readonly records: readonly RfcRecord[];
	/** How many different addresses hold it: a program can have many names, but not many addresses. */
	readonly addresses: number;
};

/**
 * The groups of the records of one RFC. The one that most addresses hold is first; where these are as many, the one with more
 * holders, then the lower digest. Who declares no digest comes last.
 */
export function versionGroups(records: readonly RfcRecord[]): readonly VersionGroup[] {
	const byDigest = Map.groupBy(records, ({digest}) => digest);
	const groups = [...byDigest].map(([digest, members]) => ({
		...(digest === undefined ? {} : {digest}),
		records: members,
		addresses: new Set(members.map(({address}) => address)).size,
	}));
	return groups.sort(compare);
}

function compare(one: VersionGroup, other: VersionGroup): number {
	if (one.digest === undefined || other.digest === undefined) {
		return Number(one.digest === undefined) - Number(other.digest === undefined);
	}
	const byHolders = other.addresses - one.addresses || other.records.length - one.records.length;
	return byHolders || (one.digest < other.digest ? -1 : 1);
}

/** Whom to ask, in this order, and what the bytes must be. */
export type Choice = {
	readonly records: readonly RfcRecord[];
	/** Absent: nobody declares a digest, so that nothing can be checked. */
	readonly digest?: string;
	/** The group that was chosen, where there was a choice; its records are but some. */
	readonly chosen?: VersionGroup;
	/** Groups that hold something else; their records are but some. */
	readonly others: readonly VersionGroup[];
};

/** More holders of one RFC are not remembered: thousands of RFCs may be. */
const mostHolders = 8;

/**
 * Chooses by the digest that is `wanted`, else the first group. Who declares none is asked last, and what comes is checked
 * all the same. Of many holders some are kept, at different addresses where there are, and for each RFC others, so that
 * the work is shared. Undefined when nobody can have what is wanted.
 */
export function chooseVersion(records: readonly RfcRecord[], wanted?: string): Choice | undefined {
	const groups = versionGroups(records);
	const digest = wanted ?? groups[0]?.digest;
	const right = groups.find(group => group.digest !== undefined && group.digest === digest);
	const unverified = groups.find(group => group.digest === undefined);
	const asked = [...someOf(right?.records), ...someOf(unverified?.records)];
	if (asked.length === 0) return undefined;
	const others = groups.filter(group => group !== right && group !== unverified).map(withFew);
	return {
		records: asked,
		others,
		...(digest === undefined ? {} : {digest}),
		...(right && others.length > 0 ? {chosen: withFew(right)} : {}),
	};
}

const withFew = (group: VersionGroup): VersionGroup => ({...group, records: someOf(group.records)});

function someOf(records: readonly RfcRecord[] = []): readonly RfcRecord[] {
	if (records.length <= mostHolders) return records;
	const first = (records[0]?.rfc ?? 0) % records.length;
	const turned = [...records.slice(first), ...records.slice(0, first)];
	const addresses = new Set<string>();
	const apart = turned.filter(({address}) => !addresses.has(address) && addresses.add(address));
	return [...new Set([...apart, ...turned])].slice(0, mostHolders);
}
