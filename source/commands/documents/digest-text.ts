/**
 * Converts SHA-256 digests between the form in the index, `sha-256=:base64:` (RFC 9530), and the hexadecimal one of
 * people and sha256sum.
 */
import {digestFrom, digestOf} from '../../protocol/values.ts';

const hexPattern = /^(?:sha-?256[:=])?([0-9a-f]{64})$/i;

/** Parses a digest in either form, to the form in the index; undefined for anything else. */
export function parseDigest(text: string): string | undefined {
	const hex = hexPattern.exec(text.trim())?.[1];
	return hex === undefined ? digestOf(text.trim()) : digestOfHex(hex);
}

/** A digest from 64 hexadecimal digits of either case. */
export const digestOfHex = (hex: string): string => digestFrom(Buffer.from(hex, 'hex').toString('base64'));

/** A digest as 64 hexadecimal digits in lower case. */
export const hexOfDigest = (digest: string): string =>
	Buffer.from(digest.slice('sha-256=:'.length, -1), 'base64').toString('hex');
