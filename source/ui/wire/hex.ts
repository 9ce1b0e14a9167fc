/** A hex dump: bytes as numbers and as text, side by side. Only visible rows are rendered. */
import type {Lines} from '../kit/lines.ts';

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** `0010  4f 4f 4b 55 50 …  OOKUP RFC 2616 P`: anything but printable ASCII is a dot. */
function hexRow(bytes: Uint8Array, from: number, each: number): string {
	const part = bytes.subarray(from, from + each);
	const numbers = [...part].map(byte => hex(byte, 2)).join(' ');
	const letters = [...part].map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
	return `${hex(from, 4)}  ${numbers.padEnd(3 * each - 1)}  ${letters}`;
}

/** The UTF-8 of a text in rows of 4, 8, 16 or 32 bytes, as many as fit into `width` cells. */
export function hexLines(text: string, width: number): Lines {
	const bytes = new TextEncoder().encode(text);
	const each = [32, 16, 8].find(count => 7 + 4 * count <= width) ?? 4;
	const count = Math.ceil(bytes.length / each);
	return {
		count,
		read: (offset, limit) =>
			Array.from({length: Math.max(0, Math.min(limit, count - offset))}, (_, row) =>
				hexRow(bytes, (offset + row) * each, each),
			),
	};
}
