import {afterEach, describe, expect, it} from 'vitest';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {download, entry, FakeIndex, FakePeer} from '../helpers/fake-peer.ts';
import {noon, record} from '../helpers/fake-server.ts';
import {key, type Stage, stage, theme, until} from '../helpers/stage.ts';

let shown: Stage | undefined;

async function open(peer: FakePeer, columns = 120, rows = 36): Promise<Stage> {
	shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />, columns, rows);
	return shown;
}

afterEach(() => shown?.unmount());

const asked = (screen: Stage, peer: FakePeer, call: string): Promise<void> =>
	until(
		() => peer.calls.includes(call),
		() => `${peer.calls.join(', ')}\n${screen.text()}`,
	);

/** bob, who holds 1945, 2818 and, not shared, 7540, in a network with alice. */
function bob(): FakePeer {
	const peer = new FakePeer();
	peer.live = new FakeIndex([
		record(1945, 'alice', {title: 'HTTP/1.0'}),
		record(9110, 'alice', {title: 'HTTP Semantics'}),
		record(2818, 'dave', {title: 'HTTP Over TLS', address: '192.168.1.34', port: 6004}),
	]);
	return peer;
}

describe('the library', () => {
	it('copies the sample documents for who has none, and for nobody else', async () => {
		const peer = bob();
		peer.change({samples: true});
		const screen = await open(peer);
		await screen.type('s');
		await screen.shows('You have documents already, so no samples were copied.');
		peer.entries = [];
		peer.change({shared: 0, notShared: 0});
		// Neither from the transfers nor from the messages, where nothing says what the key would do.
		await screen.type(']', ']', 's', ']', ']', 's', '[', '[', '[');
		await screen.shows('s copies');
		expect(peer.calls).not.toContain('add samples');
		await screen.type('s');
		await asked(screen, peer, 'add samples');
		await screen.shows('sample documents of p2pci were copied into your downloads');
	});

	it('has no sample documents where none came with the program, as in the demonstration', async () => {
		const peer = bob();
		peer.entries = [];
		peer.change({samples: false, shared: 0, notShared: 0});
		const screen = await open(peer);
		await screen.type(']', 's');
		await screen.shows('There are no samples here.');
		await screen.type('?');
		await screen.shows('(there are none here)');
	});

	it('is sorted by the column that the person chooses, by key or command', async () => {
		const peer = bob();
		const [first = entry(1), ...others] = peer.entries;
		peer.entries = [{...first, title: 'Zebra', bytes: 5_000_000, modified: noon}, ...others];
		const screen = await open(peer);
		const order = (...rfcs: readonly number[]) =>
			screen.shows(new RegExp(rfcs.map(rfc => `[│▸] +${rfc} `).join('[^]*')));
		await screen.type(']');
		await screen.shows('RFC ▲');
		await screen.type('s');
		await screen.shows('title ▲');
		await order(2818, 7540, 1945);
		await screen.type('s');
		await screen.shows('shared ▲');
		await order(7540, 1945, 2818);
		await screen.type('s');
		await screen.shows('size ▼');
		await order(1945, 7540, 2818);
		await screen.type('S');
		await screen.shows('size ▲');
		await order(2818, 7540, 1945);
		await screen.type('s');
		await screen.shows('changed ▼');
		// In a narrow terminal the column takes the room of another one.
		screen.resize(100, 30);
		await screen.shows(/title .*shared +changed ▼ *│/);
		await screen.type(':', 'sort number', key.enter);
		await screen.shows(/RFC ▲ .*shared +size/);
		// The samples are still there for who has nothing.
		await screen.type('/', 'zzz', key.enter, 's');
		await screen.shows('so no samples were copied');
	});

	it('shows what is in the folders, shared or not, and shares and takes back by a key', async () => {
		const peer = bob();
		const screen = await open(peer);
		await screen.type(']');
		await screen.shows(/Library ─+ 2 shared · 1 not/);
		await screen.shows(/7540 Title of 7540 +○ not shared +60 KiB 2026-/);
		await screen.type('G', 'a');
		await asked(screen, peer, 'add 7540 - -');
		await screen.shows('u takes RFC 7540 back');
		await screen.type('g', 'd');
		await asked(screen, peer, 'remove 1945');
		await screen.shows('u shares RFC 1945 again');
		await screen.type('u');
		await asked(screen, peer, 'add 1945 - -');
	});

	it('tells in the details about the document that a form would choose', async () => {
		const screen = await open(new FakePeer());
		await screen.type('2');
		await screen.shows('─ RFC 1945 ─');
		await screen.type(key.down);
		await screen.shows('─ RFC 2818 ─');
		await screen.type(key.esc, '1');
		await screen.shows('─ RFC 7540 ─');
	});

	it('tells in the details who else has a file, and what became of the document', async () => {
		const peer = bob();
		peer.standings.set(1945, {obsoletedBy: [9110], status: 'Informational'});
		const screen = await open(peer);
		await screen.type(']');
		await screen.shows('✗ obsoleted by RFC 9110');
		await screen.shows('1 other peer has exactly');
	});

	it('says nothing about who else has a file where nobody tells: a server of 1.0, or an index that is being listed', async () => {
		const peer = bob();
		const screen = await open(peer);
		await screen.type(']', 'G');
		await screen.shows('Nobody else has it.');
		const {live} = peer;
		if (live !== undefined) live.state = 'filling';
		await screen.type('k', 'j');
		await screen.hides('Nobody else has it.');
		peer.live = undefined;
		await screen.type('k', 'j');
		await screen.shows('not shared: a shares it');
		await screen.hides('Nobody else has it.');
	});

	it('says of an empty folder, when a document is to be added, that it is empty, not that all in it is shared', async () => {
		const peer = bob();
		const screen = await open(peer);
		peer.entries = peer.entries.filter(({shared}) => shared);
		await screen.type('1');
		await screen.shows('Everything in your folders is shared already.');
		await screen.type(key.esc);
		peer.entries = [];
		await screen.type('1');
		await screen.shows('Your folders hold no document.');
	});

	it('teaches how to begin when it is empty', async () => {
		const peer = new FakePeer();
		peer.entries = [];
		const screen = await open(peer);
		await screen.type(']');
		await screen.shows('No RFCs here yet. a adds a file');
		await screen.type('a');
		await screen.shows('RFC number or file to share:');
		await screen.type(key.enter);
		await screen.shows('Type the number of an RFC, or the path of a file, for instance ./rfc9999.txt.');
	});

	it('finds a document by its number in every way in which one writes it', async () => {
		const screen = await open(new FakePeer());
		await screen.type('2', 'rfc 2818');
		await screen.shows(/▸ +2818 /);
		await screen.type(key.enter);
		await screen.shows('Remove RFC 2818');
	});
});

