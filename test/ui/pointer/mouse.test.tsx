import {afterEach, describe, expect, it} from 'vitest';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {Reader} from '../../../source/ui/reader/reader.tsx';
import {ServerApp} from '../../../source/ui/server/server-app.tsx';
import {FakeIndex, FakePeer} from '../helpers/fake-peer.ts';
import {FakeServer, record} from '../helpers/fake-server.ts';
import {type MouseStage, stageWithMouse} from '../helpers/mouse.tsx';
import {key, theme, until} from '../helpers/stage.ts';

let shown: MouseStage | undefined;
afterEach(() => shown?.unmount());

async function open(peer: FakePeer, columns = 100, rows = 30): Promise<MouseStage> {
	shown = await stageWithMouse(<PeerApp peer={peer} theme={theme} quit={() => {}} />, columns, rows);
	return shown;
}

describe('the mouse on the peer', () => {
	it('chooses a row by a click and gets it by another', async () => {
		const peer = new FakePeer();
		peer.records = [record(1111, 'alice'), record(2222, 'alice'), record(3333, 'alice')];
		const screen = await open(peer);
		await screen.type('4');
		await screen.shows('3333');
		await screen.click('  3333');
		await screen.shows('▸    3333');
		expect(peer.calls).toEqual(['list']);
		await screen.click('▸    3333');
		await peer.called('get 3333 alice');
	});

	it('sorts by the column whose title is clicked, and by another click in the other direction', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(1111, 'alice'), record(2222, 'alice'), record(2222, 'dave', {port: 6004})]);
		const screen = await open(peer);
		await screen.shows('RFC ▲ title');
		await screen.click('have');
		await screen.shows(/have? ?▼/);
		await screen.click('hav');
		await screen.shows(/have? ?▲/);
		await screen.type(']', ']', ']');
		await screen.shows('Network ─');
		await screen.click('RFCs');
		await screen.shows('RFCs ▼');
		expect(peer.calls).toEqual([]);
	});

	it('runs an operation of the menu, as a pane and as a row', async () => {
		const screen = await open(new FakePeer());
		await screen.click('6 Get RFC');
		await screen.shows('RFC number to get:');
		await screen.type(key.esc);
		screen.resize(80, 24);
		await screen.shows('1 Add');
		await screen.click('3 Lookup');
		await screen.shows('RFC number to look up:');
	});

	it('goes to a tab, and runs a hint of the last row', async () => {
		const screen = await open(new FakePeer());
		await screen.click('Library');
		await screen.shows('▸Library');
		await screen.click('? more');
		await screen.shows('type to find');
		await screen.click('all commands');
		await screen.shows('Commands');
	});

	it('moves a list by the wheel though another pane has the focus', async () => {
		const peer = new FakePeer();
		peer.records = Array.from({length: 60}, (_, at) => record(1000 + at, 'alice'));
		const screen = await open(peer);
		await screen.type('4');
		await screen.shows('1000');
		await screen.type(key.tab);
		for (let turn = 0; turn < 4; turn++) await screen.wheel('RFC title', 'down');
		await screen.shows('▸    1012');
		await screen.wheel('1012', 'up');
		await screen.shows('▸    1009');
	});

	it('turns the page of the reader, and follows a link', async () => {
		const peer = new FakePeer();
		const text = [
			'1.  Introduction',
			'',
			'   See RFC 7001.',
			...Array.from({length: 60}, (_, at) => `   Line ${at}.`),
		].join('\n');
		const size = {columns: 80, rows: 24};
		shown = await stageWithMouse(
			<Reader size={size} peer={peer} reading={{rfc: 1945, text}} active close={() => {}} interrupt={() => {}} />,
			80,
			24,
		);
		await shown.click('RFC 7001');
		await until(
			() => (shown?.text().match(/7001/g) ?? []).length > 1,
			() => shown?.text() ?? '',
		);
		await shown.wheel('Line 5.', 'down');
		await shown.hides('See RFC 7001.');
	});

	it('types nothing into a field', async () => {
		const screen = await open(new FakePeer());
		await screen.type('3', '26');
		await screen.click('Wire');
		await screen.wheel('Wire', 'up');
		await screen.type('16');
		await screen.shows('2616');
	});
});

it('the mouse on the server gives a pane the focus and opens what is under the cursor', async () => {
	shown = await stageWithMouse(<ServerApp server={new FakeServer()} theme={theme} quit={() => {}} />);
	await shown.click('3 Wire');
	await until(
		() => /strong|\u001b\[1m 3 Wire/.test(shown?.raw() ?? ''),
		() => shown?.raw() ?? '',
	);
});
