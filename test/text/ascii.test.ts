import {describe, expect, it} from 'vitest';
import {toAscii} from '../../source/text/ascii.ts';
import {displayWidth} from '../../source/text/width.ts';
import {unstyled} from '../../source/ui/theme.ts';
import fc from '../helpers/properties.ts';

describe('an ellipsis in ASCII', () => {
	it.each([
		['at the end of a cell', '│ Hypertext Transf… ● up', '| Hypertext Trans.. * up'],
		['at the end of a pane', '│ Hypertext Transf…│', '| Hypertext Trans..|'],
		['before blanks', 'see 9110…   │', 'see 9110..  |'],
		['after a digit, which may be all of a number', 'see 9110… x', 'see 9110~ x'],
		['at the start of a cell', '│ …168.1.31:6001 │', '| ..68.1.31:6001 |'],
		['after the last word', 'Writing …  ', 'Writing..  '],
		['between words', 'Asking the index server … 3 s', 'Asking the index server.. 3 s'],
		['as the sign of a state', '  1 … waits ', '  1 . waits '],
		['beside colours', '\u001b[1mHyper\u001b[22m… x', '\u001b[1mHyper\u001b[22m~ x'],
	])('is not the end of a sentence: %s', (_, row, shown) => {
		expect(toAscii(row)).toBe(shown);
	});

	it('never changes the width of a row, nor an escape sequence in it', () => {
		const piece = fc.constantFrom('…', '…', ' ', '  ', '1', 'a', '.', '│', '中', '\u001b[1m', '\u001b[22m');
		fc.assert(
			fc.property(fc.array(piece), pieces => {
				const row = pieces.join('');
				const shown = toAscii(row);
				expect(displayWidth(unstyled(shown))).toBe(displayWidth(unstyled(row)));
				expect(shown.split('\u001b').length).toBe(row.split('\u001b').length);
				expect(unstyled(shown)).not.toContain('\u001b');
			}),
		);
	});
});
