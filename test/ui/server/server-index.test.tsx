/**
 * What a person does with the peers and RFCs on the server's screen: sorts, jumps, copies, tries a port, disconnects.
 */
import {afterEach, describe, expect, it} from 'vitest';
import {ServerApp} from '../../../source/ui/server/server-app.tsx';
import {busyServer, type FakeServer, noon} from '../helpers/fake-server.ts';
import {stageWithMouse} from '../helpers/mouse.tsx';
import {key, type Stage, stage, theme, until} from '../helpers/stage.ts';

let shown: Stage | undefined;

async function open(server: FakeServer = busyServer(), columns = 100, rows = 30): Promise<Stage> {
	shown = await stage(<ServerApp server={server} theme={theme} clock={() => noon} quit={() => {}} />, columns, rows);
	return shown;
}

afterEach(() => shown?.unmount());

/** The first words of the rows of the pane that begins with this title, in its first column of panes. */
function names(screen: Stage, title = '1 Peers'): readonly string[] {
	const rows = screen.rows();
	const from = rows.findIndex(row => row.includes(title)) + 2;
	const to = rows.findIndex((row, index) => index >= from && row.startsWith('╰'));
	return rows.slice(from, to).flatMap(row => /^│[▸ ] (\S+)/.exec(row)?.[1] ?? []);
}

describe('sorting', () => {
	it('goes from column to column at s, shows an arrow, turns at S, and keeps the cursor on its peer', async () => {
		const screen = await open();
		await screen.shows('name ▲');
		await screen.type(key.down, 's', 's');
		await screen.shows('RFCs ▼');
		expect(names(screen).slice(0, 3)).toEqual(['lab-mirror', 'dave', 'alice']);
		await screen.shows('▸ bob');
		await screen.type('S');
		await screen.shows('RFCs ▲');
		expect(names(screen).slice(0, 3)).toEqual(['erin', 'carol', 'bob']);
		await screen.type('s');
		// A column that had no room takes that of others while the table is sorted by it.
		await screen.shows('joined ▼');
		await screen.hides(' ver ');
		await screen.type('s');
		await screen.shows('last ▼');
		await screen.type('s');
		await screen.shows(/ver ?▲/);
		await screen.type('s', 's', 's');
		await screen.shows('name ▲');
	});

	it('never cuts the title of a column by its arrow', async () => {
		const screen = await open(busyServer());
		await screen.type('s', 's', 's', 's', 's');
		await screen.shows(/ ver▲ /);
	});

	it('is done by a click on the title of a column, and turned by another', async () => {
		const tree = <ServerApp server={busyServer()} theme={theme} clock={() => noon} quit={() => {}} />;
		const screen = await stageWithMouse(tree, 100, 30);
		shown = screen;
		await screen.click('address:port');
		await screen.shows('address:port ▲');
		await screen.click('address:port ▲');
		await screen.shows('address:port ▼');
	});

	it('names the column that it sorts by where that has no room any more', async () => {
		const screen = await open(busyServer(), 200, 50);
		await screen.type('S', 's', 's', 's', 's', 's', 's');
		await screen.shows('OS ▲');
		screen.resize(40, 16);
		await screen.shows('by OS ▲ · 6');
		await screen.type('s');
		await screen.shows('state ▲');
	});

	it('sorts the table that has the keys', async () => {
		const server = busyServer();
		const screen = await open(server);
		await screen.type('2', 's', 's', 's');
		await screen.shows('diff▼');
		expect(screen.text()).toMatch(/▸? +2021 Hypertext.*3|2021 Hypertext/);
		await screen.shows('≠ 2');
		await screen.shows('name ▲');
		await screen.type('s');
		await screen.shows('RFC ▲');
	});
});

describe('jumps', () => {
	const linked = (): FakeServer => {
		const server = busyServer();
		server.holders.set(2007, ['bob', 'carol']).set(2014, ['bob']).set(2021, ['carol', 'erin', 'dave']);
		return server;
	};

	it('lead from a peer to its RFCs, to their holders, to their RFCs, and back step by step', async () => {
		const screen = await open(linked());
		await screen.type(key.down, key.down, key.enter);
		await screen.shows('2 RFCs of carol');
		await screen.shows('RFC 2007 Document 2007');
		await screen.hides('2014 Document');
		await screen.type(key.down, key.enter);
		await screen.shows('1 Peers with RFC 2021');
		expect(names(screen)).toEqual(['carol', 'dave', 'erin']);
		await screen.type('G', key.enter);
		await screen.shows('2 RFCs of erin');
		await screen.hides('Document 2007');
		await screen.type(key.esc);
		await screen.shows('2 RFCs of carol');
		await screen.shows('▸ erin');
		await screen.type(key.esc);
		await screen.hides('1 Peers with');
		await screen.shows('RFC 2021 Hypertext');
		await screen.type(key.esc);
		await screen.hides('2 RFCs of');
		await screen.shows('▸ carol');
		await screen.type(key.esc);
		await screen.shows('▸ carol');
	});

	it('say it when the peer that they led to has gone', async () => {
		const server = linked();
		const screen = await open(server);
		await screen.type(key.down, key.enter);
		await screen.shows('2 RFCs of bob');
		server.peerRows = server.peerRows.filter(row => row.key !== 'bob');
		server.holders.clear();
		server.changed();
		await screen.shows('bob is not here any more (Esc goes');
		await screen.type(key.esc);
		await screen.hides('2 RFCs of');
	});

	it('forget a filter before they go back', async () => {
		const screen = await open(linked());
		await screen.type(key.down, key.enter, '/', '2014', key.enter);
		await screen.shows('2 RFCs of bob /2014');
		await screen.type(key.esc);
		await screen.shows('2 RFCs of bob ─');
		await screen.type(key.esc);
		await screen.shows('2 RFCs ─');
	});
});

