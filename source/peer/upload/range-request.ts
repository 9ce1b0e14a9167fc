/** The Range field of a request (RFC 9110, section 14): which bytes of a file are requested. Pure. */
import type {Range} from '../disk/range-set.ts';

/** One requested range, before the length of the file is known. */
export type AskedRange =
	/** `bytes=first-last` or `bytes=first-`. */
	| {readonly kind: 'from'; readonly first: number; readonly last: number}
	/** `bytes=-count`: the end of the file. */
	| {readonly kind: 'end'; readonly count: number};

const bytesUnit = /^bytes[ \t]*=/i;
const rangeSpec = /^(\d*)-(\d*)$/;

const furthest = Number.MAX_SAFE_INTEGER;
/** Any number of digits is allowed: larger values are clamped to the largest safe integer. */
const position = (digits: string): number => Math.min(Number(digits), furthest);

/**
 * The single range in a Range field. Undefined where the field is to be ignored: it is absent or malformed, has
 * another unit, or several ranges (RFC 900003).
 */
export function parseRange(value: string | undefined): AskedRange | undefined {
	const unit = value === undefined ? undefined : bytesUnit.exec(value)?.[0];
	if (value === undefined || unit === undefined) return undefined;
	// Empty list members are ignored (RFC 9110, section 5.6.1.2).
	const specs = value
		.slice(unit.length)
		.split(',')
		.map(spec => spec.trim())
		.filter(spec => spec !== '');
	const [, first = '', last = ''] = (specs.length === 1 && rangeSpec.exec(specs[0] ?? '')) || [];
	if (first === '') return last === '' ? undefined : {kind: 'end', count: position(last)};
	const range = {kind: 'from', first: position(first), last: last === '' ? furthest : position(last)} as const;
	return range.last < range.first ? undefined : range;
}

/** Resolves a range against a file of `size` bytes. `whole`: there is nothing to take a part of. */
export function resolveRange(asked: AskedRange, size: number): Range | 'whole' | 'unsatisfiable' {
	if (asked.kind === 'end') {
		if (asked.count === 0) return 'unsatisfiable';
		return size === 0 ? 'whole' : {start: Math.max(0, size - asked.count), end: size};
	}
	return asked.first < size ? {start: asked.first, end: Math.min(asked.last + 1, size)} : 'unsatisfiable';
}
