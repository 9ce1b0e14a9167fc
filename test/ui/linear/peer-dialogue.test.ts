import {createInterface} from 'node:readline';
import {PassThrough} from 'node:stream';
import {afterEach, describe, expect, it} from 'vitest';
import {announcements} from '../../../source/ui/linear/announcements.ts';
import {talkAsPeer} from '../../../source/ui/linear/peer-dialogue.ts';
import {talkAsServer} from '../../../source/ui/linear/server-dialogue.ts';
import {download, FakeIndex, FakePeer} from '../helpers/fake-peer.ts';
import {busyServer, FakeServer, record} from '../helpers/fake-server.ts';
import {until} from '../helpers/stage.ts';

const end = new Set<() => void>();
afterEach(() => {
	for (const stop of end) stop();
	end.clear();
});

/** A person at a terminal without a screen. */
function person(
	talk: (around: {lines: AsyncIterable<string>; print(line: string): void; signal: AbortSignal}) => Promise<void>,
) {
	const keyboard = new PassThrough();
	const heard: string[] = [];
	const over = new AbortController();
	end.add(() => over.abort());
	const ended = talk({lines: createInterface({input: keyboard}), print: line => heard.push(line), signal: over.signal});
	let from = 0;
	return {
		heard,
		ended,
		/** Types a line. */
		type: (line: string) => keyboard.write(`${line}\n`),
		/** Waits for a line with the text after those that were waited for before. */
		async hears(text: string): Promise<void> {
			await until(
				() => heard.slice(from).some(line => line.includes(text)),
				() => `Not heard: ${text}\n${heard.join('\n')}`,
			);
			from = heard.findIndex((line, at) => at >= from && line.includes(text)) + 1;
		},
		leave: () => keyboard.end(),
	};
}

const withPeer = (peer: FakePeer) => person(around => talkAsPeer(peer, around));

