import {count} from './quantity.ts';

/** `alice`, `alice and bob`, `alice, bob and 3 more`: names that are safe to show, and how many more there are. */
export function nameList(names: readonly string[], more = 0): string {
	if (more > 0) return `${names.join(', ')} and ${count(more)} more`;
	const last = names.at(-1) ?? '';
	return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** In a sentence about something else. */
const mostNames = 3;

/** The same of names that may repeat themselves, in an order that stays: three at most. */
export function someNames(names: Iterable<string>): string {
	const all = [...new Set(names)].toSorted();
	return nameList(all.slice(0, mostNames), all.length - mostNames);
}
