import xterm from '@xterm/headless';
import {describe, expect, it} from 'vitest';
import {squeeze} from '../../source/ui/lean-output.ts';
import {readCells} from '../helpers/cells.ts';
import fc from '../helpers/properties.ts';

/** The picture that a terminal shows after a text, with where its cursor is. */
async function picture(text: string): Promise<unknown> {
	const terminal = new xterm.Terminal({cols: 20, rows: 6, allowProposedApi: true, scrollback: 0});
	await new Promise<void>(resolve => terminal.write(text, resolve));
	const {cursorX, cursorY} = terminal.buffer.active;
	const cells = readCells(terminal);
	terminal.dispose();
	return {cells, cursorX, cursorY};
}

const codes = [
	'1',
	'2',
	'22',
	'7',
	'27',
	'4',
	'24',
	'31',
	'36',
	'39',
	'90',
	'41',
	'49',
	'1;33',
	'22;39',
	'0',
	'38;5;24',
];
const piece = fc.oneof(
	{weight: 4, arbitrary: fc.constantFrom(...codes).map(code => `\u001b[${code}m`)},
	{weight: 2, arbitrary: fc.constantFrom('ab', ' ', '│', '\r\n', '\u001b[E', '\u001b[2A', '\u001b[5G', '\u001b[K')},
);

describe('what is written to a terminal', () => {
	it('is the same picture in no more bytes', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(piece, {maxLength: 40}), async pieces => {
				const text = pieces.join('');
				const squeezed = squeeze(text);
				expect(squeezed.length).toBeLessThanOrEqual(text.length);
				expect(await picture(`${squeezed}x`)).toEqual(await picture(`${text}x`));
			}),
			{numRuns: 300},
		);
	});

	it('has one sequence where colours were gone through again, and where lines were stepped over', () => {
		expect(squeeze('\u001b[2m\u001b[22m\u001b[36m\u001b[39m\u001b[2mtext')).toBe('\u001b[22;39;2mtext');
		expect(squeeze('a\u001b[E\u001b[E\u001b[Eb\u001b[Ec')).toBe('a\u001b[3Eb\u001b[Ec');
	});
});
