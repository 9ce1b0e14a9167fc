import {afterEach, describe, expect, it} from 'vitest';
import {FailureError} from '../../../source/text/failures.ts';
import {bindings, takeTable} from '../../../source/ui/keys.ts';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {rebound} from '../../../source/ui/rebinding.ts';
import {busyPeer, download, FakeIndex, FakePeer} from '../helpers/fake-peer.ts';
import {noon, record} from '../helpers/fake-server.ts';
import {key, type Stage, stage, theme, until} from '../helpers/stage.ts';

let shown: Stage | undefined;
let left = 0;

/** A clock that starts at noon. */
function goingClock(): () => number {
	const start = Date.now();
	return () => noon + (Date.now() - start);
}

async function open(peer: FakePeer, columns = 100, rows = 30, clock = goingClock()): Promise<Stage> {
	left = 0;
	const quit = (): void => {
		left++;
	};
	shown = await stage(<PeerApp peer={peer} theme={theme} clock={clock} quit={quit} />, columns, rows);
	return shown;
}

afterEach(() => shown?.unmount());

/** The part of a row that lies in the results or transfers and has the text. */
const rowOf = (screen: Stage, text: string): string =>
	screen
		.text()
		.split(/[\n│]/)
		.find(part => part.includes(text) && !part.includes('─')) ?? '';

describe('the menu of the original', () => {
	it('has its six operations in their order with their numbers', async () => {
		const screen = await open(new FakePeer());
		const items = screen.rows().flatMap(row => /^│[ ▸]+(\d [A-Z][\w ]*?) *│/.exec(row)?.[1] ?? []);
		expect(items).toEqual(['1 Add RFC', '2 Remove RFC', '3 Lookup RFC', '4 List all', '5 Exit', '6 Get RFC']);
	});

	it('opens with arrows and Enter, and with digits from any pane', async () => {
		const screen = await open(new FakePeer());
		await screen.type(key.up, key.up, key.enter);
		await screen.shows('RFC number or file to share:');
		await screen.type(key.esc, key.tab, key.tab, '2');
		await screen.shows('RFC number to take back:');
		await screen.type(key.esc, '6');
		await screen.shows('RFC number to get:');
	});

	it('is moved and opened by other keys, too, where the person has others', async () => {
		const result = rebound(bindings, [
			{act: 'menu-right', context: 'menu', keys: ['v', 'down']},
			{act: 'open', context: 'menu', keys: ['o', 'enter']},
		]);
		if ('table' in result) takeTable(result.table);
		const screen = await open(new FakePeer());
		await screen.type('v', key.down, 'v');
		await screen.shows('▸ 6 Get RFC');
		await screen.type('o');
		takeTable(bindings);
		await screen.shows('RFC number to get:');
	});

	it('leaves its digits and letters alone where the person has given them another meaning', async () => {
		const result = rebound(bindings, [
			{act: 'operation-1', keys: ['2']},
			{act: 'operation-2', keys: ['1']},
			{act: 'operation-3', keys: ['9']},
			{act: 'menu-left', context: 'menu', keys: ['up']},
			{act: 'palette', context: 'panes', keys: ['k']},
		]);
		if (!('table' in result)) throw new Error(JSON.stringify(result));
		takeTable(result.table);
		try {
			const screen = await open(new FakePeer());
			await screen.shows('enter chooses from the menu');
			await screen.shows('▸ 3 Lookup RFC');
			await screen.type('1');
			await screen.shows('RFC number to take back:');
			await screen.type(key.esc, '2');
			await screen.shows('RFC number or file to share:');
			await screen.type(key.esc, '3', '9');
			await screen.shows('RFC number to look up:');
			await screen.type(key.esc, key.down, 'k');
			await screen.shows('─ Commands ─');
			await screen.type(key.esc);
			await screen.shows('▸ 4 List all');
		} finally {
			takeTable(bindings);
		}
	});

	it('is one row in a small terminal and works there by arrows and digits', async () => {
		const screen = await open(new FakePeer(), 80, 24);
		expect(screen.rows()[1]).toBe(' 1 Add  2 Remove ▸3 Lookup  4 List all  5 Exit  6 Get        ▸Search Library … ]');
		await screen.type(key.right, key.right, key.right, key.enter);
		await screen.shows('RFC number to get:');
	});
});