describe('the network', () => {
	it('shows who is here, what one of them shares, and gets that from it; Esc goes back', async () => {
		const peer = bob();
		const screen = await open(peer);
		await screen.type(']', ']', ']');
		await screen.shows(/▸ alice +192\.168\.1\.31:6001 +2 1\.1 +● reachable/);
		await screen.shows('It shares 2 RFCs');
		await screen.shows('9110 HTTP Semantics');
		await screen.type(key.enter);
		await screen.shows('Network: what alice shares');
		await screen.shows('enter reads it · esc goes back to all peers');
		await screen.type(key.down);
		await screen.shows('enter gets it · esc goes back to all peers');
		await screen.type(key.enter);
		await asked(screen, peer, 'get 9110 alice');
		await screen.type(key.esc);
		await screen.shows(/▸ alice +192\.168\.1\.31:6001/);
	});

	it('speaks to the person about what this peer shares itself, whatever its name', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(9110, 'bob', {address: '192.168.1.32', port: 6002})]);
		const screen = await open(peer);
		await screen.type(']', ']', ']');
		await screen.shows('bob (me)');
		await screen.type(key.enter);
		await screen.shows('Network: what you share ');
	});

	it('is sorted by any column; the cursor stays on its peer, and nothing is copied by the key for that', async () => {
		const peer = new FakePeer();
		peer.change({samples: true, shared: 0, notShared: 0});
		peer.live = new FakeIndex([
			record(1, 'alice'),
			...[1, 2, 3].map(rfc => record(rfc, 'carol', {port: 6003})),
			...[1, 2].map(rfc => record(rfc, 'dave', {port: 6004})),
		]);
		peer.live.unreachable.add('dave');
		const screen = await open(peer);
		const names = (): string =>
			[...screen.text().matchAll(/(alice|carol|dave) +192/g)].map(([, name]) => name).join(' ');
		const shows = (wanted: string): Promise<void> =>
			until(
				() => names() === wanted,
				() => screen.text(),
			);
		await screen.type(']', ']', ']', key.down);
		await screen.shows(/▸ carol/);
		await shows('alice carol dave');
		await screen.type('S');
		await shows('dave carol alice');
		await screen.type('s', 's');
		await screen.shows('RFCs ▼');
		await shows('carol dave alice');
		await screen.shows(/▸ carol/);
		await screen.type('S');
		await shows('alice dave carol');
		await screen.type('s');
		await screen.shows('ver▲');
		await screen.type('s');
		await screen.shows('state ▲');
		await shows('dave alice carol');
		expect(peer.calls).toEqual([]);
	});

	it('sorts what a peer shares by any column, and the next visit by number again', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([
			record(1, 'alice', {title: 'beta', size: 5}),
			record(2, 'alice', {title: 'Gamma', size: 9}),
			record(3, 'alice', {title: 'Alpha', size: 7}),
		]);
		const screen = await open(peer);
		const rows = (): string =>
			[...screen.text().matchAll(/(\d) (?:beta|Gamma|Alpha) +\d B/g)].map(([, rfc]) => rfc).join(' ');
		const shows = (wanted: string): Promise<void> =>
			until(
				() => rows() === wanted,
				() => screen.text(),
			);
		await screen.type(']', ']', ']', key.enter);
		await shows('1 2 3');
		await screen.type('s');
		await screen.shows('title ▲');
		await shows('3 1 2');
		await screen.type('s');
		await shows('2 3 1');
		await screen.type('S');
		await shows('1 3 2');
		await screen.type(key.esc);
		await screen.shows('name ▲');
		await screen.type(key.enter);
		await shows('1 2 3');
	});

	it('tells in a narrow window, too, by which column a list is sorted that has no room for it', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(1, 'alice', {size: 5}), record(2, 'alice', {size: 9})]);
		const screen = await open(peer, 40, 12);
		await screen.type(']', 's', 's', 's');
		await screen.shows(/Library ─+ by size ▼ · 2 shared ─╮/);
		await screen.type(']', ']', key.enter, 's', 's');
		await screen.shows(/What alice shares ─+ by size ▼ · 2 ─╮/);
		await screen.shows(/▸ +2 /);
	});

	it('marks in what a peer shares as in the search, and gets its own version of what is marked', async () => {
		const peer = new FakePeer();
		const digest = (letter: string) => ({digest: `sha-256=:${letter.repeat(10)}:`});
		peer.live = new FakeIndex([
			record(100, 'alice', digest('a')),
			record(100, 'dave', digest('d')),
			record(200, 'alice', digest('a')),
			record(300, 'dave', digest('d')),
			record(1945, 'alice'),
		]);
		const screen = await open(peer);
		await screen.type('4', 'G', key.up, ' ');
		await screen.shows('1 marked · M gets it · * marks all');
		await screen.type(']', ']', ']', key.enter);
		await screen.shows('1 marked · M gets it · * marks all');
		await screen.type('*');
		await screen.shows('3 marked · M gets them · * unmarks all');
		await screen.shows(/▸ \* +100 /);
		await screen.type(' ');
		await screen.shows('2 marked · M gets them · * marks all');
		await screen.type(key.up, ' ', 'M');
		await screen.shows('Asked for 3 RFCs.');
		expect(peer.calls).toEqual(['get 300 dave', 'get 200 alice', 'get 100 alice']);
		await screen.hides(' marked');
	});

	it('reads what is here of what a peer shares, and offers to get the rest from that peer', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(100, 'alice'), record(100, 'dave'), record(1945, 'dave')]);
		const screen = await open(peer);
		await screen.type(']', ']', ']', key.down, key.enter);
		await screen.shows('what dave shares');
		await screen.type('R');
		await screen.shows('RFC 100 is not here. dave and 1 other peer can send it. R again gets it and opens it.');
		await screen.type('R');
		await asked(screen, peer, 'get 100 dave');
		await screen.shows('enter gets it · esc goes back to all peers');
		await screen.type(key.down);
		await screen.shows('enter reads it · esc goes back to all peers');
		await screen.type('R');
		await screen.shows('RFC 1945: ');
	});

	it('gets nothing from a peer by an offer that another one would send it', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(100, 'alice'), record(100, 'dave')]);
		const screen = await open(peer);
		await screen.type(']', ']', ']', key.enter, 'R');
		await screen.shows('alice and 1 other peer can send it. R again gets it and opens it.');
		await screen.type(key.esc, key.down, key.enter, 'R');
		await screen.shows('dave and 1 other peer can send it. R again gets it and opens it.');
		expect(peer.calls).toEqual([]);
	});

	it("tells what others are given instead of an address of the server's own machine", async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(9110, 'alice', {address: '127.0.0.1'})]);
		const screen = await open(peer);
		await screen.type(']', ']', ']');
		await screen.shows("On the index server's machine");
	});

	it('says whether it is complete and new, as the search does', async () => {
		const peer = new FakePeer();
		const index = new FakeIndex([]);
		index.state = 'filling';
		peer.live = index;
		const screen = await open(peer);
		await screen.shows('The index server is telling what is shared');
		await screen.type(']', ']', ']');
		await screen.shows('The index server is telling who is here');
		index.all = bob().live?.all ?? [];
		index.state = 'stale';
		index.changed();
		await screen.shows(/Network ─+ 2, as they were ─/);
	});

	it('says nothing about an index server that it has not joined', async () => {
		const peer = new FakePeer();
		peer.change({session: {kind: 'connecting'}});
		const screen = await open(peer);
		await screen.type(']', ']', ']');
		await screen.shows('Who is here will appear as soon as the index server answers.');
	});

	it('says what 1.0 does not tell, whoever chose to speak that', async () => {
		const peer = new FakePeer();
		peer.change({session: {kind: 'joined', protocol: '1.0'}});
		const screen = await open(peer);
		await screen.shows('Nothing asked yet: with this index server you speak');
		await screen.type(']', ']', ']');
		await screen.shows('With this index server you speak');
	});

	it('says that an index is not shown for which there is no memory', async () => {
		const screen = await open(new FakePeer());
		await screen.shows('Nothing asked yet: this index cannot be shown as a whole');
		await screen.type(']', ']', ']');
		await screen.shows('This index cannot be shown as a whole, nor who is here.');
	});
});

