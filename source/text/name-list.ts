import {count} from './quantity.ts';

/** Names that a sentence about something else has room for. */
const mostNames = 4;

/** Those of a list that a sentence names: all, or of more than four three, since a lone one takes no more room than "1 more". */
export const toName = <Item>(items: readonly Item[]): readonly Item[] =>
	items.length > mostNames ? items.slice(0, mostNames - 1) : items;

/**
 * `alice`, `alice and bob`, `alice, bob, carol and 4 more`: names that are safe to show. `total`: how many there are, where
 * these are only those `toName`.
 */
export function nameList(names: readonly string[], total = names.length): string {
	const shown = toName(names);
	const more = total - shown.length;
	if (more > 0) return `${shown.join(', ')} and ${count(more)} more`;
	const last = shown.at(-1) ?? '';
	return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** The same of names that may repeat themselves, in an order that stays. */
export const sortedNames = (names: Iterable<string>): string => nameList([...new Set(names)].toSorted());
