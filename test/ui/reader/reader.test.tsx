import {afterEach, describe, expect, it} from 'vitest';
import {displayWidth} from '../../../source/text/width.ts';
import {Reader} from '../../../source/ui/reader/reader.tsx';
import {download, entry, FakeIndex, FakePeer} from '../helpers/fake-peer.ts';
import {record} from '../helpers/fake-server.ts';
import {stageWithMouse} from '../helpers/mouse.tsx';
import {key, type Stage, stage, theme, until} from '../helpers/stage.ts';

const filler = (from: number, count: number): string[] =>
	Array.from(
		{length: count},
		(_, index) => `   Line ${from + index} of the text, which goes on and on to the right margin of it.`,
	);

const document = [
	'Internet Engineering Task Force (IETF)                       A. Writer',
	'Request for Comments: 7000                                   June 2031',
	'',
	'',
	'                          Lamps and Wicks',
	'',
	'Abstract',
	'',
	'   Lamps are described in Section 2.1, wicks in [RFC7001], and oil in',
	'   RFC 7002.  A lamp needs a wick; see Section',
	'   2 of [RFC7001].',
	'',
	'1.  Introduction',
	'',
	...filler(1, 30),
	'',
	'A. Writer                 Standards Track                     [Page 1]',
	'\fRFC 7000                      Lamps                        June 2031',
	'',
	'2.  Light',
	'',
	'2.1.  The Needle in the Haystack',
	'',
	...filler(100, 40),
	'   The needle, and a second',
	'   needle.',
	'',
	...filler(200, 40),
	'',
	"Authors' Addresses",
	'',
	'   Nowhere.',
].join('\n');

let shown: Stage | undefined;
let closed = 0;

type Opening = {
	readonly text?: string;
	readonly size?: readonly [columns: number, rows: number];
	readonly rfc?: number;
};

async function open(peer: FakePeer, {text = document, size = [80, 24], rfc = 7000}: Opening = {}): Promise<Stage> {
	closed = 0;
	const close = (): void => {
		closed++;
	};
	const [columns, rows] = size;
	const reader = () => (
		<Reader size={{columns, rows}} peer={peer} reading={{rfc, text}} active close={close} interrupt={close} />
	);
	shown = await stage(reader(), columns, rows);
	return shown;
}

/** A peer that has RFC 7000, and of others what `more` names. */
function peerWith(...more: readonly number[]): FakePeer {
	const peer = new FakePeer();
	peer.entries = [7000, ...more].map(rfc => entry(rfc));
	peer.texts.set(7000, document);
	peer.texts.set(
		7001,
		['Request for Comments: 7001', '', '1.  Wick', '', '   W.', '', '2.  Wax', '', '   See RFC 7000.'].join('\n'),
	);
	return peer;
}

afterEach(() => shown?.unmount());

