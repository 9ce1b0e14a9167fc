import {describe, expect, it} from 'vitest';
import {serverLayout} from '../../../source/ui/layout/server.ts';
import type {Size} from '../../../source/ui/layout.ts';
import fc from '../../helpers/properties.ts';
import {draw, moved, outline, sizes} from '../helpers/layout.ts';

const server = {focus: 'peers', list: 'peers', table: 'peers', zoomed: false, notices: 0} as const;

function drawServer(size: Size, at: Parameters<typeof serverLayout>[1]): string[] {
	const {header, join, panes, notices, keys} = serverLayout(size, at);
	return draw(size, {
		h: header,
		j: join,
		P: panes.peers,
		R: panes.rfcs,
		W: panes.wire,
		D: panes.details,
		n: notices,
		k: keys,
	});
}

describe('the layout of the server screen', () => {
	it('puts two columns of panes side by side from 100 columns on', () => {
		expect(outline(drawServer({columns: 100, rows: 30}, server))).toEqual([
			'h100',
			'j100',
			'P60 R40',
			'W66 D34',
			'n100',
			'k100',
		]);
	});

	it('stacks the focused table, the wire and the details in 80x24', () => {
		expect(outline(drawServer({columns: 80, rows: 24}, server))).toEqual([
			'h80',
			'j80',
			'P80',
			'W80',
			'D80',
			'n80',
			'k80',
		]);
		expect(outline(drawServer({columns: 80, rows: 24}, {...server, focus: 'rfcs', table: 'rfcs'}))[2]).toBe('R80');
	});

	it('shows one list and the details in the smallest terminal', () => {
		const small = {columns: 60, rows: 16};
		expect(outline(drawServer(small, {...server, focus: 'wire', list: 'wire'}))).toEqual([
			'h60',
			'j60',
			'W60',
			'D60',
			'k60',
		]);
		expect(outline(drawServer(small, {...server, focus: 'details', list: 'wire'}))[2]).toBe('W60');
	});

	it('gives sentences their rows from the panes, and the details the whole body when zoomed', () => {
		const rows = drawServer({columns: 80, rows: 24}, {...server, notices: 2, zoomed: true});
		expect(rows.filter(row => row.startsWith('n'))).toHaveLength(2);
		expect(rows.filter(row => row.startsWith('D'))).toHaveLength(19);
	});

	it('fills every size exactly, no pane too low for its border and a row, and none moves when sentences come and go', () => {
		const focuses = fc.constantFrom('peers', 'rfcs', 'wire', 'details' as const);
		const lists = fc.constantFrom('peers', 'rfcs', 'wire' as const);
		fc.assert(
			fc.property(
				sizes,
				focuses,
				lists,
				fc.boolean(),
				fc.integer({min: 0, max: 2}),
				(size, focus, list, zoomed, notices) => {
					const at = {focus, list, table: list === 'rfcs' ? 'rfcs' : 'peers', zoomed, notices} as const;
					expect(drawServer(size, at).join('')).not.toContain(' ');
					const {panes} = serverLayout(size, at);
					for (const pane of Object.values(panes)) expect(pane.height).toBeGreaterThanOrEqual(3);
					expect(moved(serverLayout(size, {...at, notices: 0}).panes, panes)).toEqual([]);
				},
			),
		);
	});
});
