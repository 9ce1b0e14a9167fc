import xterm from '@xterm/headless';
import {describe, expect, it} from 'vitest';
import lineUpdate from '../../scripts/build/quick/line-update.ts';
import {displayWidth} from '../../source/text/width.ts';
import {readCells} from '../helpers/cells.ts';
import fc from '../helpers/properties.ts';

const columns = 24;

/** The picture that a terminal shows after a text. */
async function picture(text: string): Promise<unknown> {
	const terminal = new xterm.Terminal({cols: columns, rows: 3, allowProposedApi: true, scrollback: 0});
	await new Promise<void>(resolve => terminal.write(text, resolve));
	// A cell that was never written looks like one with a blank.
	const cells = readCells(terminal).map(row => row.map(cell => ({...cell, text: cell.text || ' '})));
	terminal.dispose();
	return cells;
}

/** As Ink makes rows: each colour is ended, no blanks are at the end, and it is not wider than the screen. */
const row = fc
	.array(
		fc.record({
			text: fc.string({
				unit: fc.constantFrom('a', 'b', '1', '2', ' ', '│', '▸', '…', '漢'),
				minLength: 1,
				maxLength: 5,
			}),
			on: fc.constantFrom('', '1', '2', '7', '36', '1;33', '44', '38;5;24'),
		}),
		{maxLength: 4},
	)
	.filter(pieces => displayWidth(pieces.map(({text}) => text).join('')) <= columns)
	.map(pieces => {
		const ends: Readonly<Record<string, string>> = {'1': '22', '2': '22', '7': '27', '36': '39', '44': '49'};
		return pieces
			.map(({text, on}) => {
				if (on === '') return text;
				const end = on === '1;33' ? '22;39' : (ends[on] ?? '39');
				return `\u001b[${on}m${text}\u001b[${end}m`;
			})
			.join('')
			.trimEnd();
	});

describe('the update of a row', () => {
	it('makes one row into any other', async () => {
		await fc.assert(
			fc.asyncProperty(row, row, async (before, now) => {
				const updated = `first\r\n${before}\r\nlast\u001b[2;4H${lineUpdate(before, now, columns)}`;
				expect(await picture(updated)).toEqual(await picture(`first\r\n${now}\r\nlast`));
			}),
			{numRuns: 200},
		);
	});

	it('writes the cells that changed alone, wherever they are', () => {
		const update = lineUpdate('│  1234 A title of some words  12 │', '│  1235 A title of some words  13 │', 80);
		expect(update).toBe('\u001b[7G5\u001b[33G3');
		expect(lineUpdate('│ one ends here', '│ one', 80)).toBe('\u001b[7G\u001b[K');
	});

	it('fills a row to its very end', async () => {
		const [before, now] = ['a'.repeat(columns), `${'a'.repeat(columns - 1)}b`];
		expect(await picture(`${before}\r${lineUpdate(before, now, columns)}\nnext`)).toEqual(
			await picture(`${now}\r\nnext`.replace('\r', '')),
		);
	});
});
