import {afterEach, describe, expect, it} from 'vitest';
import type {RfcRecord} from '../../../source/protocol/message.ts';
import {names, versionKeys, versionSentence, versionsOf} from '../../../source/ui/panes/versions.ts';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {download, entry, FakeIndex, FakePeer} from '../helpers/fake-peer.ts';
import {noon, record} from '../helpers/fake-server.ts';
import {key, type Stage, stage, theme} from '../helpers/stage.ts';

let shown: Stage | undefined;

async function open(peer: FakePeer, columns = 100, rows = 30): Promise<Stage> {
	shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />, columns, rows);
	return shown;
}

afterEach(() => shown?.unmount());

const cursorRow = (screen: Stage): string => /│▸ +(\S.*?) *│/.exec(screen.text())?.[1] ?? '';

const unix = {digest: 'sha-256=:AAAA:', size: 422_279, modified: '2026-05-04T10:00:00Z'};
const windows = {digest: 'sha-256=:BBBB:', size: 432_138};

/** RFC 2616 in two versions and once without a digest. */
const several: readonly RfcRecord[] = [
	record(2616, 'carol', {address: '192.168.1.33'}),
	record(2616, 'dave', {address: '192.168.1.34', ...windows}),
	record(2616, 'alice', {address: '192.168.1.31', ...unix}),
	record(2616, 'lab-mirror', {address: '192.168.1.9', ...unix}),
];

describe('the list of all that is shared', () => {
	it('follows the index: rows come and go as peers do, and the cursor stays on its RFC', async () => {
		const peer = new FakePeer();
		const index = new FakeIndex([record(2616, 'alice'), record(9110, 'alice'), record(9110, 'dave')]);
		peer.live = index;
		const screen = await open(peer);
		await screen.type('4');
		await screen.shows('The index server knows 3 records of 2 RFCs, and tells every change');
		expect(peer.calls).toEqual([]);
		await screen.type(key.down);
		expect(cursorRow(screen)).toMatch(/^9110 .* 2$/);
		index.all = [record(100, 'erin'), record(200, 'erin'), ...index.all, record(9110, 'erin')];
		index.changed();
		await screen.shows(' 100 Title of 100');
		expect(cursorRow(screen)).toMatch(/^9110 .* 3$/);
		index.all = index.all.filter(({host}) => host !== 'erin' && host !== 'dave');
		index.changed();
		await screen.hides(' 100 Title of 100');
		expect(cursorRow(screen)).toMatch(/^9110 .* 1$/);
	});

	it('says when it is not how it is now', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(2616, 'alice')]);
		peer.live.state = 'stale';
		const screen = await open(peer);
		await screen.type('4');
		await screen.shows('1, as they were');
	});

	it('tells who has what is under the cursor, and opens them and goes back', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(100, 'alice'), ...several]);
		const screen = await open(peer, 80, 24);
		await screen.type('4', key.down);
		await screen.shows('2616: alice and lab-mirror (A), dave (B), carol (?)');
		await screen.shows('4 ≠ 2');
		await screen.type('i');
		await screen.shows('Search: RFC 2616 Title of 2616');
		await screen.shows('esc goes back to the list');
		await screen.type(key.esc);
		await screen.shows('─ Search ─');
		expect(cursorRow(screen)).toMatch(/^2616 /);
	});
});

describe('the details of an RFC', () => {
	it('keep the cursor on whom Enter would ask, also before it was moved', async () => {
		const peer = new FakePeer();
		const index = new FakeIndex([record(2616, 'dave', unix), record(2616, 'erin', unix)]);
		peer.live = index;
		const screen = await open(peer);
		await screen.type('3', '2616', key.enter);
		await screen.shows(/▸ +.*dave/);
		index.all = [record(2616, 'alice', unix), ...index.all];
		index.changed();
		await screen.shows(/alice.*\n.*▸ +.*dave/);
		await screen.type(key.enter);
		await peer.called('get 2616 dave');
	});

	it('tell of when it is, how its holders answered when last asked, and whom nobody reaches', async () => {
		const peer = new FakePeer();
		const index = new FakeIndex([...several, record(2616, 'bob', {port: 6002, ...unix})]);
		index.unreachable.add('dave');
		peer.live = index;
		peer.standings.set(2616, {year: 1999, status: 'Draft Standard'});
		peer.answers.set(6001, 0.44);
		const screen = await open(peer, 120, 36);
		await screen.type('4');
		await screen.shows('1999, Draft Standard');
		await screen.shows('  alice  ● 0.4 ms');
		await screen.shows('  dave  ✗ unreachable');
		await screen.shows('  bob (me) ');
		await screen.type('i');
		await screen.shows('answered in 0.4 ms');
	});
});

