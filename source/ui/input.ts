/** What a person may type into the fields: numbers, names, titles, ports (ranges as in PROTOCOL.md 1). */
import type {Failure} from '../text/failures.ts';
import {printable} from '../text/printable.ts';

const highestRfc = 2 ** 31 - 1;
const longestName = 255;
const longestTitle = 1024;

/** The highest port of TCP (RFC 9293, section 3.1). */
export const highestPort = 65_535;

/** The number of an RFC, also as `RFC 2616` or with leading zeros; undefined for any other text. */
export function rfcNumber(text: string): number | undefined {
	const digits = /^\s*(?:rfc[\s-]*)?0*(\d{1,10})\s*$/i.exec(text)?.[1];
	const value = digits === undefined ? 0 : Number(digits);
	return value >= 1 && value <= highestRfc ? value : undefined;
}

/** Whether the text can be a title: not empty, and no longer than a record allows. */
export const isTitle = (text: string): boolean => text !== '' && text.length <= longestTitle;

/** Why the text cannot be a peer's name; undefined when it can. */
export function wrongName(name: string): Extract<Failure, {readonly kind: 'name-invalid'}>['cause'] | undefined {
	if (name === '') return 'empty';
	if (/\s/.test(name)) return 'spaces';
	if (printable(name) !== name) return 'unprintable';
	return name.length > longestName ? 'too-long' : undefined;
}

/** A port to listen on, 0 for any; undefined for any other text. */
export function listenPort(text: string): number | undefined {
	const port = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : highestPort + 1;
	return port <= highestPort ? port : undefined;
}