describe('a peer without a screen', () => {
	it('does all six operations by their numbers', async () => {
		const peer = new FakePeer();
		const me = withPeer(peer);
		await me.hears('1 Add RFC. 2 Remove RFC. 3 Lookup RFC. 4 List all. 5 Exit. 6 Get RFC.');
		me.type('3');
		await me.hears('RFC number:');
		me.type('2616');
		await me.hears('RFC 2616, Title of 2616: 2 holders.');
		await me.hears('alice at 192.168.1.31, port 6001.');
		me.type('6 2616');
		await me.hears('Asked alice for RFC 2616');
		me.type('4');
		await me.hears('2 records of 1 RFC');
		me.type('1 /tmp/rfc9999.txt');
		await me.hears('RFC number, or nothing for 9999:');
		me.type('');
		await me.hears('Title, or nothing for Title from the text:');
		me.type('');
		await me.hears('You share RFC 9999 now');
		me.type('2 1945');
		await me.hears('Yes or no:');
		me.type('yes');
		await me.hears('out of the index');
		me.type('5');
		await me.ended;
		expect(peer.calls).toEqual([
			'lookup 2616',
			'lookup 2616',
			'get 2616 alice',
			'list',
			'inspect /tmp/rfc9999.txt',
			'add 9999 Title from the text /tmp/rfc9999.txt',
			'remove 1945',
		]);
	});

	it('shares again what is in the folders, without asking what it knows', async () => {
		const peer = new FakePeer();
		const me = withPeer(peer);
		me.type('add 7540');
		await me.hears('You share RFC 7540 now');
		expect(peer.calls).toEqual(['add 7540 - -']);
	});

	it('finds RFCs as the screen does: each word begins one of the number or title', async () => {
		const peer = new FakePeer();
		peer.records = [record(2616, 'alice'), record(1126, 'bob')];
		const me = withPeer(peer);
		me.type('search TIT 26');
		await me.hears('1 RFC matches.');
		await me.hears('RFC 2616, Title of 2616: alice.');
	});

	it('changes nothing without a yes, and names what it does not understand', async () => {
		const peer = new FakePeer();
		const me = withPeer(peer);
		me.type('2 1945');
		await me.hears('Yes or no:');
		me.type('');
		await me.hears('Nothing was changed.');
		me.type('get abc');
		await me.hears('"abc" is not an RFC number');
		me.type('add /tmp/rfc9999.txt');
		await me.hears('RFC number, or nothing for 9999:');
		me.type('99x');
		await me.hears('"99x" is not an RFC number');
		await me.hears('Cancelled: a document needs a number and a title.');
		me.type('dance');
		await me.hears('There is no command dance.');
		me.type('help');
		await me.hears('3 or lookup NUMBER: say who has an RFC.');
		expect(peer.calls).toEqual(['inspect /tmp/rfc9999.txt']);
	});

	it('lets a person choose between versions by a letter', async () => {
		const peer = new FakePeer();
		peer.records = [
			record(2616, 'alice', {digest: 'a'.repeat(64), size: 422_279}),
			record(2616, 'dave', {digest: 'b'.repeat(64), size: 432_138, address: '192.168.1.34'}),
		];
		const me = withPeer(peer);
		me.type('get 2616');
		await me.hears('Which version?');
		me.type('b');
		await me.hears('Asked dave for RFC 2616');
		peer.live = new FakeIndex(peer.records);
		me.type('want 2616');
		await me.hears('Which version?');
		me.type('');
		await me.hears('Cancelled.');
		me.type('want 8999');
		await me.hears('RFC 8999 is wanted.');
		expect(peer.calls).toEqual(['lookup 2616', 'get 2616 dave', 'want 8999']);
	});

	it('tells what is wanted, and takes it from the list', async () => {
		const peer = new FakePeer();
		peer.change({wanted: [8999]});
		const me = withPeer(peer);
		me.type('status');
		await me.hears('RFC 8999: wanted.');
		me.type('drop 9000');
		await me.hears('There is no download of RFC 9000.');
		me.type('drop 8999');
		await me.hears('Dropped.');
		expect(peer.calls).toEqual(['unwant 8999']);
	});

	it('asks once for a document, and says so the second time', async () => {
		const peer = new FakePeer();
		const me = withPeer(peer);
		peer.change({downloads: [download(7, 2616, {kind: 'connecting'})]});
		me.type('get 2616');
		await me.hears('RFC 2616 is among the transfers already: status says how far it is.');
	});

	it('says long answers in pages', async () => {
		const peer = new FakePeer();
		peer.records = Array.from({length: 41}, (_, at) => record(1000 + at, 'alice'));
		const me = withPeer(peer);
		me.type('4');
		await me.hears('21 lines follow');
		me.type('more');
		await me.hears('RFC 1020');
		await me.hears('1 line follows');
	});

	it('says who is there, and the last messages', async () => {
		const peer = new FakePeer();
		const me = withPeer(peer);
		me.type('peers');
		await me.hears('is not known');
		peer.live = new FakeIndex([record(2616, 'alice'), record(2616, 'dave', {address: '192.168.1.34', port: 6004})]);
		peer.live.unreachable.add('dave');
		me.type('peers');
		await me.hears('2 peers.');
		await me.hears('dave at 192.168.1.34, port 6004: 1 RFC, cannot be reached.');
		me.type('messages');
		await me.hears('0 messages so far.');
		const summary = 'LOOKUP RFC 2616 P2P-CI/1.1';
		peer.wire.add({time: 0, direction: 'sent', party: 'index server', summary, bytes: 30, text: summary});
		const refused = 'RFC 5 is not shared here.';
		peer.wire.add({time: 1, direction: 'sent', party: 'dave', summary: refused, status: 404, bytes: 30, text: refused});
		me.type('messages');
		await me.hears('2 messages so far; the last ones, the newest first:');
		await me.hears('1, to index server: LOOKUP RFC 2616 P2P-CI/1.1.');
		expect(me.heard).toContain('2, to dave: 404 RFC 5 is not shared here.');
	});

	it('says of peers, messages and documents only those that match, where words are typed', async () => {
		const peer = new FakePeer();
		const me = withPeer(peer);
		peer.live = new FakeIndex([record(2616, 'alice'), record(2616, 'dave', {address: '192.168.1.34', port: 6004})]);
		me.type('peers 1.34');
		await me.hears('1 of 2 peers.');
		await me.hears('dave at 192.168.1.34, port 6004: 1 RFC.');
		me.type('library title 7540');
		await me.hears('1 of 3 documents.');
		await me.hears('RFC 7540, Title of 7540: not shared.');
		const asks = (rfc: number): number =>
			peer.wire.add({
				time: 0,
				direction: 'sent',
				party: 'dave',
				summary: `GET RFC ${rfc} P2P-CI/1.1`,
				bytes: 1,
				text: '',
			});
		const exchange = asks(5);
		const text = 'P2P-CI/1.1 404 Not Found';
		peer.wire.add({
			time: 1,
			direction: 'received',
			party: 'dave',
			summary: text,
			status: 404,
			bytes: 1,
			text,
			exchange,
		});
		asks(6);
		me.type('messages rfc:5');
		await me.hears('3 messages so far; 2 of them match, the newest first:');
		await me.hears('1, to dave: GET RFC 5 P2P-CI/1.1.');
		expect(me.heard.at(-2)).toContain('2, from dave: 404');
		me.type('messages 404');
		await me.hears('1 of them matches:');
		me.type('messages nothing-like-it');
		await me.hears('0 of them match.');
		for (let number = 0; number < 1000; number += 1) asks(7);
		me.type('messages rfc:5');
		await me.hears('1,003 messages so far; 0 of the last 1,000 match.');
		me.type('messages rfc:x');
		await me.hears('That is no filter: ');
		me.type('help');
		await me.hears('peers, or with WORDS: say who is there.');
	});

	it('says a message in full, and what its lines mean', async () => {
		const peer = new FakePeer();
		const me = withPeer(peer);
		const text = 'GET RFC 2616 P2P-CI/1.1\r\nHost: dave\r\n\r\n';
		peer.wire.add({time: 0, direction: 'received', party: 'dave', summary: 'GET RFC 2616', bytes: 39, text});
		peer.wire.addEvent({time: 1, party: 'dave', what: 'closed the connection', trouble: false});
		me.type('message 1');
		await me.hears('1, from dave: GET RFC 2616. 39 bytes.');
		await me.hears('GET RFC 2616 P2P-CI/1.1; send me the file.');
		await me.hears('Host: dave; who asks.');
		await me.hears('An empty line; end of the request.');
		me.type('message 2');
		await me.hears('2, about dave: closed the connection.');
		me.type('message');
		await me.hears('Number of the message:');
		me.type('9');
		await me.hears('There is no message 9 now: messages tells the numbers of the last ones.');
	});

	it('takes the end of the input for a yes when it asks whether to leave', async () => {
		const peer = new FakePeer();
		const me = withPeer(peer);
		peer.change({downloads: [download(1, 2616, {kind: 'running', received: 600, total: 1024, rate: 1})]});
		me.type('exit');
		await me.hears('RFC 2616 stops at 58%');
		me.leave();
		await me.ended;
		expect(me.heard.at(-1)).toContain('Yes or no:');
	});

	it('tells what happens while nothing is asked, and asks before it stops a transfer', async () => {
		const peer = new FakePeer();
		const me = withPeer(peer);
		await me.hears('Joined the index server');
		peer.change({downloads: [download(1, 2616, {kind: 'running', received: 0, total: 1024, rate: 1})]});
		await me.hears('RFC 2616 is coming from alice, 1 KiB.');
		const carol = {host: 'carol', address: '127.0.0.1', port: 6003, bytes: 0, rate: 0, state: 'sending'} as const;
		const other = download(2, 768, {kind: 'running', received: 0, total: 1024, rate: 1});
		peer.change({downloads: [...peer.facts().downloads, {...other, sources: [carol, {...carol, host: 'bob'}]}]});
		await me.hears('RFC 768 is coming from bob and carol, 1 KiB.');
		const half = download(1, 2616, {kind: 'running', received: 300, total: 1024, rate: 1});
		const silent = {kind: 'peer-silent', rfc: 2616, from: 'dave', seconds: 10, received: 0} as const;
		const dave = {...carol, host: 'dave', state: 'resting', failure: silent} as const;
		peer.change({downloads: [{...half, sources: [carol, dave, {...carol, host: 'bob'}]}]});
		await me.hears('RFC 2616: 25 percent, from bob and carol.');
		peer.change({downloads: [download(1, 2616, {kind: 'running', received: 600, total: 1024, rate: 1})]});
		await me.hears('RFC 2616: 50 percent.');
		me.type('exit');
		await me.hears('RFC 2616 stops at 58%');
		me.type('no');
		await me.hears('p2pci stays');
		peer.change({
			downloads: [download(1, 2616, {kind: 'done', bytes: 1024, seconds: 1, file: '/d', verified: 'digest'})],
		});
		await me.hears('RFC 2616 came from alice, 1 KiB, SHA-256 right.');
		me.leave();
		await me.ended;
	});
});

