import {describe, expect, it} from 'vitest';
import {plainTable} from '../../../source/commands/process/plain-table.ts';

describe('a table', () => {
	const columns = [
		{title: 'N', of: ({n}: {readonly n: number}) => String(n), align: 'right'},
		{title: 'TITLE', of: ({n}: {readonly n: number}) => 'word '.repeat(n).trim(), yields: true},
		{title: 'HOST', of: () => 'bob'},
	] as const;
	const rows = [{n: 1}, {n: 20}];

	it('is as wide as what is in it where nothing says how wide it may be', () => {
		expect(plainTable(columns, rows).split('\n')[2]).toBe(`20  ${'word '.repeat(20).trim()}  bob`);
	});

	it('fits a terminal as long as what yields has something to give', () => {
		const lines = plainTable(columns, rows, 50).split('\n');
		expect(lines[2]).toMatch(/^20 {2}word .*… {2}bob$/);
		expect(lines.map(line => line.length)).toEqual([50, 49, 49]);
		expect(plainTable(columns, rows, 5).split('\n')[1]).toBe(' 1  word                  bob');
	});
});
