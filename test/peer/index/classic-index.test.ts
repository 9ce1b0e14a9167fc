import {once} from 'node:events';
import {createServer} from 'node:http';
import {type AddressInfo, createServer as createTcpServer} from 'node:net';
import {describe, expect, it} from 'vitest';
import {openIndexLink} from '../../../source/peer/index/index-link.ts';
import {type PeerOptions, startPeer} from '../../../source/peer/peer.ts';
import {FailureError} from '../../../source/text/failures.ts';
import {type ClassicIndex, classicIndex} from '../../helpers/classic-index.ts';
import {writeDocuments} from '../../helpers/documents.ts';
import {unusedPort} from '../../helpers/ports.ts';
import {type TemporaryFolder, temporaryFolder} from '../../helpers/temp.ts';
import {downloaded, until, untilFacts} from '../../helpers/until.ts';

const never = new AbortController().signal;

async function peerAt(index: ClassicIndex, folder: TemporaryFolder, options: Partial<PeerOptions> = {}) {
	const name = options.name ?? 'bob';
	await writeDocuments(folder.at(name), [5, 6, 7]);
	const peer = startPeer({
		name,
		server: {host: '127.0.0.1', port: index.port},
		uploadHost: '127.0.0.1',
		uploadPort: 0,
		rfcs: folder.at(name),
		downloads: folder.at(name, 'downloads'),
		agent: 'p2pci/test',
		headDelayMs: 0,
		...options,
	});
	await peer.ready;
	return {
		peer,
		[Symbol.asyncDispose]: () => peer.close(0),
	};
}

/** Right behind an answer a close may be the server's habit. The peer's timer acts at the end of the turn, so this does, too. */
const noLongerBehindAnswer = async (): Promise<void> => {
	await new Promise(resolve => setTimeout(resolve, 1100));
	await new Promise(resolve => setImmediate(resolve));
};

const titled = (rfc: number): string => `Title: Made-Up Document Number ${rfc}\r\n`;

