import type {ReactElement} from 'react';
import {describe, expect, it} from 'vitest';
import {displayWidth} from '../../../source/text/width.ts';
import {peerTabs} from '../../../source/ui/layout/peer.ts';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {ServerApp} from '../../../source/ui/server/server-app.tsx';
import fc from '../../helpers/properties.ts';
import {busyPeer, FakeIndex, FakePeer} from '../helpers/fake-peer.ts';
import {busyServer, noon, peerRow, record} from '../helpers/fake-server.ts';
import {key, type Stage, stage, theme, until} from '../helpers/stage.ts';

/** Spacing marks and unassigned characters: Ink counts a cluster of them differently from one version to the next. */
const unsettled = /[\p{Mc}\p{Cn}\u0d4e\u0e33\u0eb3]/gu;
/** What borders are made of, which are counted. */
const borders = /[\u2500-\u257f]/gu;
const text = (unit: 'grapheme' | 'binary') =>
	fc.string({unit, maxLength: 60}).map(one => one.replace(unsettled, '').replace(borders, ''));

const titles = fc.oneof(
	text('grapheme'),
	text('binary'),
	fc.constantFrom(
		'トランスミッション制御プロトコル',
		'👩‍👩‍👧‍👦 family',
		'e\u0301\u0301\u0301\u0301\u0301\u0301',
		'🇩🇪🇫🇷',
		'ﷺ'.repeat(20),
	),
);
const sizes = fc.record({columns: fc.integer({min: 60, max: 200}), rows: fc.integer({min: 16, max: 60})});
const peerSizes = fc.record({columns: fc.integer({min: 30, max: 200}), rows: fc.integer({min: 8, max: 60})});

/** No row wider than the terminal, no row too many, and every border that opens also closes. */
function expectWhole(screen: Stage, {columns, rows}: {columns: number; rows: number}): void {
	const lines = screen.rows();
	expect(lines).toHaveLength(rows);
	for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
	// A box over the others hides some of their corners and sides.
	if (/─ (?:Keys|Sure\?) ─/.test(screen.text())) return;
	const corners = (corner: string): number => screen.text().split(corner).length - 1;
	expect([corners('╮'), corners('╰'), corners('╯')]).toEqual(Array.from({length: 3}, () => corners('╭')));
	for (const line of lines.filter(row => row.startsWith('│'))) {
		expect(displayWidth(line)).toBe(columns);
		expect(line).toMatch(/[│╮╯]$/);
	}
}

async function everywhere(
	tree: ReactElement,
	size: {columns: number; rows: number},
	keys: readonly string[],
): Promise<void> {
	const screen = await stage(tree, size.columns, size.rows);
	try {
		expectWhole(screen, size);
		for (const one of keys) {
			await screen.type(one);
			expectWhole(screen, size);
		}
	} finally {
		screen.unmount();
	}
}

const quit = (): void => {};