describe('the tabs', () => {
	it('are gone through by [ and ], each with its table in the focus', async () => {
		const screen = await open(busyPeer());
		await screen.shows('▸Search');
		await screen.type(']');
		await screen.shows('▸Library');
		await screen.shows('Title of 1945');
		await screen.type(']');
		await screen.shows('▸Transfers');
		await screen.type(']');
		await screen.shows('▸Network');
		await screen.type(']', '[', '[');
		await screen.shows('▸Transfers');
		await screen.type('[', '[', '[');
		await screen.shows('▸Wire');
		await screen.type(key.enter);
		await screen.shows('esc back');
	});

	it('give way to the one in which an operation shows its result, and Esc goes back', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type(']', ']', ']', ']', '3');
		await screen.shows('RFC number to look up:');
		await screen.shows('▸Search');
		await screen.type(key.esc);
		await screen.shows('▸Wire');
		await screen.type('6', '2616', key.enter);
		await peer.called('get 2616 alice');
		await screen.shows('▸Transfers');
		await screen.type('2');
		await screen.shows('RFC number to take back:');
		await screen.shows('▸Library');
	});
});

describe('the menu of keys', () => {
	it('says where to find a key of another place', async () => {
		const screen = await open(new FakePeer());
		await screen.type('?', 'pause');
		await screen.shows('No key here does `pause` (: knows all).');
		await screen.type(key.esc, ':', 'pause');
		await screen.shows('(only in the transfers)');
	});
});