describe('undo', () => {
	it('goes on with a download that was stopped', async () => {
		const peer = bob();
		peer.change({downloads: [download(7, 9110, {kind: 'running', received: 10, total: 100, rate: 1})]});
		const screen = await open(peer);
		await screen.type(']', ']', 'd');
		await asked(screen, peer, 'drop 7');
		await screen.shows('RFC 9110 is stopped. · u goes on with RFC 9110');
		await screen.type('u');
		await asked(screen, peer, 'retry 7');
		await screen.type('u');
		await screen.shows('There is nothing to undo');
		expect(peer.calls).toEqual(['drop 7', 'retry 7']);
	});

	it('offers nothing for a download that is off the list, and says what became of what had come', async () => {
		const peer = bob();
		peer.change({downloads: [download(7, 9110, {kind: 'running', received: 10, total: 100, rate: 1})]});
		const screen = await open(peer);
		await screen.type(']', ']', 'd');
		await screen.shows('u goes on with RFC 9110');
		const done = {kind: 'done', bytes: 5, seconds: 1, file: '/f', verified: 'digest'} as const;
		peer.change({downloads: [download(7, 9110, {kind: 'cancelled', received: 10}), download(6, 2818, done)]});
		await screen.shows('stopped at 10 B');
		await screen.type('d');
		await screen.shows('RFC 9110 is off this list, and what had come of it is deleted.');
		await screen.hides('goes on with RFC 9110');
		peer.change({downloads: [download(6, 2818, done)]});
		await screen.hides('stopped at 10 B');
		await screen.type('d');
		await screen.shows('RFC 2818 is off this list. Your file stays: it is in Library.');
		await screen.type('u');
		await screen.shows('There is nothing to undo');
		expect(peer.calls).toEqual(['drop 7', 'drop 7', 'drop 6']);
	});

	it('is not needed for what is here: all of it leaves the list of transfers by one key', async () => {
		const peer = bob();
		const done = {kind: 'done', bytes: 5, seconds: 1, file: '/f', verified: 'digest'} as const;
		const paused = download(8, 9110, {kind: 'paused', received: 10, total: 100});
		peer.change({downloads: [paused, download(7, 2818, done), download(6, 1945, done)]});
		const screen = await open(peer);
		await screen.type(']', ']', 'D');
		await screen.shows('2 downloads that are here are off this list. The files stay: see Library.');
		expect(peer.calls).toEqual(['drop 7', 'drop 6']);
		peer.change({downloads: [paused]});
		await screen.hides('2818');
		await screen.type('D');
		await screen.shows('Not now: nothing has come.');
	});

	it('takes back what was added in the menu', async () => {
		const peer = bob();
		const screen = await open(peer);
		await screen.type('1', '7540', key.enter, key.enter);
		await asked(screen, peer, 'add 7540 Title of 7540 -');
		await screen.shows('u takes RFC 7540 back');
		await screen.type('u');
		await asked(screen, peer, 'remove 7540');
	});

	it('wants an RFC again', async () => {
		const peer = bob();
		peer.change({wanted: [8999]});
		const screen = await open(peer);
		await screen.type(']', ']', 'd');
		await asked(screen, peer, 'unwant 8999');
		await screen.type('u');
		await asked(screen, peer, 'want 8999');
	});
});
