import {afterEach, describe, expect, it} from 'vitest';
import type {Download, DownloadSource, DownloadState} from '../../../source/peer/peer-state.ts';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {createTheme} from '../../../source/ui/theme.ts';
import {download, FakePeer} from '../helpers/fake-peer.ts';
import {noon} from '../helpers/fake-server.ts';
import {key, type Stage, stage, theme} from '../helpers/stage.ts';

let shown: Stage | undefined;

async function open(peer: FakePeer, columns = 100, rows = 30, look = theme): Promise<Stage> {
	shown = await stage(<PeerApp peer={peer} theme={look} clock={() => noon} quit={() => {}} />, columns, rows);
	return shown;
}

afterEach(() => shown?.unmount());

const source = (host: string, more: Partial<DownloadSource>): DownloadSource => ({
	host,
	address: '192.168.1.31',
	port: 6001,
	bytes: 0,
	rate: 0,
	state: 'sending',
	...more,
});

const mib = 1_048_576;
const running: DownloadState = {kind: 'running', received: 48 * mib, total: 64 * mib, rate: 4 * mib};

const fromThree: Download = {
	...download(5, 7777, running),
	sources: [
		source('alice', {bytes: 32 * mib, rate: 3 * mib}),
		source('dave', {bytes: 16 * mib, rate: mib}),
		source('erin', {
			state: 'dropped',
			failure: {kind: 'garbage-answer', rfc: 7777, from: 'erin'},
		}),
	],
};

const failure = {kind: 'peer-lacks', rfc: 1, from: 'erin'} as const;

/** One download in each state. */
const states: readonly DownloadState[] = [
	{kind: 'queued', received: 0},
	{kind: 'connecting'},
	running,
	{kind: 'paused', received: 1024, total: 4096},
	{kind: 'waiting', received: 2048, failure, retryAt: noon + 7000},
	{kind: 'verifying', bytes: 4096},
	{kind: 'done', bytes: 4096, seconds: 1, file: '/f', verified: 'digest'},
	{kind: 'already-here', bytes: 4096, file: '/f'},
	{kind: 'differs', bytes: 1, existingBytes: 2, file: '/f'},
	{kind: 'failed', received: 0, failure},
	{kind: 'cancelled', received: 5},
];