describe('finding and getting', () => {
	it('says what the form does that is open, in the place of what was said before', async () => {
		const screen = await open(new FakePeer());
		await screen.type('-');
		await screen.shows('Each transfer is slowed down');
		for (const [digit, words] of [
			['1', 'Tells the index that you share an RFC'],
			['2', 'The index forgets that you share the RFC'],
			['3', 'Asks the index server who has the RFC; nothing is downloaded'],
			['6', 'gets it straight from a peer'],
		] as const) {
			await screen.type(digit);
			await screen.shows(words);
			expect(screen.text()).not.toContain('Each transfer is slowed down');
			await screen.type(key.esc);
			await screen.shows('Each transfer is slowed down');
		}
	});

	it('says in 80 columns, too, what Enter does before anything is typed', async () => {
		const peer = new FakePeer();
		peer.live = new FakeIndex([record(2616, 'alice')]);
		const screen = await open(peer, 80, 24);
		await screen.type('3');
		await screen.shows('enter asks for RFC 2616 · ↑↓ others');
		await screen.shows('enter go  ↑↓ move  esc back');
	});

	it('asks the index server who has a number and gets it from the holder under the cursor', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type('3', '2616', key.enter);
		await screen.shows('Search: RFC 2616');
		await screen.shows('The index server says who has RFC 2616: 2 peers.');
		await screen.type(key.down, key.enter);
		await peer.called('get 2616 dave');
		await screen.shows('Asked dave for RFC 2616: the file comes straight from that peer');
		expect(peer.calls).toEqual(['lookup 2616', 'get 2616 dave']);
	});

	it('names no single peer for what may come from any of several', async () => {
		const digest = 'a'.repeat(64);
		const holders = ['alice', 'dave', 'erin'].map((host, at) => record(2616, host, {digest, size: 9, port: 6001 + at}));
		for (const [count, who] of [
			[2, 'alice or dave'],
			[3, 'alice or one of 2 other peers'],
		] as const) {
			const peer = new FakePeer();
			peer.records = holders.slice(0, count);
			peer.live = new FakeIndex(peer.records);
			const screen = await open(peer);
			await screen.type('3', '2616', key.enter);
			await screen.shows(/or\s+from\s+another\s+with\s+the\s+same\s+bytes/);
			await screen.type(key.enter);
			await screen.shows(`Asked for RFC 2616: the file comes straight from ${who}, not`);
			screen.unmount();
		}
	});

	it('gets a number at once from the first holder that is somebody else', async () => {
		const peer = new FakePeer();
		peer.records = [record(2616, 'bob', {port: 6002}), ...peer.records];
		const screen = await open(peer);
		await screen.type('6', '2616', key.enter);
		await peer.called('get 2616 alice');
	});

	it('says in a sentence that nobody has an RFC, and that a text is no number', async () => {
		const screen = await open(new FakePeer());
		await screen.type('3', '8999', key.enter);
		await screen.shows('Nobody here has RFC 8999 now');
		await screen.type('3', 'abc', key.enter);
		await screen.shows('"abc" is not an RFC number');
		await screen.type(key.backspace, key.backspace, key.backspace, key.enter);
		await screen.shows('Type the number of an RFC, for instance 2616.');
	});

	it('shows a spinner while a server does not answer, its seconds, and is cancelled by Esc', async () => {
		const peer = new FakePeer();
		peer.gate = new Promise(() => {});
		const screen = await open(peer);
		await screen.type('4');
		await until(
			() => /[⠋⠙⠹⠸⠼⠴⠦⠧] Asking the index server at 192\.168\.1\.20:5555/.test(screen.text()),
			() => screen.text(),
		);
		await screen.type(key.tab);
		await screen.shows('2 s (esc cancels)');
		await screen.type(key.esc);
		await screen.shows('Cancelled.');
		await peer.called('aborted list');
	});

	it('says a failure of the index server as its sentence', async () => {
		const peer = new FakePeer();
		peer.failure = new FailureError({kind: 'server-silent', host: '10.0.0.9', port: 5555, seconds: 10});
		const screen = await open(peer);
		await screen.type('3', '1', key.enter);
		await screen.shows('The index server at 10.0.0.9:5555 has not answered for 10 s');
	});

	it('lists everything, filters it, and tells what is here already', async () => {
		const peer = new FakePeer();
		peer.records = [record(1945, 'alice'), record(2616, 'bob', {port: 6002}), record(9110, 'carol')];
		// In 1.0 it is its address that names a peer.
		peer.records.push(record(2818, '192.168.1.32', {address: '192.168.1.32', port: 6002}));
		const screen = await open(peer);
		await screen.type('4');
		await screen.shows('The index server knows 4 records of 4 RFCs.');
		expect(rowOf(screen, ' 1945 Title')).toContain('✓ have');
		for (const own of [2616, 2818]) expect(rowOf(screen, ` ${own} Title`)).toContain('● mine');
		await screen.type('/', 'title 9110', key.enter);
		await screen.shows('1 of 4');
		await screen.type(key.enter);
		await peer.called('get 9110 carol');
	});
});

describe('sharing', () => {
	it('adds a document of the folders with the title that is known', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type('1', '7540', key.enter);
		await screen.shows('Title:      Title of 7540');
		await screen.type(' X', key.enter);
		await peer.called('add 7540 Title of 7540 X -');
		await screen.shows('The index server now knows that you share RFC 7540, Title of 7540 X');
		// What Enter would read, and d take back.
		await screen.shows(/▸ +7540 /);
	});

	it('adds any file with number and title offered from it', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type('1', './some.txt', key.enter);
		await screen.shows('RFC number: 9999');
		await screen.type(key.enter);
		await peer.called('add 9999 Title from the text ./some.txt');
	});

	it('leaves the list as it is while a path is typed, from its first character on', async () => {
		const screen = await open(new FakePeer());
		await screen.type('1', '~');
		await screen.shows('RFC number or file to share: ~');
		await screen.shows('7540');
		await screen.type('/rfcs');
		await screen.shows('7540');
	});

	it('names what Remove does and removes only after y', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type('2', '28', key.enter);
		await screen.shows('Remove RFC 2818 (Title of 2818) from the index?');
		await screen.type(key.enter);
		await screen.hides('Sure?');
		expect(peer.calls).toEqual([]);
		await screen.type(key.enter, 'y');
		await peer.called('remove 2818');
		await screen.shows('RFC 2818 is no longer shared');
	});
});

