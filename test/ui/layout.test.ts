import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {peerLayout, type Rect, type Size, serverLayout} from '../../source/ui/layout.ts';

/** The rectangles as a drawing: each filled with its letter. */
function draw(size: Size, rects: Readonly<Record<string, Rect | undefined>>): string[] {
	const cells = Array.from({length: size.rows}, () => Array.from({length: size.columns}, () => ' '));
	for (const [name, rect] of Object.entries(rects)) {
		if (rect === undefined) continue;
		for (let y = rect.y; y < rect.y + rect.height; y++) {
			for (let x = rect.x; x < rect.x + rect.width; x++) {
				const row = cells[y];
				if (row === undefined || x >= size.columns) throw new Error(`${name} reaches out of the screen`);
				if (row[x] !== ' ') throw new Error(`${name} lies over ${row[x]} at ${x},${y}`);
				row[x] = name;
			}
		}
	}
	return cells.map(row => row.join(''));
}

const server = {focus: 'peers', list: 'peers', table: 'peers', zoomed: false, notices: 0} as const;
const peer = {focus: 'menu', zoomed: false, sentence: 1} as const;

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

function drawPeer(size: Size, at: Parameters<typeof peerLayout>[1]): string[] {
	const {header, menuRow, panes, sentence, keys} = peerLayout(size, at);
	return draw(size, {
		h: header,
		r: menuRow,
		M: panes.menu,
		e: panes.me,
		R: panes.results,
		T: panes.transfers,
		W: panes.wire,
		D: panes.details,
		s: sentence,
		k: keys,
	});
}

/** Every row and column once: how a large drawing is divided. */
const outline = (rows: readonly string[]): string[] => {
	const short = rows.map(row => row.replace(/(.)\1*/g, (run, letter: string) => `${letter}${run.length} `).trim());
	return short.filter((row, index) => row !== short[index - 1]);
};

const sizes = fc.record({columns: fc.integer({min: 60, max: 300}), rows: fc.integer({min: 16, max: 100})});

describe('the layout of the server screen', () => {
	it('puts two columns of panes side by side from 100 columns on', () => {
		expect(outline(drawServer({columns: 100, rows: 30}, server))).toEqual([
			'h100',
			'j100',
			'P60 R40',
			'W66 D34',
			'k100',
		]);
	});

	it('stacks the focused table, the wire and the details in 80x24', () => {
		expect(outline(drawServer({columns: 80, rows: 24}, server))).toEqual(['h80', 'j80', 'P80', 'W80', 'D80', 'k80']);
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

	it('fills every size exactly, with no pane too low for its border and a row', () => {
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
					for (const pane of Object.values(serverLayout(size, at).panes)) expect(pane.height).toBeGreaterThanOrEqual(3);
				},
			),
		);
	});
});

describe('the layout of the peer screen', () => {
	it('puts menu and figures left of results and transfers in 100x30', () => {
		expect(outline(drawPeer({columns: 100, rows: 30}, peer))).toEqual([
			'h100',
			'M20 R53 D27',
			'e20 R53 D27',
			'e20 T80',
			'W100',
			's100',
			'k100',
		]);
	});

	it('makes the menu a row in 80x24', () => {
		expect(outline(drawPeer({columns: 80, rows: 24}, peer))).toEqual(['h80', 'r80', 'R80', 'T80', 'W80', 's80', 'k80']);
	});

	it('shows the wire instead of the transfers when it has the focus in the smallest terminal', () => {
		const small = {columns: 60, rows: 16};
		expect(outline(drawPeer(small, peer))).toEqual(['h60', 'r60', 'R60', 'T60', 's60', 'k60']);
		expect(outline(drawPeer(small, {...peer, focus: 'wire'}))).toEqual(['h60', 'r60', 'R60', 'W60', 's60', 'k60']);
	});

	it('fills every size exactly, with no pane too low for its border and a row', () => {
		const focuses = fc.constantFrom('menu', 'results', 'transfers', 'wire', 'details' as const);
		fc.assert(
			fc.property(sizes, focuses, fc.boolean(), fc.integer({min: 1, max: 5}), (size, focus, zoomed, wanted) => {
				const sentence = size.rows < 22 ? Math.min(wanted, 3) : wanted;
				const at = {focus, zoomed, sentence};
				expect(drawPeer(size, at).join('')).not.toContain(' ');
				for (const pane of Object.values(peerLayout(size, at).panes)) expect(pane.height).toBeGreaterThanOrEqual(3);
			}),
		);
	});
});
