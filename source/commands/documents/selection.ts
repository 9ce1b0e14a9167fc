/** Selections of RFCs: `2616 9110-9114 rfc791`. Pure. */
import {limits} from '../../protocol/message.ts';
import {rfcNumber} from '../../rfc/typed-number.ts';
import {sentence} from '../../text/failures.ts';
import {counted} from '../../text/quantity.ts';
import {UsageError} from '../line/command.ts';

/** Numbers from `first` to `last`, inclusive. */
export type Span = {readonly first: number; readonly last: number};

/** All possible numbers. */
export const everything: readonly Span[] = [{first: 1, last: limits.maxRfc}];

/** The number of an RFC in an operand: as people type it, or the name of a file, as `verify` prints it. */
export const operandNumber = (text: string): number | undefined => rfcNumber(text.replace(/\.txt$/i, ''));

const range = /^(.*\d)-(.*)$/;

/** Parses operands that are numbers or ranges, in the given order. Throws a `UsageError`. */
export const readSpans = (operands: readonly string[]): readonly Span[] => operands.map(readSpan);

function readSpan(text: string): Span {
	const [, from = text, to = from] = range.exec(text) ?? [];
	const first = operandNumber(from);
	const last = operandNumber(to);
	if (first === undefined || last === undefined) {
		const ranges = /^\d*$/.test(text) ? '' : ' A range is written 9110-9114; blanks separate several.';
		throw new UsageError(sentence({kind: 'rfc-invalid', value: text}) + ranges);
	}
	if (first > last) throw new UsageError(`"${text}" is not a range: write the lower number first, ${last}-${first}.`);
	return {first, last};
}

/** How many numbers there are, duplicates included. */
export const sizeOf = (spans: readonly Span[]): number =>
	spans.reduce((sum, {first, last}) => sum + last - first + 1, 0);

/** All numbers without duplicates, in the given order. For selections that fit in memory. */
export function numbersOf(spans: readonly Span[]): readonly number[] {
	const numbers = new Set<number>();
	for (const {first, last} of spans) {
		for (let rfc = first; rfc <= last; rfc++) numbers.add(rfc);
	}
	return [...numbers];
}

/** Whether a number is in a selection. */
export const covers = (spans: readonly Span[], rfc: number): boolean =>
	spans.some(({first, last}) => rfc >= first && rfc <= last);

/** The spans without the `found` numbers: sorted, disjoint and not adjacent. */
export function without(spans: readonly Span[], found: Iterable<number>): readonly Span[] {
	const gone = [...found].sort((one, other) => one - other);
	const left: Span[] = [];
	for (const span of joined(spans)) {
		let {first} = span;
		for (const rfc of gone) {
			if (rfc < first || rfc > span.last) continue;
			if (rfc > first) left.push({first, last: rfc - 1});
			first = rfc + 1;
		}
		if (first <= span.last) left.push({first, last: span.last});
	}
	return left;
}

/** The same numbers, sorted, in the fewest possible spans. */
function joined(spans: readonly Span[]): readonly Span[] {
	const result: Span[] = [];
	for (const {first, last} of [...spans].sort((one, other) => one.first - other.first)) {
		const before = result.at(-1);
		if (before && first <= before.last + 1) {
			result[result.length - 1] = {first: before.first, last: Math.max(before.last, last)};
		} else result.push({first, last});
	}
	return result;
}

const mostShown = 12;

/** `12, 14-20 and 3 ranges more`. */
export function spansText(spans: readonly Span[]): string {
	const shown = spans.slice(0, mostShown).map(({first, last}) => (first === last ? String(first) : `${first}-${last}`));
	const more = spans.length - shown.length;
	return shown.join(', ') + (more === 0 ? '' : ` and ${counted(more, 'range')} more`);
}