describe('a peer under the cursor', () => {
	it('is disconnected only after a question that names it and what comes of it, no by default', async () => {
		const server = busyServer();
		const screen = await open(server);
		await screen.type(key.down, 'd');
		await screen.shows('Disconnect bob? Its 14 RFCs leave the index at once');
		const rows = server.peerRows;
		server.peerRows = rows.map(row => (row.key === 'bob' ? {...row, rfcs: 1} : row));
		server.changed();
		await screen.shows('Its 1 RFC leaves the index at once');
		server.peerRows = rows;
		server.changed();
		await screen.type(key.enter);
		await screen.hides('Sure?');
		expect(server.disconnected).toEqual([]);
		await screen.type('d', 'y');
		await screen.shows('bob is disconnected: 14 RFCs left the index.');
		expect(server.disconnected).toEqual(['bob']);
		await screen.shows('▸ carol');
	});

	it('that leaves while it is asked about is not mistaken for another', async () => {
		const server = busyServer();
		const screen = await open(server);
		await screen.type(key.down, 'd');
		await screen.shows('Disconnect bob?');
		server.peerRows = server.peerRows.filter(row => row.key !== 'bob');
		server.changed();
		await screen.shows('bob has left by itself');
		await screen.type('y');
		await screen.shows('bob had left already.');
		expect(server.peerRows).toHaveLength(5);
	});

	it('has its port tried at r, and what that finds is told', async () => {
		const server = busyServer();
		server.probeResult = 'silent';
		const screen = await open(server);
		await screen.type('G', key.up, 'r');
		await screen.shows('erin: port 6005 did not answer within 2 s.');
		expect(server.probed).toEqual(['erin']);
	});

	it('has its address copied at y; an RFC its number and title', async () => {
		const screen = await open();
		await screen.type('y');
		await screen.shows('Copied 192.168.1.31:6001, where this terminal allows it');
		await screen.type('2', 'y');
		await screen.shows('Copied RFC 2000 Document 2000,');
	});

	it.each([
		['192.168.178.131', '…168.178.131:60001 '],
		['2001:db8:1111:2222:3333:4444:5555:6666', '…:5555:6666]:60001 '],
	])('keeps its port in a narrow column, and of its address %s what others do not have', async (address, shown) => {
		const server = busyServer();
		const [first, ...rest] = server.peerRows;
		if (first) server.peerRows = [{...first, address, port: 60_001}, ...rest];
		const screen = await open(server);
		await screen.shows(shown);
	});
});

describe('what is told above the keys', () => {
	const erin = {kind: 'unreachable', host: 'erin', address: '192.168.1.35', port: 6005, rfcs: 5} as const;

	it('is what the last act did, then again what is wrong, then nothing', async () => {
		const server = busyServer();
		server.more = {notices: [{...erin, because: 'refused'}]};
		const screen = await open(server);
		await screen.shows('nobody can reach 192.168.1.35:6005 from here: its upload port is closed.');
		await screen.type('c');
		await screen.shows('Copied the join command');
		await screen.hides('nobody can reach');
		await screen.shows('nobody can reach');
		server.more = {};
		server.changed();
		await screen.hides('nobody can reach');
	});

	it('is forgotten after a while where it only happened once', async () => {
		const server = busyServer();
		server.more = {notices: [{kind: 'stranger', how: 'encrypted', address: '10.0.0.7', time: noon - 299_000}]};
		const screen = await open(server);
		await screen.shows('10.0.0.7 tried to speak TLS');
		server.more = {notices: [{kind: 'stranger', how: 'encrypted', address: '10.0.0.7', time: noon - 301_000}]};
		server.changed();
		await until(
			() => !screen.text().includes('10.0.0.7'),
			() => screen.text(),
		);
	});
});