// Several wait for whole seconds: all have networks of their own, and wait at the same time.
describe.concurrent('an index server of P2P-CI/1.0', () => {
	it.each(['505', 'echo', 'close', 'silent'] as const)(
		'is spoken to in 1.0 when it says to 1.1: %s',
		async stranger => {
			await using folder = await temporaryFolder();
			await using index = await classicIndex({stranger});
			await using bob = await peerAt(index, folder);
			const {peer} = bob;
			const port = peer.facts().uploadPort;
			expect(peer.facts().session).toEqual({kind: 'joined', protocol: '1.0'});
			const about = `Host: 127.0.0.1\r\nPort: ${port}\r\n`;
			expect([...index.requests].sort()).toEqual(
				[5, 6, 7].map(rfc => `ADD RFC ${rfc} P2P-CI/1.0\r\n${about}${titled(rfc)}\r\n`),
			);
			expect(index.open()).toBe(1);
		},
	);

	it('is absent, not lost, where nothing listens, also to who speaks only 1.0', async () => {
		const port = await unusedPort();
		const link = openIndexLink({host: '127.0.0.1', port, protocol: '1.0'});
		await expect(link.list()).rejects.toThrow(`No index server answers at 127.0.0.1:${port} (connection refused).`);
		link.close();
	});

	it('is lost, not absent, once it was there', async () => {
		const index = await classicIndex({port: await unusedPort()});
		const link = openIndexLink({host: '127.0.0.1', port: index.port, protocol: '1.0'});
		await link.list();
		await index[Symbol.asyncDispose]();
		await expect(link.list()).rejects.toThrow(`Lost the index server at 127.0.0.1:${index.port} (connection refused)`);
		link.close();
	});

	it.each(['505', 'echo', 'close', 'silent'] as const)('is joined by who shares nothing, too: %s', async stranger => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({stranger, listless: true});
		await using bob = await peerAt(index, folder, {rfcs: undefined});
		expect(bob.peer.facts().session).toEqual({kind: 'joined', protocol: '1.0'});
	});

	it('is not what a web server is, also for who shares nothing', async () => {
		await using folder = await temporaryFolder();
		const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		const peer = startPeer({
			name: 'bob',
			server: {host: '127.0.0.1', port},
			uploadHost: '127.0.0.1',
			uploadPort: 0,
			downloads: folder.at('downloads'),
			agent: 'p2pci/test',
		});
		try {
			await expect(peer.ready).rejects.toThrow('does not speak P2P-CI');
			expect(peer.facts().session).toMatchObject({kind: 'waiting', failure: {kind: 'server-strange'}});
			const link = openIndexLink({host: '127.0.0.1', port});
			await expect(link.peers()).rejects.toThrow('does not speak P2P-CI. ');
			link.close();
		} finally {
			await peer.close(0);
			server.close();
		}
	});

	it('may be full where it closes at once, and nothing is said of its protocol', async () => {
		const server = createTcpServer(socket => socket.destroy()).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const link = openIndexLink({host: '127.0.0.1', port: (server.address() as AddressInfo).port});
		await expect(link.list()).rejects.toThrow('closed the connection without an answer');
		link.close();
		server.close();
	});

	it('is all there is to speak to when the person says so', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex();
		await using bob = await peerAt(index, folder, {protocol: '1.0'});
		const texts = bob.peer.wire.last(100).map(({text}) => text);
		expect(texts.filter(text => text.includes('P2P-CI/1.1'))).toEqual([]);
	});

	it('is told an address that others can connect to: the one given, else our end of the connection', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({closes: true});
		await using bob = await peerAt(index, folder, {uploadHost: '::'});
		await using carol = await peerAt(index, folder, {name: 'carol', address: '192.0.2.77'});
		expect([bob, carol].map(({peer}) => peer.facts().address)).toEqual(['127.0.0.1', '192.0.2.77']);
		const hosts = index.records().map(line => line.split(' ').at(-2));
		expect(hosts).toEqual([...Array(3).fill('127.0.0.1'), ...Array(3).fill('192.0.2.77')]);
	});

	it.each([true, false])('gives what others hold, keeping connections or closing them: %s', async closes => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({closes});
		await using bob = await peerAt(index, folder);
		await writeDocuments(folder.at('carol'), [9]);
		await using carol = await peerAt(index, folder, {name: 'carol'});
		const [record] = await bob.peer.lookup(9, never);
		if (!record) throw new Error('no record');
		const {state} = await downloaded(bob.peer, bob.peer.get(record));
		expect(state).toMatchObject({kind: 'done'});
		const holders = await until(async () => {
			const found = await carol.peer.lookup(9, never);
			return found.length === 2 && found;
		});
		expect(holders.map(({port}) => port).sort()).toEqual([bob, carol].map(({peer}) => peer.facts().uploadPort).sort());
		expect((await bob.peer.list(never)).length).toBe(8);
		expect(await bob.peer.lookup(1000, never)).toEqual([]);
	});

	it('that closes after each answer gets no connection without a request, which ends small programs', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({closes: true});
		await using bob = await peerAt(index, folder);
		expect((await bob.peer.list(never)).length).toBe(3);
		await bob.peer.close();
		await until(() => index.open() === 0);
		expect(index.mute()).toBe(0);
	});

	it('may end each answer by closing: that is no loss of the server', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({closes: 'instead'});
		await using bob = await peerAt(index, folder);
		const states = new Set<string>(['joined']);
		bob.peer.subscribe(() => states.add(bob.peer.facts().session.kind));
		// A close much later than the last answer would be one.
		await new Promise(resolve => setTimeout(resolve, 1100));
		expect((await bob.peer.list(never)).length).toBe(3);
		expect((await bob.peer.lookup(6, never)).map(({rfc}) => rfc)).toEqual([6]);
		await until(() => index.open() === 0);
		expect([bob.peer.facts().session, [...states]]).toEqual([{kind: 'joined', protocol: '1.0'}, ['joined']]);
		expect(index.mute()).toBe(0);
	});

	it('may match titles: then its list tells who holds a document', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({titles: true});
		await using bob = await peerAt(index, folder);
		expect((await bob.peer.lookup(6, never)).map(({rfc}) => rfc)).toEqual([6]);
	});

	it('that has no list has the last word on what it does not find', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({listless: true});
		await using bob = await peerAt(index, folder);
		expect((await bob.peer.lookup(6, never)).map(({rfc}) => rfc)).toEqual([6]);
		expect(await bob.peer.lookup(1000, never)).toEqual([]);
		await expect(bob.peer.list(never)).rejects.toMatchObject({failure: {kind: 'server-refused', request: 'LIST'}});
	});

	it('whose records nobody can read is not said to have none', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({gap: '<sp>'});
		await using bob = await peerAt(index, folder);
		const unreadable = {failure: {kind: 'server-unreadable', line: expect.stringContaining('<sp>Made-Up<sp>')}};
		await expect(bob.peer.list(never)).rejects.toMatchObject(unreadable);
		await expect(bob.peer.lookup(6, never)).rejects.toMatchObject(unreadable);
		expect(bob.peer.facts().session.kind).toBe('joined');
	});

	it('that understands no version is not said to know what is shared', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({splitsAtLf: true});
		const refused = {failure: {kind: 'server-refused', request: 'ADD', code: 505}};
		await expect(peerAt(index, folder)).rejects.toMatchObject(refused);
	});

	it('that knows REMOVE and LEAVE is told with them', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({closes: true, knows: ['REMOVE', 'LEAVE']});
		await using bob = await peerAt(index, folder);
		await bob.peer.remove(6);
		expect(index.records().length).toBe(2);
		expect(index.requests.at(-1)).toMatch(/^REMOVE RFC 6 P2P-CI\/1\.0\r\nHost: \S+\r\nPort: \d+\r\nTitle: .+\r\n\r\n$/);
		await bob.peer.close();
		expect(index.requests.at(-1)).toMatch(/^LEAVE PEER P2P-CI\/1\.0\r\nHost: \S+\r\nPort: \d+\r\nTitle: .+\r\n\r\n$/);
		expect(index.records()).toEqual([]);
	});

	it('that knows neither is told by the end of the connection', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex();
		await using bob = await peerAt(index, folder);
		await bob.peer.remove(6);
		await until(() => index.records().length === 2 && index.open() === 1);
		expect(index.records().some(line => line.startsWith('RFC 6 '))).toBe(false);
		expect(bob.peer.facts().session).toEqual({kind: 'joined', protocol: '1.0'});
		await bob.peer.close();
		await until(() => index.records().length === 0 && index.open() === 0);
	});

	it('that hangs up at what it does not know is told everything else anew, over one connection', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({hangsUp: true});
		await using bob = await peerAt(index, folder);
		await noLongerBehindAnswer();
		await bob.peer.remove(6);
		await untilFacts(bob.peer, ({session}) => session.kind === 'joined');
		await until(() => index.records().length === 2);
		// A second connection would be made by now.
		await new Promise(resolve => setTimeout(resolve, 1100));
		expect(index.open()).toBe(1);
		expect(index.records().some(line => line.startsWith('RFC 6 '))).toBe(false);
		await bob.peer.close();
		await until(() => index.open() === 0);
	});

	it('that drops the connection is told everything anew', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex();
		await using bob = await peerAt(index, folder);
		await noLongerBehindAnswer();
		index.drop();
		await untilFacts(bob.peer, ({session}) => session.kind === 'waiting' && session.failure.kind === 'server-lost');
		await until(() => index.records().length === 0);
		bob.peer.reconnect();
		await until(() => index.records().length === 3);
	});

	it('that ends right after its only answer is told everything anew when it is back', async () => {
		await using folder = await temporaryFolder();
		const first = await classicIndex({port: await unusedPort()});
		await writeDocuments(folder.at('one'), [5]);
		await using bob = await peerAt(first, folder, {rfcs: folder.at('one')});
		expect(first.records().length).toBe(1);
		// Such a close may also be the habit of a server that goes on.
		await first[Symbol.asyncDispose]();
		await untilFacts(bob.peer, ({session}) => session.kind === 'waiting' && session.failure.kind === 'server-lost');
		await using second = await classicIndex({port: first.port});
		bob.peer.reconnect();
		await until(() => second.records().length === 1);
	});

	it('that goes on after such a close is told nothing twice', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({closes: true, forgets: true});
		await writeDocuments(folder.at('one'), [5]);
		await using bob = await peerAt(index, folder, {rfcs: folder.at('one')});
		await until(() => index.requests.some(text => text.startsWith('LOOKUP RFC 5 ')));
		expect(await bob.peer.lookup(5, never)).toEqual([]);
		await until(() => index.open() === 0);
		expect(index.requests.filter(text => text.startsWith('ADD ')).length).toBe(1);
		expect(bob.peer.facts().session).toEqual({kind: 'joined', protocol: '1.0'});
	});

	it('is asked without a peer too, and has no list of peers', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex();
		await using bob = await peerAt(index, folder);
		const link = openIndexLink({host: '127.0.0.1', port: index.port});
		const records = await link.lookup(5);
		expect(records).toMatchObject([{rfc: 5, address: '127.0.0.1', port: bob.peer.facts().uploadPort}]);
		expect(index.requests.at(-1)).toMatch(
			/^LOOKUP RFC 5 P2P-CI\/1\.0\r\nHost: \S+\r\nPort: 9\r\nTitle: RFC 5\r\n\r\n$/,
		);
		expect(link.version).toBe('1.0');
		const error = await link.peers().catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(FailureError);
		expect(String(error)).toContain(
			`127.0.0.1:${index.port} does not speak P2P-CI/1.1, so it cannot tell who is joined.`,
		);
		link.close();
	});

	it('that forgets everything under the Host of whoever hangs up keeps what a peer beside the asker shares', async () => {
		await using folder = await temporaryFolder();
		await using index = await classicIndex({byHost: true});
		await using bob = await peerAt(index, folder);
		const link = openIndexLink({host: '127.0.0.1', port: index.port});
		expect((await link.lookup(5)).length).toBe(1);
		link.close();
		await until(() => index.open() === 1);
		expect(index.records().length).toBe(bob.peer.facts().shared);
	});

	it('has no list of peers, also where it closes when it is asked in 1.1 and refuses to list RFCs', async () => {
		await using index = await classicIndex({stranger: 'close', listless: true});
		const link = openIndexLink({host: '127.0.0.1', port: index.port});
		await expect(link.peers()).rejects.toMatchObject({failure: {kind: 'no-peer-list'}});
		link.close();
	});
});
