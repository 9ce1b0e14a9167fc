/** Chooses one of the offered versions of an RFC, and whom to ask for it. Pure. */
import {type VersionGroup as Group, versionGroups} from '../../order/version-groups.ts';
import {mostRangeBytes} from '../../peer/download/source-window.ts';
import type {RfcRecord} from '../../protocol/message.ts';

/** Holders of one version. */
export type VersionGroup = Group<RfcRecord>;

/** Whom to ask, in order, and for which bytes. */
export type Choice = {
	readonly records: readonly RfcRecord[];
	/** Absent when nobody declares a digest, so that nothing can be verified. */
	readonly digest?: string;
	/** The chosen group, if there was a choice; with only some of its records. */
	readonly chosen?: VersionGroup;
	/** Groups with other contents; with only some of their records. */
	readonly others: readonly VersionGroup[];
};

/** The most holders kept of one RFC where more would take too much memory: there may be thousands of RFCs. */
const mostOfMany = 8;
/** The same otherwise: most of them may be unable to send it, and a large document comes from all of them at once. */
const mostOfFew = 64;

export type Choosing = {
	/** The digest to choose; by default that of the first group. */
	readonly wanted?: string | undefined;
	/** Whether there is memory for many holders. */
	readonly few?: boolean | undefined;
	/** How often this RFC was chosen before: another time, other holders. */
	readonly turn?: number | undefined;
};

/**
 * Chooses the wanted version. Holders without a digest are asked last, and their document is verified all the same. Of
 * many holders only some are kept, at different addresses if possible, and for each RFC others come first, which spreads
 * the load.
 * Undefined when nobody can have what is wanted.
 */
export function chooseVersion(records: readonly RfcRecord[], choosing: Choosing = {}): Choice | undefined {
	const groups = versionGroups(records);
	const digest = choosing.wanted ?? groups[0]?.digest;
	const right = groups.find(group => group.digest !== undefined && group.digest === digest);
	const unverified = groups.find(group => group.digest === undefined);
	const asked = [right, unverified].flatMap(group => someOf(group?.records, choosing));
	if (asked.length === 0) return undefined;
	const withFew = (group: VersionGroup) => ({...group, records: someOf(group.records, choosing)});
	const others = groups.filter(group => group !== right && group !== unverified).map(withFew);
	return {
		records: asked,
		others,
		...(digest === undefined ? {} : {digest}),
		...(right && others.length > 0 ? {chosen: withFew(right)} : {}),
	};
}

function someOf(records: readonly RfcRecord[] = [], {few = false, turn = 0}: Choosing): readonly RfcRecord[] {
	const [one] = records;
	if (!one) return records;
	const most = few || (one.size ?? 0) >= mostRangeBytes ? mostOfFew : mostOfMany;
	if (records.length <= mostOfMany) return records;
	const first = (one.rfc + turn * most) % records.length;
	const turned = [...records.slice(first), ...records.slice(0, first)];
	const addresses = new Set<string>();
	const apart = turned.filter(({address}) => !addresses.has(address) && addresses.add(address));
	return [...new Set([...apart, ...turned])].slice(0, most);
}