describe('marks', () => {
	it('get several RFCs at once; one with several versions stays marked', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(100, 'erin'), record(200, 'erin'), record(300, 'dave'), ...several]);
		const screen = await open(peer);
		await screen.type('4', ' ', ' ', key.down, ' ');
		await screen.shows('3 marked · M gets them · * marks all');
		await screen.shows('*   100 Title');
		await screen.type(key.up, key.up, ' ', 'M');
		await screen.shows('Asked for 1 RFC. Of RFC 2616 there are several versions: i shows them.');
		expect(peer.calls).toEqual(['get 100 erin']);
		await screen.shows('*  2616');
	});

	it('are put on all that is listed and not here by one key, which takes them off again', async () => {
		const peer = new FakePeer();
		const own = record(1945, 'alice', {title: 'Own'});
		peer.live = new FakeIndex([
			own,
			record(100, 'erin'),
			...[200, 300].map(rfc => record(rfc, 'dave', {title: 'Old'})),
		]);
		const screen = await open(peer);
		await screen.type('4', '*');
		await screen.shows('3 marked');
		await screen.type('*', '/', 'old', key.enter, '*');
		await screen.shows('2 marked');
		await screen.type('*');
		await screen.hides(' marked');
		await screen.type('*', 'M');
		await screen.shows('Asked for 2 RFCs.');
		expect(peer.calls).toEqual(['get 200 dave', 'get 300 dave']);
		await screen.type(key.esc, '/', 'own', key.enter, '*');
		await screen.shows('All that is listed is here already.');
	});

	it('tell why what is marked was not asked for', async () => {
		const peer = new FakePeer();
		const gone = [1, 2, 3, 4, 5, 6].map(rfc => record(rfc, 'erin'));
		const index = new FakeIndex([...gone, record(1945, 'alice')]);
		peer.live = index;
		const screen = await open(peer);
		await screen.type('4', '*', 'G', ' ');
		await screen.shows('7 marked');
		index.all = [record(1945, 'alice')];
		await screen.type('M');
		await screen.shows('1 marked RFC is here already. Nobody has RFC 1, 2, 3 and 3 more now.');
		expect(peer.calls).toEqual([]);
	});

	it('are not asked for again while they come, but go on where they are paused', async () => {
		const peer = new FakePeer();
		const running = {kind: 'running', received: 1, total: 9, rate: 1} as const;
		peer.change({downloads: [download(3, 300, {kind: 'paused', received: 1, total: 9}), download(2, 200, running)]});
		peer.live = new FakeIndex([100, 200, 300].map(rfc => record(rfc, 'alice')));
		const screen = await open(peer);
		await screen.type('4', '*', 'M');
		await screen.shows('Asked for 2 RFCs. 1 marked RFC is in Transfers already.');
		expect(peer.calls).toEqual(['get 100 alice', 'get 300 alice']);
	});
});

