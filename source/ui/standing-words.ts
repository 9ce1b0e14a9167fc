/** The standing of an RFC in words: for a column, for a line, and for a number that was never issued. Pure. */
import type {Standing} from '../rfc/standing.ts';
import type {Failure} from '../text/failures.ts';
import {toName} from '../text/name-list.ts';
import {printable} from '../text/printable.ts';
import type {Part} from './kit/spread.ts';

/** The latest of the numbers, which are sorted: that is the one to read. */
const newest = (numbers: readonly number[]): number => numbers.at(-1) ?? 0;

/** `RFC 9110`, `RFC 7230, 7231 and 3 more`. */
function rfcList(numbers: readonly number[]): string {
	const shown = toName(numbers);
	const more = numbers.length - shown.length;
	return `RFC ${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

/** For a column of at least 13 cells: `✗ see 9110`, `✗ historic`, `Standard`; empty when nothing is known. */
export function shortStanding({obsoletedBy, status}: Standing): Part {
	if (obsoletedBy.length > 0) {
		return {text: `✗ see ${newest(obsoletedBy)}${obsoletedBy.length > 1 ? '…' : ''}`, tone: 'bad'};
	}
	if (status === 'Historic') return {text: '✗ historic', tone: 'bad'};
	return {text: shortStatus.get(status ?? '') ?? '', tone: 'dim'};
}

/** A category can be any text in a document, so this is a Map: an object would have a `constructor`. */
const shortStatus: ReadonlyMap<string, string> = new Map([
	['Internet Standard', 'standard'],
	['Draft Standard', 'draft std'],
	['Proposed Standard', 'proposed std'],
	['Best Current Practice', 'best practice'],
	['Informational', 'informational'],
	['Experimental', 'experimental'],
	['Standards Track', 'std track'],
]);

/** For a line, the most important first: `✗ obsoleted by RFC 9110`, `1999, Proposed Standard`, `updates RFC 793`. */
export function standingParts(standing: Standing): readonly Part[] {
	const {obsoletedBy, updatedBy, obsoletes, updates, status, year} = standing;
	const about = [...(year === undefined ? [] : [String(year)]), ...(status === undefined ? [] : [printable(status)])];
	const told = (label: string, numbers: readonly number[]): Part[] =>
		numbers.length === 0 ? [] : [{text: `${label} ${rfcList(numbers)}`}];
	return [
		...told('✗ obsoleted by', obsoletedBy).map((part): Part => ({...part, tone: 'bad'})),
		...(about.length === 0 ? [] : [{text: about.join(', ')}]),
		...told('updated by', updatedBy),
		...told('obsoletes', obsoletes),
		...told('updates', updates),
	];
}

/** The sources of a standing, for parentheses: `index of 2020-05-18 and the documents here`. */
export function standingSource({from, indexDate}: Standing): string {
	const index = indexDate === undefined ? 'rfc-index.txt' : `rfc-index.txt of ${indexDate}`;
	const sources = [...(from.index ? [index] : []), ...(from.heads ? ['the heads of your documents'] : [])];
	return sources.join(' and ');
}

/** Why nobody will ever share an RFC, according to the official index; undefined when somebody may. */
export function neverShared({rfc, issue, indexDate}: Standing): Failure | undefined {
	if (issue === 'no-text') return {kind: 'no-text', rfc};
	if (issue !== 'not-issued') return undefined;
	return {kind: 'not-issued', rfc, ...(indexDate === undefined ? {} : {indexDate})};
}