describe('the transfers', () => {
	it('show each source of a download with its share, rate and state below it', async () => {
		const peer = new FakePeer();
		peer.change({downloads: [fromThree]});
		const screen = await open(peer);
		await screen.shows('◐   7777  █████████░░░  75%    48/64 MiB 4.0 MiB/s    4 s  3 sources');
		await screen.shows('├  ██████░░░░░░  50%    32/64 MiB 3.0 MiB/s         ● alice');
		await screen.shows('├  ███░░░░░░░░░  25%    16/64 MiB 1.0 MiB/s         ● dave');
		await screen.shows('└  ░░░░░░░░░░░░   0%  ✗ erin does not speak P2P-CI');
		await screen.type(key.tab, key.tab, key.enter);
		await screen.shows('3 sources:');
		await screen.shows('33,554,432 bytes, 67% of what came, 3.0 MiB/s');
		await screen.shows('erin answered for RFC 7777 with something that is not P2P-CI');
	});

	it('say in the end who sent how much, and that the digest is right; nothing moves any more', async () => {
		const peer = new FakePeer();
		const done = {kind: 'done', bytes: 48 * mib, seconds: 12, file: '/f', verified: 'digest'} as const;
		peer.change({downloads: [{...fromThree, state: done}]});
		const screen = await open(peer);
		await screen.shows('✓   7777  48 MiB in 12 s from alice 67%, dave 33%, SHA-256 right');
		expect(screen.text()).not.toContain('MiB/s');
	});

	it('say of one that went on what the time was for', async () => {
		const peer = new FakePeer();
		const done = {
			kind: 'done',
			bytes: 640 * mib,
			before: 592 * mib,
			seconds: 12,
			file: '/f',
			verified: 'digest',
		} as const;
		peer.change({downloads: [{...fromThree, state: done}]});
		const screen = await open(peer);
		await screen.shows('✓   7777  640 MiB, the last 48 MiB in 12 s from alice 67%, dave 33%');
	});

	it('are told apart by sign and word, also without colours and in ASCII', async () => {
		const peer = new FakePeer();
		peer.change({downloads: states.map((state, at) => download(at + 1, 100 + at, state))});
		const plain = createTheme({colour: false, unicode: false});
		const screen = await open(peer, 120, 60, plain);
		const lines = states.map((_, at) => screen.rows().find(row => row.includes(`  ${100 + at}  `)) ?? '');
		const tellings = lines.map(line => /[^ |] +1\d\d {2}.*?(?= *\|)/.exec(line)?.[0].replace(/ 1\d\d /, ' ') ?? '');
		expect(new Set(tellings.map(telling => telling.slice(0, 14)))).toHaveLength(states.length);
		const signs = tellings.map(telling => telling[0]);
		expect(signs).toEqual(['o', '~', '~', '=', '.', '~', 'v', 'v', '!', 'x', 'x']);
		expect(screen.raw()).not.toMatch(/\u001b\[3\d/);
	});

	it('are paused, let go on, put first, tried again and cancelled by keys; the cursor stays on its transfer', async () => {
		const peer = new FakePeer();
		const set = (...kinds: readonly DownloadState[]): void =>
			peer.change({downloads: kinds.map((state, at) => download(9 - at, 9000 - at, state))});
		set(running, running, {kind: 'queued', received: 0}, {kind: 'failed', received: 0, failure});
		const screen = await open(peer);
		await screen.type(key.tab, key.tab, 'p');
		await peer.called('pause 9');
		await screen.shows('RFC 9000 is paused: p lets it go on.');
		set({kind: 'paused', received: 1024, total: 4096}, running, {kind: 'queued', received: 0});
		await screen.shows('‖   9000  ███░░░░░░░░░  25%');
		await screen.type('p');
		await peer.called('resume 9');
		await screen.shows('RFC 9000 goes on.');
		await screen.type(key.down, key.down, 't');
		await peer.called('raise 7');
		await screen.type('d');
		await peer.called('drop 7');
		set(running, running, {kind: 'cancelled', received: 0}, {kind: 'queued', received: 0});
		await screen.shows('stopped at 0 B');
		await screen.type('r');
		await peer.called('retry 7');
		await screen.shows('Trying again to get RFC 8998.');
		set({kind: 'failed', received: 0, failure}, running);
		await screen.shows('1 failed');
		await screen.type('R');
		await peer.called('retry all failed');
		await screen.shows('Trying again what failed: 1 RFC.');
		await screen.type(key.tab, 'r');
		await screen.shows('RFC 9000 failed: in Transfers r tries the one under the cursor again, R every one.');
	});

	it('come into the order of the queue', async () => {
		const peer = new FakePeer();
		const screen = await open(peer);
		const kinds: readonly DownloadState[] = [{kind: 'queued', received: 0}, running];
		for (const states of [kinds.toReversed(), kinds]) {
			peer.change({downloads: states.map((state, at) => download(9 - at, 9000 - at, state))});
			await screen.shows(/ 9000 .*\n.* 8999 /);
		}
		await screen.shows(/ 8999 .*\n.* 9000 /);
	});

	it('keep the cursor on the first one, too, when another comes before it', async () => {
		const peer = new FakePeer();
		const first = download(1, 1111, running);
		peer.change({downloads: [first]});
		const screen = await open(peer);
		await screen.type(key.tab, key.tab);
		await screen.shows(/▸.* 1111 /);
		peer.change({downloads: [download(2, 2222, running), first]});
		await screen.shows(/ 2222 .*\n.*▸.* 1111 /);
		await screen.type('d');
		await peer.called('drop 1');
	});

	it('say of one that nobody can send now that it goes on by itself', async () => {
		const peer = new FakePeer();
		const screen = await open(peer, 120, 30);
		const left = {kind: 'closed-early', rfc: 1, from: 'erin', received: 12, total: 100} as const;
		peer.change({downloads: [download(1, 1, {kind: 'failed', received: 12, failure: left, awaits: true}, 'erin')]});
		await screen.shows('erin closed at 12 % (12 B came) · waits for a holder · r retry · d drop');
		await screen.shows('It goes on by itself as soon as somebody joins');
	});

	it('say how to read what has come only where there is room for all of that', async () => {
		const peer = new FakePeer();
		const done = {
			kind: 'done',
			bytes: 300 * mib,
			before: 186 * mib,
			seconds: 16,
			file: '/f',
			verified: 'digest',
		} as const;
		peer.change({downloads: [download(5, 5000, done, 'bob')]});
		const screen = await open(peer, 80, 24);
		await screen.shows(/✓ {3}5000 {2}300 MiB, the last 114 MiB in 16 s from bob, SHA-256 right +│/);
		screen.resize(120, 30);
		await screen.shows('from bob, SHA-256 right · enter reads it');
	});

	it('tell a reason that has no room without its detail', async () => {
		const peer = new FakePeer();
		const about = {rfc: 1, from: 'lab-mirror', address: '10.0.0.9', port: 6000};
		const refused = {kind: 'peer-refused', ...about, reason: 'connection refused'} as const;
		peer.change({downloads: [download(3, 1, {kind: 'waiting', received: 0, failure: refused, retryAt: noon + 7000})]});
		const screen = await open(peer, 80, 24);
		await screen.shows('lab-mirror cannot be reached: again in 7 s');
	});

	it('wait in a queue, whose order is that of the lines', async () => {
		const peer = new FakePeer();
		const queued = (id: number): Download => download(id, 100 + id, {kind: 'queued', received: 0});
		peer.change({downloads: [queued(4), queued(3), queued(2), download(1, 101, running)]});
		const screen = await open(peer);
		await screen.shows('1 running');
		await screen.shows('3 in the queue');
		await screen.shows('↓ 4.0 MiB/s');
		const lines = screen.rows().flatMap(row => /[◐○] +(10\d {2}.*?) ·/.exec(row)?.[1] ?? []);
		expect(lines).toEqual(['102  next in the queue', '103  2nd of 3 in the queue', '104  3rd of 3 in the queue']);
		await screen.type(key.tab, key.tab, 'g', 't');
		await screen.shows('Not now: it is not in the queue.');
	});

	it('count down to the next try, and try at once at a key', async () => {
		const peer = new FakePeer();
		peer.change({downloads: [download(3, 1, {kind: 'waiting', received: 2048, failure, retryAt: noon + 7000})]});
		const screen = await open(peer);
		await screen.shows('erin no longer has it (2 KiB kept): again in 7 s · r now · d drop');
		await screen.shows('1 waiting');
		await screen.type(key.tab, key.tab, 'r');
		await peer.called('retry 3');
	});
});
