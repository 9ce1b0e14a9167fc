/** Character widths of modern terminals: the emulator itself uses Unicode of 2010, without emoji. */
import type {IUnicodeVersionProvider} from '@xterm/headless';
import stringWidth from 'string-width';

const known = new Map<number, 0 | 1 | 2>();

function widthOf(code: number): 0 | 1 | 2 {
	const before = known.get(code);
	if (before !== undefined) return before;
	const width = Math.min(2, stringWidth(String.fromCodePoint(code)));
	const counted = width === 2 ? 2 : width === 1 ? 1 : 0;
	known.set(code, counted);
	return counted;
}

/** How the emulator packs the properties of a character: its width, and whether it joins the one before. */
const packed = (width: number, joins: boolean): number => (width << 1) | (joins ? 1 : 0);

const packedWidth = (properties: number): number => (properties >> 1) & 3;

export const modernWidths: IUnicodeVersionProvider = {
	version: 'modern',
	wcwidth: widthOf,
	charProperties(code, before) {
		const width = widthOf(code);
		const joins = width === 0 && before !== 0 && packedWidth(before) !== 0;
		return packed(joins ? packedWidth(before) : width, joins);
	},
};