describe('several versions of one RFC', () => {
	it('are told apart by who has them, size, and what may be the difference', () => {
		const versions = versionsOf(several);
		expect(versions.map(({letter, records}) => `${letter} ${records.map(({host}) => host).join('+')}`)).toEqual([
			'A alice+lab-mirror',
			'B dave',
			'? carol',
		]);
		expect(versionSentence(2616, versions)).toBe(
			'RFC 2616 exists in 3 versions: A, 422,279 bytes, at alice and lab-mirror; B, 432,138 bytes, at dave; ?, without a digest, at carol. B has one byte more for each line: probably Windows line ends.',
		);
		expect(versionKeys(versions)).toBe('Enter gets the one under the cursor, a gets A, b gets B.');
	});

	it('are named by port, too, where peers of 1.0 on one machine have one name', () => {
		const at = (...ports: readonly number[]) => names(ports.map(port => record(1, '127.0.0.1', {port})));
		expect(at(6001)).toBe('127.0.0.1');
		expect(names([record(1, 'bob'), record(1, '::1', {port: 6001}), record(1, '::1', {port: 6002})])).toBe(
			'bob, [::1]:6001 and [::1]:6002',
		);
		expect(at(1, 2, 3, 4, 5)).toBe('127.0.0.1:1, 127.0.0.1:2, 127.0.0.1:3 and 2 more');
	});

	it('are put in order by addresses, not by names', () => {
		const names = ['m1', 'm2', 'm3'].map(host => record(1, host, {address: '10.0.0.9', ...windows}));
		const others = ['a', 'b'].map((host, at) => record(1, host, {address: `10.0.0.${at}`, ...unix}));
		expect(versionsOf([...names, ...others])[0]?.records).toEqual(others);
	});

	it('are guessed at only by what is known', () => {
		const guess = (size: number | undefined) =>
			versionsOf([
				...several.slice(2),
				record(2616, 'x', {digest: 'sha-256=:CCCC:', ...(size === undefined ? {} : {size})}),
			])[1]?.guess;
		expect(guess(412_420)).toBe('one byte less for each line: probably without Windows line ends');
		expect(guess(422_279)).toBe('as long, but not the same');
		expect(guess(422_300)).toBe('21 bytes longer');
		expect(guess(undefined)).toBe('');
	});

	it('are not taken by chance: the person chooses, by the cursor or by a letter', async () => {
		const peer = new FakePeer();
		peer.records = [...several];
		const screen = await open(peer);
		await screen.type('6', '2616', key.enter);
		await screen.shows('RFC 2616 exists in 3 versions');
		expect(peer.calls).toEqual(['lookup 2616']);
		await screen.shows('B dave');
		await screen.type('b');
		await peer.called('get 2616 dave');
		await screen.type('g', key.enter);
		await peer.called('get 2616 alice');
		await screen.type('c');
		await screen.shows('There is no version C of RFC 2616.');
	});

	it('are asked for once: a second time says what the first one waits for', async () => {
		const peer = new FakePeer();
		peer.records = [...several];
		const screen = await open(peer);
		await screen.type('6', '2616', key.enter);
		await screen.shows('RFC 2616 exists in 3 versions');
		peer.change({downloads: [download(7, 2616, {kind: 'connecting'}, 'dave')]});
		await screen.type('b');
		await screen.shows('RFC 2616 is in Transfers already.');
		const differs = {kind: 'differs', bytes: 432_138, existingBytes: 422_279, file: '/d/rfc2616.txt'} as const;
		peer.change({downloads: [download(7, 2616, differs, 'dave')]});
		await screen.type('c');
		await screen.shows('There is no version C');
		await screen.type('b');
		await screen.shows('RFC 2616 of dave has other bytes than your file. y takes the new one, n keeps yours.');
	});

	it('are not on the wanted list, but to choose from', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([...several]);
		const screen = await open(peer);
		await screen.type(':', 'want 2616', key.enter);
		await screen.shows('RFC 2616 exists in 3 versions');
		await screen.type('b');
		await peer.called('get 2616 dave');
		expect(peer.calls).not.toContain('want 2616');
	});

	it('are had or not, each for itself: Enter reads the one that is here and gets another', async () => {
		const peer = new FakePeer();
		peer.records = [...several];
		peer.entries = [{...entry(2616), digest: unix.digest}];
		const screen = await open(peer, 120, 30);
		await screen.type('3', '2616', key.enter);
		await screen.shows('RFC 2616 exists in 3 versions');
		const rows = screen.rows().filter(row => /│[ ▸] [AB] /.test(row));
		expect(rows.map(row => row.includes('✓ have'))).toEqual([true, true, false]);
		await screen.shows('enter read');
		await screen.type(key.enter);
		await peer.called('read 2616');
		await screen.shows('Hypertext Transfer Protocol');
		await screen.type('q', key.down, key.down);
		await screen.shows('enter get');
		await screen.type(key.enter);
		await peer.called('get 2616 dave');
	});

	it('are no question where only one is declared', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex(several.filter(({host}) => host !== 'dave'));
		const screen = await open(peer);
		await screen.type('4', key.enter);
		await peer.called('get 2616 alice');
	});
});

describe('an RFC that nobody has', () => {
	it('is not offered to be wanted when it is wanted already', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type('3', '8999', key.enter);
		await screen.shows('w puts it on your wanted list and gets it as');
		peer.change({wanted: [8999]});
		await screen.shows(/Nobody has RFC 8999 now\. It is on/);
		await screen.type('3', '8999', key.enter);
		await screen.shows('It is on your wanted list, and comes as soon as');
		expect(screen.text()).not.toContain('puts it');
	});

	it('can be wanted, and taken off the list again', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type('3', '8999', key.enter);
		await screen.shows('(the index says 404). w puts it on your wanted list and gets it as');
		await screen.type('w');
		await peer.called('want 8999');
		peer.change({wanted: [8999]});
		await screen.shows('◌   8999  wanted: comes as soon as somebody shares it');
		await screen.type(key.tab, 'd');
		await peer.called('unwant 8999');
	});
});
