/** Field lines of requests and responses, and the size limits of a head (RFC 900001, section 3). */
import type {Field} from './message.ts';

/** Bytes, excluding line ends. */
export type HeadLimits = {
	readonly startLine: number;
	readonly fieldLine: number;
	readonly head: number;
	readonly fields: number;
};

export const defaultHeadLimits: HeadLimits = {startLine: 1024, fieldLine: 8192, head: 16_384, fields: 64};

const space = 32;
const tab = 9;
const isBlank = (code: number): boolean => code === space || code === tab;

/** Removes trailing spaces and tabs. */
export function trimBlankEnd(text: string): string {
	let end = text.length;
	while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--;
	return text.slice(0, end);
}

function trimBlank(text: string): string {
	// One space before the value, as nearly everybody sends it, and nothing else that `trim` would remove.
	const trimmed = text.trim();
	if (trimmed.length === text.length - 1 && text.charCodeAt(0) === space) return trimmed;
	let start = 0;
	while (isBlank(text.charCodeAt(start))) start++;
	return trimBlankEnd(text.slice(start));
}

/**
 * Parses a field line without its line end. Undefined when it is folded, has no colon or name, or white space before
 * the colon.
 */
export function parseField(text: string): Field | undefined {
	const colon = text.indexOf(':');
	if (colon < 1 || isBlank(text.charCodeAt(0)) || isBlank(text.charCodeAt(colon - 1))) return undefined;
	return [text.slice(0, colon), trimBlank(text.slice(colon + 1))];
}

/** A head of up to this many bytes stays within every limit, whatever its lines are. */
export const mostRegularBytes = ({startLine, fieldLine, head}: HeadLimits): number =>
	Math.min(startLine, fieldLine, head);

/** A head with everything as it should be, as nearly all are: its first line, and its fields. */
export type RegularHead = {readonly start: string; readonly fields: readonly Field[]};

/** Takes a whole head apart. Undefined when a line is not a field, or there are more than `most`. */
export function regularHead(text: string, most: number): RegularHead | undefined {
	const lines = text.split('\r\n');
	// The last two are the blank line, and what follows it: nothing.
	const count = lines.length - 3;
	if (count > most) return undefined;
	const fields: Field[] = [];
	for (let at = 1; at <= count; at++) {
		const field = parseField(lines[at] ?? '');
		if (!field) return undefined;
		fields.push(field);
	}
	return {start: lines[0] ?? '', fields};
}
