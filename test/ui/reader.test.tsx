import {afterEach, describe, expect, it} from 'vitest';
import {Reader} from '../../source/ui/reader.tsx';
import {litRow, matchingRows, nextMatch, readerRows} from '../../source/ui/reader-text.ts';
import {key, type Stage, stage, theme, until} from './helpers/stage.ts';

const lines = Array.from({length: 200}, (_, index) =>
	index % 50 === 7 ? `The needle of line ${index}` : `Line ${index}`,
);

let shown: Stage | undefined;
let closed = 0;

async function open(text = lines.join('\n')): Promise<Stage> {
	closed = 0;
	const close = (): void => {
		closed++;
	};
	const size = {columns: 80, rows: 24};
	shown = await stage(
		<Reader size={size} title="RFC 1: A title" text={text} active close={close} interrupt={close} />,
		80,
		24,
	);
	return shown;
}

afterEach(() => shown?.unmount());

describe('the reader', () => {
	it('scrolls by lines, pages, and to both ends, and tells how far it is', async () => {
		const screen = await open();
		await screen.shows('RFC 1: A title');
		await screen.shows('Line 0 ');
		await screen.type(key.down, 'j');
		await screen.hides('Line 1 ');
		await screen.type(key.pageDown);
		await screen.shows('Line 22 ');
		await screen.type('G');
		await screen.shows('Line 199');
		await screen.shows('100 %');
		await screen.type('g');
		await screen.shows('Line 0 ');
	});

	it('finds while it is typed, goes from match to match and around the end, and forgets at Esc', async () => {
		const screen = await open();
		await screen.type('/', 'needle');
		await screen.shows('1 of 4 rows match');
		await screen.type(key.enter, 'n');
		await screen.shows('2 of 4 rows match');
		await screen.shows('needle of line 57');
		await screen.type('N', 'N');
		await screen.shows('4 of 4 rows match');
		expect(screen.raw()).toContain(theme.paint('cursor', 'needle'));
		await screen.type(key.esc);
		await screen.hides('rows match');
		expect(closed).toBe(0);
		await screen.type(key.esc);
		await until(
			() => closed === 1,
			() => screen.text(),
		);
	});

	it('says that nothing matches', async () => {
		const screen = await open();
		await screen.type('/', 'zzz');
		await screen.shows('nothing matches `zzz` (Esc clears)');
	});

	it('closes at q, also while a search is lit', async () => {
		const screen = await open();
		await screen.type('/', 'needle', key.enter, 'q');
		await until(
			() => closed === 1,
			() => screen.text(),
		);
	});

	it('shows its keys and runs them', async () => {
		const screen = await open();
		await screen.type('?', 'last', key.enter);
		await screen.shows('Line 199');
	});
});

describe('the text of a document', () => {
	it('is safe to show, broken where it is too wide, and loses no line', () => {
		const rows = readerRows('ab\u001b[31m\n\n0123456789\u000cnext page', 6);
		expect(rows.join('\n')).not.toContain('\u001b');
		expect(rows).toContain('012345');
		expect(rows).toContain('6789');
		expect(rows).toContain('next p');
	});

	it('is searched without regard to case, and lit as it is written', () => {
		expect(matchingRows(['An RFC', 'none', 'rfc'], 'Rfc')).toEqual([0, 2]);
		expect(matchingRows(['a'], '')).toEqual([]);
		expect(litRow('An RFC.', 'rfc', theme)).toBe(`An ${theme.paint('cursor', 'RFC')}.`);
		expect(litRow('a+b', '+', theme)).toBe(`a${theme.paint('cursor', '+')}b`);
	});

	it('has its matches in a ring', () => {
		expect([nextMatch([3, 9], 3, 1), nextMatch([3, 9], 9, 1), nextMatch([3, 9], 3, -1), nextMatch([], 1, 1)]).toEqual([
			9,
			3,
			9,
			undefined,
		]);
	});
});