it('announces nothing twice', () => {
	const peer = new FakePeer();
	const before = peer.facts();
	peer.change({downloads: [download(1, 1, {kind: 'done', bytes: 1, seconds: 1, file: '/d', verified: 'none'})]});
	expect(announcements(before, peer.facts())).toHaveLength(1);
	expect(announcements(peer.facts(), {...peer.facts()})).toEqual([]);
});

it('an index server without a screen says who is here and ends at Exit', async () => {
	const server = new FakeServer();
	const me = person(around => talkAsServer(server, around));
	await me.hears('Others join with: p2pci peer --server 192.168.1.20:5555');
	me.type('1');
	await me.hears('peer');
	me.type('message 1');
	await me.hears('There is no message 1 now');
	me.type('__proto__');
	await me.hears('There is no command __proto__. help tells those there are.');
	me.type('help');
	await me.hears('disconnect NAME: disconnect a peer.');
	me.type('');
	await me.hears('1 Peers. 2 RFCs.');
	me.type('4');
	await me.ended;
});

it('the operator of an index server without a screen finds, tries and disconnects peers', async () => {
	const server = busyServer();
	const me = person(around => talkAsServer(server, around));
	me.type('peers 1.33');
	await me.hears('1 of 6 peers.');
	await me.hears('carol at 192.168.1.33:6003: 9 RFCs.');
	me.type('rfcs hypertext');
	await me.hears('1 of 40 RFCs.');
	me.type('probe carol');
	await me.hears('Trying to connect to carol at 192.168.1.33:6003.');
	await me.hears('carol: port 6003 answers: others can get RFCs from it.');
	me.type('disconnect nobody');
	await me.hears('No peer here is called nobody: peers tells who is here.');
	me.type('disconnect');
	await me.hears('Name of the peer:');
	me.type('carol');
	await me.hears('Disconnect carol? Its 9 RFCs leave the index at once');
	me.type('no');
	await me.hears('carol stays.');
	expect(server.disconnected).toEqual([]);
	me.type('disconnect carol');
	await me.hears('Yes or no:');
	me.type('y');
	await me.hears('carol is disconnected: 9 RFCs left the index.');
	expect(server.disconnected).toEqual(['carol']);
	me.type('disconnect alice');
	await me.hears('Yes or no:');
	me.leave();
	await me.ended;
	expect(server.disconnected).toEqual(['carol']);
	expect(me.heard).not.toContain('alice stays.');
});
