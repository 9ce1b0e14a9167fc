import {afterEach, describe, expect, it} from 'vitest';
import {displayWidth} from '../../../source/text/width.ts';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {ServerApp} from '../../../source/ui/server/server-app.tsx';
import {FakeIndex, FakePeer} from '../helpers/fake-peer.ts';
import {FakeServer, record} from '../helpers/fake-server.ts';
import {key, type Stage, stage, theme, until} from '../helpers/stage.ts';

let shown: Stage | undefined;
afterEach(() => shown?.unmount());

async function open(peer: FakePeer, columns = 100, rows = 30): Promise<Stage> {
	shown = await stage(<PeerApp peer={peer} theme={theme} quit={() => {}} />, columns, rows);
	return shown;
}

describe('the palette of the peer', () => {
	it('looks a number up by a few letters and Enter', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type(':', 'look 2616');
		await screen.shows('lookup 2616');
		await screen.type(key.enter);
		await until(
			() => peer.calls.includes('lookup 2616'),
			() => peer.calls.join(),
		);
		await screen.hides('Commands');
	});

	it('opens what the menu of operations does, though that has the keys, as the menu of keys does', async () => {
		const screen = await open(new FakePeer());
		await screen.type(':', 'Remove RFC', key.enter);
		await screen.shows('RFC number to take back:');
		await screen.type(key.esc, '?', 'choose', key.enter);
		await screen.shows('RFC number to take back:');
	});

	it('tells how many more there are than fit, as the menu of keys does', async () => {
		const screen = await open(new FakePeer());
		await screen.type(':');
		await screen.shows(/─ Commands ─+ \d+ more ─/);
		await screen.type(...Array.from({length: 9}, () => key.pageDown));
		await screen.shows(/─ Commands ─+ end ─/);
		await screen.type('want');
		await screen.shows(/─ Commands ─+╮/);
	});

	it('names in a narrow terminal what a key does before it says why that is not possible', async () => {
		const screen = await open(new FakePeer(), 40, 12);
		await screen.type('?', 'sample');
		await screen.shows(/s +share the sam… \(you have/);
	});

	it('asks for the argument of a command that needs one', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type(':', 'wan', key.enter);
		await screen.shows(': want');
		await screen.type('8999', key.enter);
		await until(
			() => peer.calls.includes('want 8999'),
			() => peer.calls.join(),
		);
		await screen.shows('RFC 8999 is on your wanted list');
	});

	it('searches and sorts the whole index', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(1111, 'alice'), record(2222, 'bob'), record(2223, 'bob')]);
		const screen = await open(peer);
		await screen.shows('1111');
		await screen.type(':', 'search 222', key.enter);
		await screen.hides('1111');
		await screen.shows('2 of 3');
		await screen.type(':', 'sort ti', key.enter);
		await screen.shows('title ▲');
	});

	it.each([
		[30, 8],
		[40, 12],
		[80, 24],
		[300, 100],
	])('fits into %i columns and %i rows, and gives the screen back as it was', async (columns, rows) => {
		shown = await stage(<PeerApp peer={new FakePeer()} theme={theme} quit={() => {}} />, columns, rows);
		const before = shown.text();
		await shown.type(':');
		await shown.shows('Commands');
		expect(shown.rows()).toHaveLength(rows);
		for (const row of shown.rows()) expect(displayWidth(row)).toBeLessThanOrEqual(columns);
		await shown.type('filter', key.esc);
		await shown.hides('Commands');
		expect(shown.text()).toBe(before);
	});

	it('says why a command is not possible now, and does not run it', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type(':', 'read 9999');
		await screen.shows('(not here yet)');
		await screen.type(key.enter);
		await screen.shows('╰─ Not now: not here yet ─');
		await screen.shows('Commands');
		expect(peer.calls).toEqual([]);
		await screen.type(key.backspace);
		await screen.hides('Not now');
		await screen.type(key.esc);
		await screen.hides('Commands');
	});
});

it('the palette of the server runs what a key does', async () => {
	let left = 0;
	const server = new FakeServer();
	shown = await stage(<ServerApp server={server} theme={theme} quit={() => left++} />, 100, 30);
	await shown.type(':', 'wire', key.enter);
	await shown.hides('Commands');
	await shown.type(':', 'filter GET', key.enter);
	await shown.shows('3 Wire /GET');
});