describe('every frame', () => {
	it('of the server fits its terminal, whatever strangers call themselves', async () => {
		await fc.assert(
			fc.asyncProperty(sizes, titles, async (size, title) => {
				const server = busyServer();
				server.peerRows = [peerRow(title), ...server.peerRows];
				server.rfcRows = [{rfc: 2_147_483_647, title, holders: 100_000, versions: 99}, ...server.rfcRows];
				server.wire.add({time: noon, direction: 'received', party: title, summary: title, bytes: 1e9, text: title});
				server.more = {
					notices: [{kind: 'unreachable', host: title, address: title, port: 1, rfcs: 1, because: 'silent'}],
				};
				const tree = <ServerApp server={server} theme={theme} clock={() => noon} quit={quit} />;
				await everywhere(tree, size, ['2', '3', key.enter, key.esc, '/', 'x', key.esc, '?', key.esc, 'q']);
			}),
			{numRuns: 8},
		);
	});

	it('of the peer fits its terminal, whatever strangers call themselves', async () => {
		await fc.assert(
			fc.asyncProperty(peerSizes, titles, async (size, title) => {
				const peer = busyPeer();
				const odd = {title, address: title, size: 2 ** 50, digest: title, modified: title};
				peer.records = [
					record(2_147_483_647, title, odd),
					record(2_147_483_647, 'x', {digest: 'y', size: 7}),
					...peer.records,
				];
				const rest = {rate: 2 ** 50, failure: {kind: 'peer-lacks', rfc: 1, from: title}} as const;
				const sources = (['sending', 'dropped'] as const).map(state => ({
					...{host: title, address: title, port: 65_535, bytes: 2 ** 50, state},
					...rest,
				}));
				peer.change({
					name: title,
					server: title,
					wanted: [2_147_483_647],
					downloads: peer
						.facts()
						.downloads.map(one => ({...one, title, source: {...one.source, host: title}, sources})),
				});
				peer.text = `${title}\n${'='.repeat(300)}\n${title}`;
				const tree = <PeerApp peer={peer} theme={theme} clock={() => noon} quit={quit} />;
				const keys = ['4', key.down, '/', 'x', key.esc, '1', key.esc, '2', key.enter, key.esc, key.esc, '?', key.esc];
				const holders = ['g', 'i', key.down, ' ', key.esc, ' '];
				await everywhere(tree, size, [...keys, ...holders, key.tab, key.down, key.enter, key.esc, 'q']);
			}),
			{numRuns: 8},
		);
	});

	it.each(peerTabs)('of the %s tab fits every size from 30x8 to 300x100', async tab => {
		const peer = busyPeer();
		peer.live = new FakeIndex(Array.from({length: 60}, (_, at) => record(2600 + at, 'alice')));
		const screen = await stage(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={quit} />, 300, 100);
		try {
			for (let at = peerTabs.indexOf(tab); at > 0; at--) await screen.type(']');
			await screen.type(key.tab);
			for (const rows of [100, 36, 24, 16, 12, 8]) {
				for (const columns of [300, 129, 130, 100, 99, 80, 60, 40, 30]) {
					screen.resize(columns, rows);
					await until(
						() => screen.rows().length === rows && Math.max(...screen.rows().map(displayWidth)) === columns,
						() => `Not drawn at ${columns}x${rows}:\n${screen.text()}`,
					);
					expectWhole(screen, {columns, rows});
					if (columns >= 40) expect(screen.text()).toMatch(/1 ?Add/);
				}
			}
		} finally {
			screen.unmount();
		}
	});

	it('is the same after the terminal changed its size many times as after a fresh start', async () => {
		const draw = (): ReactElement => <PeerApp peer={busyPeer()} theme={theme} clock={() => noon} quit={quit} />;
		const dragged = await stage(draw(), 200, 60);
		for (let step = 0; step <= 40; step++) dragged.resize(200 - step * 4, 60 - step);
		const fresh = await stage(draw(), 40, 20);
		await until(
			() => dragged.text() === fresh.text(),
			() => `${dragged.text()}\nis not\n${fresh.text()}`,
		);
		dragged.unmount();
		fresh.unmount();
	});

	it('marks the words of an empty list that has no room for all of them', async () => {
		const screen = await stage(
			<PeerApp peer={new FakePeer()} theme={theme} clock={() => noon} quit={() => {}} />,
			40,
			12,
		);
		try {
			await screen.shows(/│ {2}Nothing asked yet: (?:.*\n)+?│ .*… *│\n╰/);
		} finally {
			screen.unmount();
		}
	});

	it('without room for the details gives their keys back to the list', async () => {
		const screen = await stage(<PeerApp peer={busyPeer()} theme={theme} clock={() => noon} quit={quit} />, 120, 36);
		await screen.type(key.tab, key.tab, key.tab, key.tab);
		await screen.shows('n N next, previous');
		screen.resize(80, 24);
		await screen.hides('n N next, previous');
		screen.unmount();
	});

	it('below 30x8 forgets nothing of a document that is being read', async () => {
		const peer = busyPeer();
		peer.text = `RFC 1945\n\n${'A line of words.\n'.repeat(40)}The needle.\n`;
		const screen = await stage(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />, 80, 24);
		await screen.type(']', key.enter);
		await screen.shows('RFC 1945: Title of 1945');
		await screen.type('/', 'needle');
		await screen.shows('1 of 1');
		screen.resize(29, 24);
		await screen.shows('29x24 is too small');
		await screen.type('x');
		screen.resize(80, 24);
		await screen.shows('Search: needle');
		await screen.shows('1 of 1');
		await screen.type(key.esc);
		await screen.hides('Search: needle');
		await screen.shows('A line of words.');
		screen.unmount();
	});

	it('below 30x8 keeps what was typed into the list of commands, and forgets it once that is closed', async () => {
		const screen = await stage(<PeerApp peer={busyPeer()} theme={theme} clock={() => noon} quit={() => {}} />, 80, 24);
		await screen.type(':', 'tra', key.down);
		await screen.shows('transfers');
		const before = screen.text();
		screen.resize(29, 24);
		await screen.shows('29x24 is too small');
		screen.resize(80, 24);
		await screen.hides('too small');
		expect(screen.text()).toBe(before);
		await screen.type(key.esc, ':');
		await screen.shows('─ Commands ─');
		await screen.hides(': tra');
		screen.unmount();
	});

	it('below 30x8 only asks for more room, hears nothing but Ctrl-C, and comes back as it was', async () => {
		let left = 0;
		const peer = busyPeer();
		const tree = (
			<PeerApp
				peer={peer}
				theme={theme}
				clock={() => noon}
				quit={() => {
					left++;
				}}
			/>
		);
		const screen = await stage(tree, 29, 15);
		await screen.shows('29x15 is too small:');
		await screen.shows('needs 30x8.');
		await screen.hides('Menu');
		await screen.type('q', '3', 'x');
		screen.resize(80, 24);
		await screen.shows('3 Lookup');
		await screen.hides('RFC number to look up');
		screen.resize(40, 12);
		await screen.shows('bob  ● joined  ● :6002');
		screen.resize(20, 3);
		await screen.shows('20x3 is too small');
		await screen.type(key.ctrlC, key.ctrlC);
		await until(
			() => left > 0,
			() => screen.text(),
		);
		screen.unmount();
	});
});
