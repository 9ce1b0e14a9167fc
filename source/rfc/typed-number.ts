import {largestNumber} from './file-name.ts';

/** The number of an RFC as people type it, also as `RFC 2616` or with leading zeros; undefined for any other text. */
export function rfcNumber(text: string): number | undefined {
	const digits = /^\s*(?:rfc[\s-]*)?0*(\d{1,10})\s*$/i.exec(text)?.[1];
	const value = digits === undefined ? 0 : Number(digits);
	return value >= 1 && value <= largestNumber ? value : undefined;
}
