import {describe, expect, it} from 'vitest';
import {hintAt, keyBar} from '../../../source/ui/kit/key-bar.ts';
import {serverLayout} from '../../../source/ui/layout/server.ts';
import {menuRow} from '../../../source/ui/panes/menu-pane.tsx';
import {hit, isInside, menuItemAt, stepsTo} from '../../../source/ui/pointer/hit.ts';
import {createTheme, unstyled} from '../../../source/ui/theme.ts';
import fc from '../../helpers/properties.ts';

const theme = createTheme({colour: false, unicode: true});

describe('what lies under a cell', () => {
	it('is the pane whose rectangle has it, and nothing outside of all', () => {
		fc.assert(
			fc.property(
				fc.nat(199),
				fc.nat(59),
				fc.integer({min: 60, max: 200}),
				fc.integer({min: 16, max: 60}),
				(x, y, columns, rows) => {
					const {panes} = serverLayout(
						{columns, rows},
						{focus: 'peers', list: 'peers', table: 'peers', zoomed: false, notices: 1},
					);
					const spot = hit(panes, {x, y});
					const inside = Object.values(panes).filter(rect => isInside({x, y}, rect));
					expect(inside.length).toBe(spot === undefined ? 0 : 1);
					if (spot?.line !== undefined) expect(spot.line).toBeLessThan((panes[spot.pane]?.height ?? 0) - 2);
				},
			),
		);
	});

	it('is the row of a table that is drawn there, told in steps from the cursor', () => {
		const drawn = {lines: ['titles', 'a', 'b', 'c'], view: {rows: ['a', 'b', 'c'], offset: 10, cursor: 11}};
		expect([0, 1, 2, 3, 4].map(line => stepsTo(drawn, line))).toEqual([undefined, -1, 0, 1, undefined]);
		expect(stepsTo(drawn, 2, 1)).toBe(-1);
		expect(stepsTo({lines: ['nothing here'], view: {rows: [], offset: 0, cursor: -1}}, 0)).toBeUndefined();
	});

	it('is the hint that is drawn there, at every width', () => {
		const hints = [
			{show: 'tab', label: 'pane'},
			{show: '↑↓', label: 'move'},
			{show: '/', label: 'filter'},
		];
		const last = {show: '?', label: 'more'};
		for (let width = 20; width < 60; width++) {
			const row = unstyled(keyBar(hints, {width, theme, last}));
			for (const hint of [...hints, last]) {
				const at = row.indexOf(`${hint.show} ${hint.label}`);
				const columns = Array.from(row, (_, column) => column).filter(
					column => hintAt(hints, {width, last, column}) === hint,
				);
				expect(columns[0] ?? -1).toBe(at);
			}
		}
	});

	it('is the operation of the menu whose words are drawn there', () => {
		for (const width of [60, 80, 99]) {
			const row = unstyled(menuRow(2, {width, focused: false, theme, tab: 'search'}));
			const items = [1, 2, 3, 4, 5, 6].map(digit => menuItemAt(row, row.indexOf(String(digit))));
			expect(items).toEqual([0, 1, 2, 3, 4, 5]);
			expect(menuItemAt(row, row.indexOf('Search'))).toBeUndefined();
		}
	});
});
