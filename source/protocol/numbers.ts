/** Numbers on the wire, and their ranges (RFC 900001, section 3.4). */
import {limits} from './message.ts';

const digits = /^\d+$/;

/** Parses a decimal number, leading zeros allowed; undefined for anything else, and above the largest safe integer. */
export function decimal(text: string): number | undefined {
	if (!digits.test(text)) return undefined;
	const value = Number(text);
	return Number.isSafeInteger(value) ? value : undefined;
}

/** Parses a decimal number that only bounds something: a larger one than can be exact is the largest safe integer. */
export const bound = (text: string): number | undefined =>
	digits.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : undefined;

/** Whether a value is a number of bytes, records or the like: a whole one, 0 or more, and exact. */
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Whether a value can be the number of an RFC (RFC 900001, section 3.4). */
export const isRfcNumber = (value: unknown): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= limits.maxRfc;

/** Whether a value can be a TCP port that somebody listens on. */
export const isPort = (value: unknown): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= limits.maxPort;
