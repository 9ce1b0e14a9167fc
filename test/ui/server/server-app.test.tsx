import {afterEach, describe, expect, it} from 'vitest';
import {ServerApp} from '../../../source/ui/server/server-app.tsx';
import {busyServer, type FakeServer, noon, peerRow, FakeServer as Server} from '../helpers/fake-server.ts';
import {key, type Stage, stage, theme, until} from '../helpers/stage.ts';

let shown: Stage | undefined;
let left = 0;

async function open(server: FakeServer, columns = 100, rows = 30): Promise<Stage> {
	left = 0;
	const quit = (): void => {
		left++;
	};
	shown = await stage(<ServerApp server={server} theme={theme} clock={() => noon} quit={quit} />, columns, rows);
	return shown;
}

afterEach(() => shown?.unmount());

const cursorRow = (screen: Stage): string => screen.rows().find(row => row.includes('▸')) ?? '';

describe('the server screen', () => {
	it('tells where it is, how much goes on, and the command that others type', async () => {
		const screen = await open(busyServer());
		await screen.shows('● 192.168.1.20:5555');
		for (const text of ['6 peers', '40 RFCs', '9,875 records', 'up 42 min', '12/s']) await screen.shows(text);
		expect(screen.rows()[1]).toContain('p2pci peer --server 192.168.1.20:5555 --name YOU');
	});

	it('shows each peer with a word and a sign for its state', async () => {
		const screen = await open(busyServer());
		await screen.shows('alice');
		const rowOf = (name: string): string => screen.rows().find(row => row.includes(` ${name} `)) ?? '';
		expect(rowOf('alice')).toMatch(/192\.168\.1\.31:6001 +261 1\.1 +● up/);
		expect(rowOf('carol')).toContain('◐ probe 2 of 2');
		expect(rowOf('dave')).toContain('○ lease 12 s');
		expect(rowOf('erin')).toContain('✗ port closed');
		expect(rowOf('lab-mirror')).toContain('[2001:db8::9]:6000');
	});

	it('tells what is under the cursor as soon as the cursor moves', async () => {
		const screen = await open(busyServer());
		await screen.shows('alice at 192.168.1.31:6001');
		await screen.type(key.down);
		await screen.shows('bob at 192.168.1.32:6002');
		await screen.type('2', key.down);
		await screen.shows('RFC 2007 Document 2007');
		await screen.shows('2 peers have it:');
		await screen.type('3', key.up);
		await screen.shows('P2P-CI/1.0 200 OK␍␊');
		await screen.shows('LOOKUP RFC 2021 P2P-CI/1.0␍␊');
	});

	it('tells parties without a name apart by the end of their addresses', async () => {
		const server = busyServer();
		const said = {time: noon, direction: 'received', summary: 'LIST ALL P2P-CI/1.0', bytes: 40, text: ''} as const;
		server.wire.add({...said, party: '192.168.178.31:40001'});
		server.wire.add({...said, party: '[fd00::31]:40002'});
		const screen = await open(server);
		await screen.shows('…31:40001 ►');
		await screen.shows('…1]:40002 ►');
	});

	it('filters the table that has the keys, says how many are left, and forgets the filter at Esc', async () => {
		const screen = await open(busyServer());
		await screen.type('2', '/', 'http');
		await screen.shows('1 of 40');
		await screen.type(key.enter);
		await screen.shows('2 RFCs /http');
		await screen.type('/', 'xyz');
		await screen.shows('Nothing matches `httpxyz` (Esc');
		await screen.type(key.esc);
		await screen.shows('─ 40 ─');
	});

	it('keeps the cursor on its peer, on the same row, while peers come and go around it', async () => {
		const server = busyServer();
		const screen = await open(server);
		await screen.type(key.down, key.down);
		await screen.shows('carol at 192.168.1.33:6003');
		const before = screen.rows().findIndex(row => row.includes('▸ carol'));
		const crowd = (name: string) => Array.from({length: 20}, (_, index) => peerRow(`${name}${index}`));
		server.peerRows = [...crowd('aa'), ...server.peerRows, ...crowd('zz')];
		server.changed();
		await screen.shows('46 peers');
		expect(screen.rows().findIndex(row => row.includes('▸ carol'))).toBe(before);
		server.peerRows = server.peerRows.filter(row => row.key !== 'carol');
		server.changed();
		await screen.shows('45 peers');
		await screen.shows('▸ dave');
	});

	it('follows the newest message until it is scrolled, counts what is new, and follows again at G', async () => {
		const server = busyServer();
		const screen = await open(server);
		await screen.type('3', key.up);
		await screen.shows('paused');
		for (let index = 0; index < 3; index++) {
			server.wire.add({time: noon, direction: 'received', party: 'zoe', summary: `GET ${index}`, bytes: 1, text: ''});
		}
		await screen.shows('paused, 3 new, G follows');
		await screen.type('G');
		await screen.shows('─ follows ─');
		expect(cursorRow(screen)).toBeDefined();
		await screen.shows('▸ 12:00:00 zoe');
	});

	it('opens a message over the whole screen at Enter and goes back at Esc, with tokens masked', async () => {
		const server = busyServer();
		server.wire.add({
			time: noon,
			direction: 'received',
			party: 'alice',
			summary: 'RENEW PEER P2P-CI/1.1',
			bytes: 60,
			text: 'RENEW PEER P2P-CI/1.1\r\nHost: alice\r\nToken: ****\r\n\r\n',
		});
		const screen = await open(server, 80, 24);
		await screen.type('3', key.enter);
		await screen.shows('Token: ****␍␊');
		await screen.hides('3 Wire');
		await screen.type(key.esc);
		await screen.shows('3 Wire');
	});

	it('keeps showing the message that is being read while thousands of others push it out of the log', async () => {
		const server = busyServer();
		const screen = await open(server, 80, 24);
		await screen.type('3', key.up, key.enter);
		await screen.shows('answers: LOOKUP RFC 2021 P2P-CI/1.0 (N)');
		for (let index = 0; index < 3000; index++) {
			server.wire.add({time: noon, direction: 'received', party: 'x', summary: 'LIST ALL', bytes: 1, text: 'LIST\r\n'});
		}
		server.changed();
		await screen.type(key.down);
		await screen.shows('P2P-CI/1.0 200 OK␍␊');
	});

	it('reads only the rows that it shows, of ten thousand RFCs and a peer with nine thousand', async () => {
		const server = busyServer(10_000);
		const screen = await open(server, 200, 60);
		await screen.type('2', 'G');
		await screen.shows(`Document ${2000 + 9999 * 7}`);
		await screen.type('1', 'G', 'i', 'G');
		await screen.shows('9312 Title of 9312');
		expect(server.largestLimit).toBeLessThanOrEqual(60);
	});

	it('draws thousands of changes a second at most ten times a second, and a key at once', async () => {
		const server = busyServer();
		const screen = await open(server);
		await screen.shows('alice');
		const before = screen.frames();
		const start = performance.now();
		for (let index = 0; index < 2000; index++) server.changed();
		await until(
			() => performance.now() - start > 450,
			() => 'time stands still',
		);
		const drawn = screen.frames() - before;
		expect(drawn).toBeLessThanOrEqual(Math.ceil((performance.now() - start) / 100) + 1);
		server.changed();
		await screen.type(key.down);
		await screen.shows('▸ bob');
	});

	it('lets the rate fall though nothing happens any more', async () => {
		const server = busyServer();
		const screen = await open(server);
		await screen.shows('12/s');
		server.more = {rates: [5, 12, 0]};
		await screen.shows(' 0/s');
	});

	it('names the firewall when nobody can reach a peer', async () => {
		const server = busyServer();
		server.more = {
			notices: [
				{
					kind: 'unreachable',
					host: 'erin',
					address: '192.168.1.35',
					port: 6005,
					rfcs: 5,
					because: 'silent',
				},
			],
		};
		const screen = await open(server);
		await screen.shows('erin joined, but nobody can reach 192.168.1.35:6005 from here: a firewall');
	});

	it('asks before it quits while peers are joined, and takes Enter for no', async () => {
		const screen = await open(busyServer());
		await screen.type('q');
		await screen.shows('Quit the index server? 6 peers are joined');
		await screen.type(key.enter);
		await screen.hides('Sure?');
		expect(left).toBe(0);
		await screen.type('q', 'y');
		await until(
			() => left === 1,
			() => screen.text(),
		);
	});

	it('quits at once when nobody is joined, and teaches what an empty server is for', async () => {
		const screen = await open(new Server());
		await screen.shows('Nobody is here yet.');
		await screen.shows('No RFC is shared yet.');
		await screen.type('q');
		await until(
			() => left === 1,
			() => screen.text(),
		);
	});

	it('gets out at Ctrl-C wherever it is', async () => {
		for (const before of [['?'], ['/', 'a'], ['q'], [key.enter]]) {
			const screen = await open(busyServer());
			await screen.type(...before, key.ctrlC);
			await until(
				() => left === 1,
				() => `${before.join()}\n${screen.text()}`,
			);
			screen.unmount();
		}
	});

	it('shows its keys in a menu that filters by typing and runs what Enter chooses', async () => {
		const screen = await open(busyServer());
		await screen.type('?');
		await screen.shows('copy the join command');
		await screen.type('wire');
		await screen.hides('copy the join command');
		await screen.type(key.enter);
		await screen.hides('type to find');
		await screen.type(key.up);
		await screen.shows('paused');
	});

	it('shows nothing of a stranger that could move the cursor or change colours', async () => {
		const server = busyServer();
		server.peerRows = [peerRow('evil\u001b[2J\u0007\u202ename', {agent: 'x\u001b]0;t\u0007'})];
		server.rfcRows = [{rfc: 1, title: 'a\nb\u009b31m', holders: 1, versions: 0}];
		server.wire.add({
			time: noon,
			direction: 'event',
			party: '\u001b[H',
			summary: '\r\n\u001b[1;1H',
			bytes: 0,
			text: '\u001bc',
		});
		const screen = await open(server);
		await screen.shows('evil');
		const controls = screen.text().replaceAll('\n', '');
		expect(controls).not.toMatch(/[\p{Cc}\u202e]/u);
		expect(screen.rows()).toHaveLength(30);
	});
});
