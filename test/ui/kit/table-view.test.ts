import {describe, expect, it} from 'vitest';
import {
	arraySource,
	moveCursor,
	readTable,
	type TableAttention,
	tableAttention,
} from '../../../source/ui/kit/table-view.ts';
import fc from '../../helpers/properties.ts';

const source = (items: readonly string[]) => arraySource(items, {keyOf: item => item, textOf: item => item});
const read = (items: readonly string[], at: TableAttention<string>, height = 3) => readTable(source(items), at, height);

/** Moves the cursor of a table of strings. */
function moved(items: readonly string[], at: TableAttention<string>, by: number | 'first' | 'last', height = 3) {
	return moveCursor(at, read(items, at, height), {by, height, keyAt: index => items[index]});
}

const letters = [...'abcdefgh'];

describe('a table', () => {
	it('shows its first rows, with the cursor on the first, before anything is chosen', () => {
		expect(read(letters, tableAttention())).toMatchObject({rows: ['a', 'b', 'c'], offset: 0, cursor: 0, matching: 8});
	});

	it('scrolls when the cursor would leave it, and stays inside at both ends', () => {
		const third = moved(letters, moved(letters, tableAttention(), 1), 1);
		expect(read(letters, third)).toMatchObject({offset: 0, cursor: 2});
		expect(read(letters, moved(letters, third, 1))).toMatchObject({rows: ['b', 'c', 'd'], cursor: 3});
		expect(read(letters, moved(letters, third, 100))).toMatchObject({rows: ['f', 'g', 'h'], cursor: 7});
		expect(read(letters, moved(letters, third, -100))).toMatchObject({rows: ['a', 'b', 'c'], cursor: 0});
	});

	it('keeps the chosen thing on its row of the screen while others come before it', () => {
		const onC = moved(letters, tableAttention(), 2);
		const grown = ['0', '1', '2', '3', ...letters];
		expect(read(grown, onC)).toMatchObject({rows: ['a', 'b', 'c'], cursor: 6});
	});

	it('lets the next one take over when the chosen thing goes', () => {
		const onC = moved(letters, tableAttention(), 2);
		const view = read(
			letters.filter(letter => letter !== 'c'),
			onC,
		);
		expect(view.rows[view.cursor - view.offset]).toBe('d');
	});

	it('follows its last row as rows come', () => {
		expect(read(letters, tableAttention(true))).toMatchObject({rows: ['f', 'g', 'h'], cursor: 7});
		expect(read([...letters, 'i'], tableAttention(true))).toMatchObject({rows: ['g', 'h', 'i'], cursor: 8});
	});

	it('stops following at a move up, and follows again at the last row only when asked to', () => {
		const at = tableAttention(true);
		const view = read(letters, at);
		const up = moveCursor<string, string>(at, view, {by: -1, height: 3, keyAt: index => letters[index], tail: true});
		expect(up).toMatchObject({follows: false, key: 'g'});
		const last = moveCursor(up, read(letters, up), {by: 'last', height: 3, keyAt: index => letters[index], tail: true});
		expect(last.follows).toBe(true);
	});

	it('finds rows that have every word of a filter, without regard to case', () => {
		const titles = ['HTTP Semantics', 'HTTP Caching', 'TCP'];
		expect(read(titles, {...tableAttention(), filter: 'http c'}).rows).toEqual(['HTTP Semantics', 'HTTP Caching']);
		expect(read(titles, {...tableAttention(), filter: 'tp ca'}).rows).toEqual(['HTTP Caching']);
		expect(read(titles, {...tableAttention(), filter: 'x'})).toMatchObject({rows: [], cursor: -1, total: 3});
	});

	it('never asks for more rows than it shows, and always has its cursor among them', () => {
		const attention = fc.record({
			filter: fc.constantFrom('', 'a', '1'),
			index: fc.nat(300),
			row: fc.nat(60),
			follows: fc.boolean(),
		});
		fc.assert(
			fc.property(
				fc.array(fc.string({maxLength: 3})),
				attention,
				fc.integer({min: 0, max: 40}),
				(items, at, height) => {
					let most = 0;
					const counted = source(items);
					const view = readTable<string, string>(
						query => {
							most = Math.max(most, query.limit);
							return counted(query);
						},
						at,
						height,
					);
					expect(most).toBeLessThanOrEqual(height);
					expect(view.rows.length).toBe(Math.min(height, view.matching));
					if (view.matching > 0 && height > 0) {
						expect(view.cursor).toBeGreaterThanOrEqual(view.offset);
						expect(view.cursor).toBeLessThan(view.offset + view.rows.length);
					}
				},
			),
		);
	});
});
