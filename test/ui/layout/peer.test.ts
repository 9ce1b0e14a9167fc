import {describe, expect, it} from 'vitest';
import {peerLayout, peerTabs} from '../../../source/ui/layout/peer.ts';
import type {Size} from '../../../source/ui/layout.ts';
import {mostWords} from '../../../source/ui/peer/peer-words.ts';
import fc from '../../helpers/properties.ts';
import {draw, moved, outline} from '../helpers/layout.ts';

const peer = {tab: 'search', focus: 'menu', zoomed: false, sentence: 1, transfers: 9} as const;

function drawPeer(size: Size, at: Parameters<typeof peerLayout>[1]): string[] {
	const {header, menuRow, panes, sentence, keys} = peerLayout(size, at);
	return draw(size, {
		h: header,
		r: menuRow,
		M: panes.menu,
		e: panes.me,
		R: panes.results,
		L: panes.library,
		N: panes.network,
		T: panes.transfers,
		W: panes.wire,
		D: panes.details,
		s: sentence,
		k: keys,
	});
}

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

	it('shows one pane at a time in the smallest terminal, that of the tab unless another has the focus', () => {
		const least = {columns: 30, rows: 8};
		expect(outline(drawPeer(least, peer))).toEqual(['h30', 'r30', 'R30', 's30', 'k30']);
		expect(outline(drawPeer(least, {...peer, focus: 'transfers'}))).toEqual(['h30', 'r30', 'T30', 's30', 'k30']);
		expect(outline(drawPeer(least, {...peer, tab: 'library'}))).toEqual(['h30', 'r30', 'L30', 's30', 'k30']);
	});

	it('shows the wire instead of the transfers when it has the focus in a small terminal', () => {
		const small = {columns: 60, rows: 16};
		expect(outline(drawPeer(small, peer))).toEqual(['h60', 'r60', 'R60', 'T60', 's60', 'k60']);
		expect(outline(drawPeer(small, {...peer, focus: 'wire'}))).toEqual(['h60', 'r60', 'R60', 'W60', 's60', 'k60']);
	});

	it('leaves the lowest pane a row below the longest sentence in a wide and low terminal', () => {
		const {panes} = peerLayout({columns: 200, rows: 22}, {...peer, sentence: mostWords(22)});
		expect(panes.wire?.height).toBe(3);
	});

	it('fills every size exactly, no pane too low for its border and a row, and none moves when sentences come and go', () => {
		const focuses = fc.constantFrom('menu', 'results', 'library', 'network', 'transfers', 'wire', 'details' as const);
		const sizes = fc.record({columns: fc.integer({min: 30, max: 300}), rows: fc.integer({min: 8, max: 100})});
		const tabs = fc.constantFrom(...peerTabs);
		fc.assert(
			fc.property(
				sizes,
				tabs,
				focuses,
				fc.boolean(),
				fc.integer({min: 0, max: 5}),
				fc.nat({max: 20}),
				(size, tab, focus, zoomed, wanted, transfers) => {
					const sentence = Math.min(wanted, mostWords(size.rows));
					const at = {tab, focus, zoomed, sentence, transfers};
					expect(drawPeer(size, at).join('')).not.toContain(' ');
					const {panes} = peerLayout(size, at);
					for (const pane of Object.values(panes)) expect(pane.height).toBeGreaterThanOrEqual(3);
					expect(moved(peerLayout(size, {...at, sentence: 0}).panes, panes)).toEqual([]);
				},
			),
		);
	});
});
