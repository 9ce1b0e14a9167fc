/** The server's screen in every size that it is drawn in. */

import {describe, expect, it} from 'vitest';
import {displayWidth} from '../../../source/text/width.ts';
import {ServerApp} from '../../../source/ui/server/server-app.tsx';
import fc from '../../helpers/properties.ts';
import {busyServer, type FakeServer, noon, peerRow} from '../helpers/fake-server.ts';
import {key, type Stage, stage, theme} from '../helpers/stage.ts';

type Size = {readonly columns: number; readonly rows: number};

/**
 * No row wider than the terminal, none too many, and every border that opens also closes where nothing lies over it.
 */
function expectWhole(screen: Stage, {columns, rows}: Size, what: string): void {
	const lines = screen.rows();
	const explain = `${columns}x${rows} after ${what}:\n${screen.text()}`;
	expect(lines.length, explain).toBe(rows);
	for (const line of lines) expect(displayWidth(line), explain).toBeLessThanOrEqual(columns);
	if (/─ (?:Keys|Sure\?) ─/.test(screen.text())) return;
	const corners = (corner: string): number => screen.text().split(corner).length - 1;
	for (const corner of '╮╰╯') expect(corners(corner), explain).toBe(corners('╭'));
	for (const line of lines.filter(row => row.startsWith('│'))) {
		expect(displayWidth(line), explain).toBe(columns);
		expect(line, explain).toMatch(/[│╮╯]$/);
	}
}

function crowded(): FakeServer {
	const server = busyServer(300);
	const [alice] = server.peerRows;
	server.holders.set(2000, ['alice', 'bob']);
	const address = '2001:db8:1111:2222:3333:4444:5555:6666';
	server.peerRows = [
		peerRow('a-name-that-is-quite-long-トランスミッション', {
			address,
			port: 65_535,
			os: 'Linux 6.18.0-generic x86_64',
			rfcs: 123_456,
		}),
		...server.peerRows,
	];
	server.rfcRows = [
		{rfc: 2_147_483_647, title: 'x'.repeat(300), holders: 1_000_000, versions: 1000},
		...server.rfcRows,
	];
	server.more = {
		notices: [{kind: 'unreachable', host: 'erin', address, port: 6005, rfcs: 5, because: 'silent'}],
		rates: Array.from({length: 30}, (_, second) => second * 4321),
		byteRates: Array.from({length: 30}, (_, second) => second * 2 ** 40),
		records: 12_345_678,
	};
	expect(alice?.key).toBe('alice');
	return server;
}

const journey = [
	's',
	'S',
	'i',
	key.esc,
	key.down,
	key.enter,
	'd',
	'n',
	'2',
	's',
	key.enter,
	'/',
	'7',
	key.enter,
	key.esc,
];
const farther = [key.esc, key.esc, '3', '4', 'G', '1', 'c', '?', key.esc, 'q', key.esc, key.tab, key.tab];

async function travel(size: Size, keys: readonly string[]): Promise<void> {
	const tree = <ServerApp server={crowded()} theme={theme} clock={() => noon} quit={() => {}} />;
	const screen = await stage(tree, size.columns, size.rows);
	try {
		expectWhole(screen, size, 'the start');
		for (const [at, one] of keys.entries()) {
			await screen.type(one);
			expectWhole(screen, size, keys.slice(0, at + 1).join(' '));
		}
	} finally {
		screen.unmount();
	}
}

describe('the server screen', () => {
	it.each([
		[30, 8],
		[40, 12],
		[56, 14],
		[60, 16],
		[80, 24],
		[100, 12],
		[100, 30],
		[300, 100],
	])('at %i x %i is whole wherever its keys lead', async (columns, rows) => {
		await travel({columns, rows}, [...journey, ...farther]);
	});

	it('is whole at any size', async () => {
		const sizes = fc.record({columns: fc.integer({min: 30, max: 300}), rows: fc.integer({min: 8, max: 100})});
		await fc.assert(
			fc.asyncProperty(sizes, size => travel(size, ['s', key.enter, key.esc, '3', '4'])),
			{numRuns: 12},
		);
	});

	it('lets one list and its details be reached by their digits where only one has room', async () => {
		const screen = await stage(
			<ServerApp server={busyServer()} theme={theme} clock={() => noon} quit={() => {}} />,
			30,
			8,
		);
		await screen.shows('1 Peers');
		await screen.hides('2 RFCs');
		await screen.type('2');
		await screen.shows('2000 Docum');
		await screen.hides('1 Peers');
		await screen.type('4');
		await screen.shows('RFC 2000 Document 2000');
		await screen.type('1', key.down, 'i');
		await screen.shows('bob at');
		screen.resize(29, 8);
		await screen.shows('29x8 is too small');
		screen.resize(80, 24);
		await screen.shows('bob at 192.168.1.32:6002');
		screen.unmount();
	});

	it('keeps the most important of its head in narrow terminals', async () => {
		const head = async (columns: number): Promise<string> => {
			const tree = <ServerApp server={busyServer()} theme={theme} clock={() => noon} quit={() => {}} />;
			const screen = await stage(tree, columns, 16);
			const row = screen.rows()[0] ?? '';
			screen.unmount();
			return row;
		};
		expect(await head(30)).toBe(' ● 192.168.1.20:5555  6 peers');
		expect(await head(40)).toMatch(/^ ● 192\.168\.1\.20:5555 {2}6 peers +12\/s$/);
		expect(await head(130)).toMatch(/up 42 min {2}6 peers {2}40 RFCs {2}9,875 records.*12\/s.*▁▂▄█ +4 KiB\/s .*█$/);
		expect(await head(150)).toMatch(/9,875 records +12 requests\/s .*▁▂▄█ +4 KiB\/s .*█$/);
	});
});