describe('the reader', () => {
	it('says of an empty document that there is nothing to read', async () => {
		const screen = await open(new FakePeer(), {text: '\f\n \n'});
		await screen.shows('There is nothing to read: the file of RFC 7000 is empty.');
	});

	it('scrolls by lines, pages, and to both ends, and tells how far it is', async () => {
		const screen = await open(peerWith());
		await screen.shows('RFC 7000: Title of 7000');
		await screen.type(key.down, 'j');
		await screen.hides('Request for Comments');
		await screen.type(key.pageDown);
		await screen.shows('Line 10 ');
		await screen.type('G');
		await screen.shows('Nowhere.');
		await screen.shows('100 %');
		await screen.type('g');
		await screen.shows('Request for Comments');
	});

	it('folds page breaks away, and p shows them without moving the text', async () => {
		const screen = await open(peerWith());
		await screen.type(key.pageDown, key.pageDown);
		await screen.shows('2.1.  The Needle');
		await screen.hides('[Page 1]');
		await screen.type('p');
		await screen.shows('[Page 1]');
		await screen.type('p');
		await screen.hides('[Page 1]');
	});

	it('finds while it is typed, also over the end of a line, counts, and forgets at Esc', async () => {
		const screen = await open(peerWith());
		await screen.type('/', 'needle');
		await screen.shows('1 of 3');
		await screen.type(key.enter, 'n');
		await screen.shows('2 of 3');
		await screen.type('n', 'n');
		await screen.shows('1 of 3');
		expect(screen.raw()).toContain(theme.paint('cursor', 'Needle'));
		await screen.type('N', '/', 'second needle');
		await screen.shows('1 of 1');
		await screen.type(key.enter, key.esc);
		await screen.hides('1 of 1');
		expect(closed).toBe(0);
		await screen.type('/', 'zzz');
		await screen.shows('nothing matches `zzz` (Esc clears)');
		await screen.type(key.esc, key.esc);
		await until(
			() => closed === 1,
			() => screen.text(),
		);
	});

	it('goes from link to link, follows them to sections and other documents, and comes back', async () => {
		const peer = peerWith(7001);
		const screen = await open(peer);
		await screen.type(key.tab);
		expect(screen.raw()).toContain(theme.paint('cursor', 'Section 2.1'));
		await screen.type(key.enter);
		await screen.shows('Section 2.1 ·');
		await screen.hides('Abstract');
		await screen.type(key.backspace);
		await screen.shows('Abstract');
		await screen.type(key.tab, key.tab, key.tab, key.tab);
		// It stands on two lines.
		expect(screen.raw()).toContain(theme.paint('cursor', '2 of [RFC7001]'));
		await screen.type(key.enter);
		await screen.shows('RFC 7001: Title of 7001');
		await screen.type(key.tab);
		expect(screen.raw()).toContain(theme.paint('cursor', 'RFC 7000'));
		await screen.type(key.backspace);
		await screen.shows('Abstract');
		await screen.type(key.backspace);
		await screen.shows('This is where you began');
	});

	it('gets what a link leads to from who has it, and opens it when it is here', async () => {
		const peer = peerWith();
		peer.live = new FakeIndex([record(7001, 'alice'), record(7001, 'dave')]);
		const screen = await open(peer);
		await screen.type(key.tab, key.tab, key.enter);
		await screen.shows('RFC 7001 is not here. alice and 1 other peer can send it');
		await screen.type(key.enter);
		expect(peer.calls).toContain('get 7001 alice');
		peer.change({downloads: [download(1, 7001, {kind: 'running', received: 40, total: 100, rate: 10})]});
		await screen.type(key.down);
		await screen.shows('RFC 7001 comes from alice, 40%');
		peer.entries = [...peer.entries, entry(7001)];
		await screen.type(key.down);
		await screen.shows('RFC 7001: Title of 7001');
	});

	it('says of a copy of the index that is out of date that it is', async () => {
		const peer = peerWith();
		peer.live = new FakeIndex([record(7001, 'alice')]);
		peer.live.state = 'stale';
		const screen = await open(peer);
		await screen.type(key.tab, key.tab, key.enter);
		await screen.shows('RFC 7001 is not here. alice had it when the index server was last heard');
		peer.live.all = [];
		await screen.type(key.esc, key.enter);
		await screen.shows('Nobody had RFC 7001 when the index server was last heard');
	});

	it('asks an index server of 1.0 who has what a link leads to', async () => {
		const peer = peerWith();
		peer.records = [record(7001, 'alice')];
		const screen = await open(peer);
		await screen.type(key.tab, key.tab, key.enter);
		await screen.shows('RFC 7001 is not here. alice can send it');
		expect(peer.calls).toContain('lookup 7001');
	});

	it('says that nobody has it, and wants it; or that it was never issued', async () => {
		const peer = peerWith();
		peer.live = new FakeIndex([record(2616, 'alice')]);
		peer.standings.set(7002, {issue: 'not-issued', indexDate: '2020-05-18'});
		const screen = await open(peer);
		await screen.type(key.tab, key.tab, key.enter);
		await screen.shows('Nobody here has RFC 7001 now (1 peer joined). w wants it');
		await screen.type('w');
		expect(peer.calls).toContain('want 7001');
		peer.change({wanted: [7001]});
		await screen.type(key.down);
		await screen.shows('RFC 7001 is wanted');
		await screen.type(key.esc);
		await screen.hides('is wanted');
		await screen.type(key.tab, key.enter);
		await screen.shows('RFC 7002 was not issued by 2020-05-18');
	});

	it('tells what replaced a document, and Enter opens that', async () => {
		const peer = peerWith(7001);
		peer.standings.set(7000, {
			status: 'Proposed Standard',
			obsoletedBy: [7001],
			updates: [6999],
			from: {index: true, heads: false},
			indexDate: '2032-01-01',
		});
		const screen = await open(peer, {size: [120, 30]});
		await screen.shows('✗ obsoleted by RFC 7001 · Proposed Standard · updates RFC 6999');
		await screen.shows('(rfc-index.txt of 2032-01-01)');
		await screen.type(key.enter);
		await screen.shows('RFC 7001: Title of 7001');
	});

	it('has a table of contents to jump from, over the text or beside it', async () => {
		const screen = await open(peerWith());
		await screen.type('t');
		await screen.shows('Contents of RFC 7000');
		await screen.hides('Lamps are described');
		await screen.type(key.down, key.down, key.down, key.enter);
		await screen.shows('Section 2.1 ·');
		screen.unmount();
		const wide = await open(peerWith(), {size: [120, 30]});
		await wide.type('t');
		await wide.shows('Contents of RFC 7000');
		await wide.shows('Lamps are described');
		await wide.type('G', key.enter);
		await wide.shows('Nowhere.');
		await wide.shows('Contents of RFC 7000');
		await wide.type(key.esc);
		await wide.hides('Contents of RFC 7000');
	});

	it('finds headings while they are typed', async () => {
		const screen = await open(peerWith());
		await screen.type('t', '/', 'needle');
		await screen.shows('2.1 The Needle in the Haystack');
		await screen.hides('Introduction');
		await screen.type('s');
		await screen.shows('No heading has `needles`');
		await screen.type(key.esc);
		await screen.shows('Introduction');
		await screen.type('/', '2.1', key.enter);
		await screen.shows('Section 2.1 ·');
		await screen.hides('Find:');
	});

	it('copies the citation of the section', async () => {
		const screen = await open(peerWith(), {size: [120, 30]});
		await screen.type('t', key.down, key.down, key.down, key.enter, 'y');
		await screen.shows('RFC 7000, Section 2.1, “The Needle in the Haystack”, June 2031');
	});

	it('remembers where it was left', async () => {
		const peer = peerWith();
		const screen = await open(peer);
		await screen.type(key.pageDown);
		await screen.shows('Line 10 ');
		screen.unmount();
		expect(peer.places.get(7000)).toBeGreaterThan(10);
		const again = await open(peer);
		await again.shows('Here you stopped reading before');
		await again.shows('Line 10 ');
	});

	it('obeys the mouse: links, contents, hints and wheel', async () => {
		const peer = peerWith(7001);
		const reader = (
			<Reader
				size={{columns: 120, rows: 30}}
				peer={peer}
				reading={{rfc: 7000, text: document}}
				active
				close={() => {}}
				interrupt={() => {}}
			/>
		);
		const screen = await stageWithMouse(reader, 120, 30);
		shown = screen;
		await screen.shows('Abstract');
		await screen.click('t contents');
		await screen.shows('Contents of RFC 7000');
		await screen.click('2.1 The Needle');
		await screen.shows('Section 2.1 ·');
		await screen.type(key.backspace);
		await screen.shows('Abstract');
		await screen.wheel('Lamps are described', 'down');
		await screen.hides('Request for Comments');
		await screen.click('[RFC7001]');
		await screen.shows('RFC 7001: Title of 7001');
	});

	it('opens what is empty, and what is all one line', async () => {
		for (const text of ['', 'x'.repeat(3000), '\f\f\r\n']) {
			const screen = await open(peerWith(), {text});
			await screen.type('G', key.tab, key.enter, key.right, 'p', 'y', '/', 'zz');
			await screen.shows('nothing matches `zz`');
			await screen.type(key.esc, 't');
			await screen.shows('no headings');
			screen.unmount();
		}
	});

	it('closes at q, and shows its keys', async () => {
		const screen = await open(peerWith());
		await screen.type('?', 'last', key.enter);
		await screen.shows('Nowhere.');
		await screen.type('q');
		await until(
			() => closed === 1,
			() => screen.text(),
		);
	});

	it.each([
		[200, 50],
		[120, 36],
		[80, 24],
		[40, 12],
		[30, 8],
	])('fits into %ix%i, with its contents and its sentences', async (columns, rows) => {
		const peer = peerWith();
		peer.live = new FakeIndex([]);
		peer.standings.set(7000, {obsoletedBy: [7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008], status: 'Historic'});
		const screen = await open(peer, {size: [columns, rows]});
		const fits = (): void => {
			expect(screen.rows()).toHaveLength(rows);
			for (const row of screen.rows()) expect(displayWidth(row), row).toBeLessThanOrEqual(columns);
		};
		await screen.shows('obsoleted by');
		fits();
		await screen.type('t');
		await screen.shows('Contents');
		fits();
		await screen.type(key.esc, key.enter);
		await screen.shows('RFC 7008');
		fits();
	});
});