describe('transfers', () => {
	it('tells each in one line: number, bar, share, bytes, rate, time left, source', async () => {
		const screen = await open(busyPeer());
		await screen.shows('◐   2616  █████▏░░░░░░  42%  177/412 KiB  60 KiB/s    4 s  alice');
		await screen.shows('▲   7540');
		await screen.shows('to carol');
		await screen.shows('2 running · 1 failed · 1 sending');
		await screen.shows('✗   8881  erin closed at 12 % (183 KiB came) · r retry · d drop');
	});

	it('retries, drops and reads the one under the cursor', async () => {
		const peer = busyPeer();
		const screen = await open(peer);
		await screen.type(key.tab, key.tab, key.down, key.down, key.down, 'r');
		await peer.called('retry 2');
		await screen.type('d');
		await peer.called('drop 2');
		await screen.type(key.down, key.enter);
		await peer.called('read 9293');
		await screen.shows('Hypertext Transfer Protocol');
	});

	it('asks what to do with a file that differs', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		const differs = {kind: 'differs', bytes: 432_138, existingBytes: 422_279, file: '/d/rfc2616.txt'} as const;
		peer.change({downloads: [download(7, 2616, differs, 'dave')]});
		await screen.shows("dave's has 432,138 bytes, yours 422,279: take the new one? y/n");
		await screen.shows('y takes the new one, n keeps yours.');
		await screen.type('n');
		await peer.called('drop 7');
		await screen.type('y');
		await peer.called('replace 7');
	});

	it('says when a document has come', async () => {
		const peer = busyPeer();
		const screen = await open(peer);
		const done = {kind: 'done', bytes: 422_279, seconds: 4, file: '/d/rfc2616.txt', verified: 'length'} as const;
		peer.change({downloads: [download(4, 2616, done), ...peer.facts().downloads.slice(1)]});
		await screen.shows('RFC 2616 is here, 412 KiB from alice, only its length was checked, because nobody');
	});

	it('are slowed down and sped up by keys', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		await screen.type('-', '-', '+', '0');
		await peer.called('pace full');
		expect(peer.calls).toEqual(['pace 1024000', 'pace 512000', 'pace 1024000', 'pace full']);
	});
});

