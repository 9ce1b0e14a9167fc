import {afterEach, describe, expect, it} from 'vitest';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {download, entry, FakeIndex, FakePeer} from '../helpers/fake-peer.ts';
import {noon, record} from '../helpers/fake-server.ts';
import {key, type Stage, stage, theme, until} from '../helpers/stage.ts';

let shown: Stage | undefined;

async function open(peer: FakePeer, columns = 80, rows = 24): Promise<Stage> {
	shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />, columns, rows);
	return shown;
}

afterEach(() => shown?.unmount());

/** A peer that follows an index of `count` RFCs and the given ones. */
function following(...titles: readonly (readonly [number, string])[]): FakePeer {
	const peer = new FakePeer();
	peer.live = new FakeIndex(titles.map(([rfc, title]) => record(rfc, 'alice', {title})));
	return peer;
}

const http: readonly (readonly [number, string])[] = [
	[1126, 'Goals and functional requirements'],
	[2616, 'Hypertext Transfer Protocol -- HTTP/1.1'],
	[2617, 'HTTP Authentication'],
	[9110, 'HTTP Semantics'],
];

describe('the search', () => {
	it('shows the whole index from the start, without a key, where the server tells its changes', async () => {
		const screen = await open(following(...http));
		await screen.shows('─ Search ─');
		await screen.shows('─ 4 ─');
		await screen.shows('1126 Goals and functional requirements');
	});

	it('finds while typing, by where words and numbers begin, and lights what it found', async () => {
		const screen = await open(following(...http));
		await screen.type('/', '26');
		await screen.shows('─ 2 of 4 ─');
		await screen.hides('Goals');
		await screen.type(key.down);
		// Yellow, which is put before and after it in steps of the terminal library's own.
		expect(screen.raw()).toMatch(/\u001b\[33m26(?:\u001b\[\d+m)+16/);
		await screen.type(key.backspace, key.backspace, 'htt sem');
		await screen.shows('─ 1 of 4 ─');
		await screen.shows('9110 HTTP Semantics');
		await screen.type(key.enter);
		await screen.shows('Find: htt sem');
		await screen.type(key.enter);
		await until(
			() => screen.text().includes('Asked alice for RFC 9110'),
			() => screen.text(),
		);
		await screen.shows(/Find: \S.* esc clears │/);
		await screen.type(key.esc);
		await screen.shows('─ 4 ─');
	});

	it('says that nothing matches, and Esc drops what was typed', async () => {
		const screen = await open(following(...http));
		await screen.type('/', 'zebra');
		await screen.shows('Nothing matches `zebra` (Esc clears).');
		await screen.type(key.esc);
		await screen.shows('1126 Goals');
	});

	it('keeps marks over what is looked for next', async () => {
		const peer = following(...http);
		const screen = await open(peer);
		await screen.type('/', 'goals', key.enter, ' ', '/', '\u007f'.repeat(5), 'semantics', key.enter, ' ');
		await screen.shows('2 marked · M gets them · * unmarks all');
		await screen.type('M');
		await screen.shows('Asked for 2 RFCs.');
		expect(peer.calls).toEqual(['get 1126 alice', 'get 9110 alice']);
	});

	it('is below the question for a number: Enter takes the RFC under the cursor, or what is typed', async () => {
		const peer = following(...http);
		const screen = await open(peer);
		await screen.type('6');
		await screen.shows('enter gets RFC 1126');
		await screen.type(key.down, key.enter);
		await until(
			() => peer.calls.includes('get 2616 alice') || peer.calls.includes('lookup 2616'),
			() => screen.text(),
		);
		await screen.type('3', '9110', key.enter);
		await until(
			() => peer.calls.includes('lookup 9110'),
			() => screen.text(),
		);
	});

	it('finds what is typed into the question: by words, or by the first digits; the cursor chooses another', async () => {
		const peer = following(...http);
		const screen = await open(peer);
		await screen.type('/', 'goals', key.enter);
		await screen.type('3', 'http');
		await screen.shows(/─ Lookup RFC ─+ 3 of 4 ─/);
		await screen.hides('1126 Goals');
		await screen.shows('enter asks for RFC 2616 · ↑↓ others');
		await screen.type(key.down);
		await screen.shows('enter asks for RFC 2617 · ↑↓ others');
		await screen.type('\u007f'.repeat(4), '2');
		await screen.shows('enter asks for RFC 2 · ↑↓ others');
		await screen.type(key.down, key.up);
		await screen.shows('enter asks for RFC 2616 · ↑↓ others');
		await screen.type('77');
		await screen.shows('enter asks for RFC 277 · esc back');
		await screen.shows('Nobody shares RFC 277 now. Enter asks the index server all the same.');
		await screen.type('\u007f'.repeat(3), 'zebra');
		await screen.shows('No RFC that is shared now has these words in its title.');
		await screen.type(key.enter);
		await screen.shows('"zebra" is not an RFC number');
		expect(peer.calls).toEqual([]);
		await screen.type(key.esc);
		await screen.shows('Find: goals');
		await screen.shows(/▸ +1126 Goals/);
	});

	it('is there for the question wherever it was asked, and the tab is the same afterwards', async () => {
		const peer = following(...http);
		const screen = await open(peer);
		await screen.type(']');
		await screen.shows('▸Library');
		await screen.type('6', 'goals');
		await screen.shows('enter gets RFC 1126');
		await screen.type(key.esc);
		await screen.shows('▸Library');
		await screen.type('6', 'goals', key.enter);
		await peer.called('lookup 1126');
	});

	it('shows what was asked for among the transfers, wherever the cursor was there', async () => {
		const peer = following(...http);
		const done = {kind: 'done', bytes: 4096, seconds: 1, file: '/f', verified: 'digest'} as const;
		const before = [5, 4, 3, 2, 1].map(id => download(id, 100 + id, done));
		peer.change({downloads: before});
		for (const asks of [[key.enter], [' ', 'M']]) {
			const screen = await open(peer);
			await screen.type(key.tab, key.tab, key.down, key.up, key.esc, '/', key.enter, ...asks);
			await screen.shows(/Asked (alice )?for /);
			peer.change({downloads: [download(6, 1126, {kind: 'connecting'}), ...before]});
			await screen.shows(/◐ +1126 +asking alice/);
			peer.change({downloads: before});
			screen.unmount();
		}
	});

	it('tries again what failed, instead of beginning it once more', async () => {
		const peer = following(...http);
		const failure = {kind: 'peer-lacks', rfc: 1126, from: 'alice'} as const;
		peer.change({downloads: [download(7, 1126, {kind: 'failed', received: 0, failure})]});
		const screen = await open(peer);
		await screen.shows('✗ failed');
		await screen.type(key.tab, key.enter);
		await screen.shows('Trying again to get RFC 1126.');
		expect(peer.calls).toEqual(['retry 7']);
	});

	it('is sorted by the next column with s, and the other way round with S', async () => {
		const peer = following(...http);
		const screen = await open(peer);
		const numbers = (): string =>
			screen
				.rows()
				.flatMap(row => /^│[▸ ] +(\d+) /.exec(row)?.[1] ?? [])
				.join(' ');
		const sorted = (wanted: string): Promise<void> =>
			until(
				() => numbers() === wanted,
				() => screen.text(),
			);
		await screen.type(key.tab);
		await sorted('1126 2616 2617 9110');
		await screen.type('s');
		await sorted('1126 2617 9110 2616');
		await screen.shows('title ▲');
		await screen.type('S');
		await sorted('2616 9110 2617 1126');
	});

	it('tells which documents are obsolete, and by what', async () => {
		const peer = following(...http);
		peer.standings.set(2616, {obsoletedBy: [7230, 9110]});
		const screen = await open(peer);
		await screen.shows('✗ see 9110…');
		shown?.unmount();
		const wide = await open(peer, 120, 36);
		await wide.type(key.tab, key.down);
		await wide.shows('✗ obsoleted by RFC 7230, 9110');
	});

	it('says of a number that it was never issued, and of an obsolete document what took its place', async () => {
		const peer = following(...http);
		peer.standings.set(8999, {issue: 'not-issued', indexDate: '2020-05-18'});
		peer.standings.set(2616, {obsoletedBy: [7230, 9110]});
		const screen = await open(peer);
		await screen.type('3', '8999', key.enter);
		await screen.shows('RFC 8999 was not issued by 2020-05-18, the date of your rfc-index.txt.');
		await screen.hides('wanted list');
		await screen.type('3', '2616', key.enter);
		await screen.shows('It is obsolete: RFC 9110 took');
	});

	it('offers to get what is not here, and opens it when it is', async () => {
		const peer = following(...http);
		const comes = (received: number) => download(1, 1126, {kind: 'running', received, total: 100, rate: 10});
		peer.get = ({rfc, host}) => {
			peer.calls.push(`get ${rfc} ${host}`);
			peer.change({downloads: [comes(0)]});
			return 1;
		};
		const screen = await open(peer);
		await screen.type(key.tab, 'R');
		await screen.shows('RFC 1126 is not here. alice can send it. R again gets it and opens it.');
		expect(peer.calls).toEqual([]);
		await screen.type('R');
		await screen.shows('RFC 1126 is on its way and opens when it is here (esc: it only comes).');
		expect(peer.calls).toEqual(['get 1126 alice']);
		peer.change({downloads: [comes(43)]});
		await screen.shows('43%');
		peer.entries = [...peer.entries, entry(1126)];
		peer.text = 'The text that was got.\n';
		peer.change({downloads: []});
		await screen.shows('The text that was got.');
	});

	it('takes an offer only while it stands there, and opens nothing that the person said Esc to', async () => {
		const peer = following(...http);
		const screen = await open(peer);
		await screen.type(key.tab, 'R', key.down, 'R');
		await screen.shows('RFC 2616 is not here.');
		expect(peer.calls).toEqual([]);
		peer.change({downloads: [download(1, 2616, {kind: 'running', received: 1, total: 100, rate: 10})]});
		await screen.type('R');
		await screen.shows('RFC 2616 is on its way and opens when it is here');
		// Esc is for the field on top first.
		await screen.type('6', '9', key.esc);
		await screen.shows('Find: /');
		await screen.type('/', 'http', key.esc);
		await screen.shows('opens when it is here');
		await screen.type(key.esc);
		await screen.shows('RFC 2616 is on its way, and does not open by itself.');
		peer.entries = [...peer.entries, entry(2616)];
		peer.change({downloads: []});
		await screen.shows('✓ have');
		expect(peer.calls).toEqual([]);
	});

	it('takes words before the peer has joined, none of whose letters then acts', async () => {
		const peer = following(...http);
		const {live} = peer;
		peer.live = undefined;
		peer.entries = [];
		peer.change({session: {kind: 'connecting'}, samples: true});
		const screen = await open(peer);
		await screen.type('/', 'semantics');
		await screen.shows('Find: semantics');
		await screen.shows('All RFCs that are shared will appear here');
		peer.live = live;
		peer.change({session: {kind: 'joined', protocol: '1.1'}});
		await screen.shows('─ 1 of 4 ─');
		await screen.shows('9110 HTTP Semantics');
		expect(peer.calls).toEqual([]);
	});

	it('tells what the keys do with the list only as long as it is shown', async () => {
		const screen = await open(following(...http));
		await screen.type('4');
		await screen.shows('is here already. Enter gets one, i shows who has it, / finds one.');
		await screen.type(']');
		await screen.shows('─ Library ─');
		await screen.hides('Enter gets one');
		await screen.shows('is here already.');
		await screen.type('[');
		await screen.shows('is here already. Enter gets one');
	});

	it('says one word for what Esc does with what is typed, in the field and below it', async () => {
		const screen = await open(following(...http));
		await screen.type('/', 'zebra');
		await screen.shows('Nothing matches `zebra` (Esc clears).');
		await screen.shows('enter keeps · esc clears');
		await screen.type(key.esc);
		await screen.shows('─ 4 ─');
	});

	it('shows how many have an RFC in a narrow window, too, while the list is sorted by that', async () => {
		const screen = await open(following(...http), 40, 12);
		await screen.type('4');
		await screen.shows(/RFC ▲ title +mine/);
		await screen.type('s', 's');
		await screen.shows(/RFC title +have▼ mine/);
		await screen.type('s');
		await screen.shows(/RFC ▲ title +mine/);
	});

	it('asks a server of 1.0 for the list first', async () => {
		const peer = new FakePeer();
		peer.change({session: {kind: 'joined', protocol: '1.0'}});
		const screen = await open(peer);
		const {promise, resolve} = Promise.withResolvers<void>();
		peer.gate = promise;
		await screen.type('/', 'title 261');
		await screen.shows('Find: title 261');
		expect(peer.calls).toEqual(['list']);
		resolve();
		await screen.shows('2616 Title of 2616');
		await screen.type('7');
		await screen.shows('Nothing matches `title 2617`');
		expect(peer.calls).toEqual(['list']);
	});

	it('leaves a number in its field when the list of a server of 1.0 comes meanwhile', async () => {
		const peer = new FakePeer();
		peer.change({session: {kind: 'joined', protocol: '1.0'}});
		const screen = await open(peer);
		const {promise, resolve} = Promise.withResolvers<void>();
		peer.gate = promise;
		await screen.type('4');
		await screen.shows('for everything that is shared');
		await screen.type('6', '26');
		await screen.shows('RFC number to get: 26');
		resolve();
		await screen.shows('2616 Title of 2616');
		await screen.type('16');
		await screen.shows('RFC number to get: 2616');
	});

	it('tells of an index server that is away what it knew when it was last heard', async () => {
		const peer = following(...http);
		const screen = await open(peer);
		await screen.type('4');
		await screen.shows(/The index server knows .+, and tells every\s+change:\s+the\s+list\s+is/);
		if (peer.live !== undefined) peer.live.state = 'stale';
		await screen.type('4');
		await screen.shows('When it was last heard, the index server knew');
	});
});