describe('the peer screen', () => {
	it('names the firewall when nobody can reach it', async () => {
		const peer = new FakePeer();
		peer.change({session: {kind: 'joined', protocol: '1.1', reachable: false}});
		const screen = await open(peer);
		await screen.shows('✗ nobody reaches me at 192.168.1.32:6002');
		await screen.shows('cannot reach you at 192.168.1.32:6002: a firewall,');
	});

	it('is drawn while the peer is still connecting, and tells a lost server with what r does', async () => {
		const peer = new FakePeer();
		peer.change({session: {kind: 'connecting'}});
		const screen = await open(peer);
		await screen.shows('◐ connecting to 192.168.1.20:5555');
		const failure = {kind: 'server-absent', host: '192.168.1.20', port: 5555, reason: 'connection refused'} as const;
		peer.change({session: {kind: 'waiting', failure, retryAt: noon + 60_000}});
		await screen.shows('✗ not joined, again in');
		await screen.shows('No index server answers at 192.168.1.20:5555 (connection refused).');
		peer.change({session: {kind: 'connecting', failure}});
		await screen.shows('◐ connecting to');
		await screen.shows('No index server answers at 192.168.1.20:5555 (connection refused).');
		peer.change({session: {kind: 'waiting', failure, retryAt: noon + 60_000}});
		await screen.shows('✗ not joined');
		await screen.type('r');
		await peer.called('reconnect');
	});

	it('asks before it stops transfers, by name, and else just leaves', async () => {
		const busy = await open(busyPeer());
		await busy.type('5');
		await busy.shows('RFC 2616 stops at 42%');
		await busy.type('n');
		await busy.hides('Sure?');
		expect(left).toBe(0);
		await busy.type('q', 'y');
		await until(
			() => left === 1,
			() => busy.text(),
		);
		busy.unmount();
		const idle = await open(new FakePeer());
		await idle.type('5');
		await until(
			() => left === 1,
			() => idle.text(),
		);
	});

	it('leaves by itself when all transfers are done, if the person says so', async () => {
		const peer = busyPeer();
		const screen = await open(peer);
		await screen.type('q', 'w');
		await screen.shows('p2pci quits as soon as nothing is running');
		await screen.type(key.esc);
		await screen.shows('p2pci stays.');
		await screen.type('q', 'w');
		expect(left).toBe(0);
		peer.change({downloads: [], uploads: []});
		await until(
			() => left > 0,
			() => screen.text(),
		);
	});

	it('asks for an upload, too, that began only now and is on no frame yet', async () => {
		const peer = new FakePeer();
		const upload = {
			...{id: 3, rfc: 2616, to: 'carol', started: noon, sent: 1, total: 2, rate: 0},
			state: 'running',
		} as const;
		const screen = await open(peer);
		peer.begun = [upload];
		await screen.type('q');
		await screen.shows('carol may lose RFC 2616');
		await screen.type('n');
		peer.change({uploads: []});
		peer.begun = [upload];
		await screen.type(key.ctrlC);
		await screen.shows('1 transfer running: Ctrl-C again to quit.');
		expect(left).toBe(0);
	});

	it('needs Ctrl-C twice within a second while transfers run, and once else', async () => {
		let now = noon;
		const screen = await open(busyPeer(), 100, 30, () => now);
		await screen.type('?');
		await screen.shows('Find:');
		await screen.type(key.ctrlC);
		await screen.hides('Find:');
		await screen.shows('3 transfers running: Ctrl-C again to quit.');
		now += 1001;
		await screen.type(key.ctrlC);
		expect(left).toBe(0);
		now += 1000;
		await screen.type(key.ctrlC);
		await until(
			() => left === 1,
			() => screen.text(),
		);
	});

	it('shows a message whole, line ends visible, and what it answers', async () => {
		const screen = await open(busyPeer(), 80, 24);
		await screen.type(key.tab, key.tab, key.tab, key.enter);
		await screen.shows('Content-Length: 0␍␊');
		await screen.shows('answers: LOOKUP RFC 2616 P2P-CI/1.1 (N)');
		await screen.type(key.esc);
		await screen.shows('Transfers');
	});

	it('shows nothing of a stranger that could move the cursor or change colours', async () => {
		const peer = busyPeer();
		const evil = 'x\u001b[2J\n\u202e\u009b1m\u0007';
		peer.records = [record(2616, evil, {title: evil, address: evil})];
		peer.change({
			downloads: [{...download(9, 1, {kind: 'running', received: 1, total: 2, rate: 1}, evil), title: evil}],
			uploads: [{id: 3, rfc: 2, to: evil, started: noon, sent: 1, total: 2, rate: 0, state: 'running'}],
		});
		peer.wire.add({time: noon, direction: 'event', party: evil, summary: evil, bytes: 0, text: evil});
		peer.text = `ok\n${evil}`;
		const screen = await open(peer, 140, 40);
		const clean = (): void => {
			expect(screen.text().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
			expect(screen.rows()).toHaveLength(40);
		};
		await screen.type('3', '2616', key.enter);
		await screen.shows('Search: RFC 2616');
		clean();
		await screen.type(key.tab, key.tab, key.enter);
		clean();
	});
});
