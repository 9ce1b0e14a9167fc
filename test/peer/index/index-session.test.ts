import {rm} from 'node:fs/promises';
import {type AddressInfo, connect, createServer, type Server} from 'node:net';
import {PassThrough} from 'node:stream';
import {setTimeout as wait} from 'node:timers/promises';
import {afterAll, describe, expect, it} from 'vitest';
import {NetworkKey} from '../../../source/net/network-key.ts';
import {openIndexLink} from '../../../source/peer/index/index-link.ts';
import {startPeer} from '../../../source/peer/peer.ts';
import {startIndexServer} from '../../../source/server/index-server.ts';
import {FailureError} from '../../../source/text/failures.ts';
import {writeDocuments} from '../../helpers/documents.ts';
import {passage} from '../../helpers/passage.ts';
import {unusedPort} from '../../helpers/ports.ts';
import {RawClient} from '../../helpers/raw-client.ts';
import {swarm} from '../../helpers/swarm.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {until, untilFacts} from '../../helpers/until.ts';

const never = new AbortController().signal;
const servers: Server[] = [];

afterAll(() => {
	for (const server of servers.splice(0)) server.close();
});

/** A port where whoever listens is silent. */
async function silentPort(): Promise<number> {
	const server = createServer(socket => socket.on('error', () => {}).resume());
	servers.push(server);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

async function failureOf(work: Promise<unknown>) {
	try {
		await work;
	} catch (error) {
		if (error instanceof FailureError) return error.failure;
		throw error;
	}
	return undefined;
}

describe('a peer at its index server', () => {
	it('comes back after its connection broke, proves who it is, and tells only what is new', async () => {
		await using all = await swarm({peers: 0});
		await using way = await passage(all.place.port);
		await writeDocuments(all.folder.at('mine'), [5, 6, 7]);
		const peer = all.add({server: {host: '127.0.0.1', port: way.port}, rfcs: all.folder.at('mine')});
		await peer.ready;
		await until(async () => (await peer.list(never)).every(({digest}) => digest !== undefined));
		const before = all.server.wire.total;
		// It comes back by itself, too, and may do so before it has looked at the new document.
		way.close();
		await untilFacts(peer, ({session}) => session.kind === 'waiting');
		expect(all.server.facts().records).toBe(3);
		await peer.remove(6);
		await writeDocuments(all.folder.at('mine'), [8]);
		await until(() => peer.library().some(({rfc, digest}) => rfc === 8 && digest !== undefined));
		await way.open();
		peer.reconnect();
		await until(() => all.server.wire.last(1000).some(({id, summary}) => id > before && summary.startsWith('RENEW')));
		const asked = all.server.wire
			.last(1000)
			.filter(({id, direction, summary}) => id > before && direction === 'received' && !summary.startsWith('WATCH'))
			.map(({summary}) => summary.replace(' P2P-CI/1.1', ''));
		expect(asked).toEqual(['JOIN PEER', 'ADD RFC 8', 'REMOVE RFC 6', 'RENEW PEER']);
		expect((await peer.list(never)).map(({rfc}) => rfc)).toEqual([5, 7, 8]);
	});

	it('is ready once it has joined, though its connection breaks while it announces: it does so again', async () => {
		await using all = await swarm({peers: 0});
		await using way = await passage(all.place.port);
		await writeDocuments(all.folder.at('mine'), [5, 6]);
		const peer = all.add({server: {host: '127.0.0.1', port: way.port}, rfcs: all.folder.at('mine')});
		const stop = peer.wire.subscribe(({summary}) => summary.startsWith('ADD') && way.cut());
		await peer.ready;
		stop();
		await until(() => all.server.facts().records === 2);
	});

	it('takes a document back though its connection broke before the server answered', async () => {
		await using all = await swarm({peers: 0});
		await using way = await passage(all.place.port);
		await writeDocuments(all.folder.at('mine'), [5, 6]);
		const peer = all.add({server: {host: '127.0.0.1', port: way.port}, rfcs: all.folder.at('mine')});
		await peer.ready;
		const stop = peer.wire.subscribe(({summary}) => summary.startsWith('REMOVE') && way.cut());
		await peer.remove(6);
		stop();
		await untilFacts(peer, ({session}) => session.kind === 'waiting');
		peer.reconnect();
		await until(() => all.server.facts().records === 1);
		expect((await peer.list(never)).map(({rfc}) => rfc)).toEqual([5]);
	});

	it('tells what is added and removed while it is there, by itself and when the person says so', async () => {
		await using all = await swarm({peers: 1});
		const peer = all.peer(0);
		const records = () => all.server.facts().records;
		await writeDocuments(all.folder.at('peer0', 'rfcs'), [9]);
		await until(() => records() === 4);
		await rm(all.folder.at('peer0', 'rfcs', 'rfc9.txt'));
		await until(() => records() === 3);
		await peer.remove(101);
		expect([records(), peer.facts().shared, peer.facts().notShared]).toEqual([2, 2, 1]);
		await peer.add({rfc: 101, title: 'Another Title'});
		expect(records()).toBe(3);
		expect(await peer.lookup(101, never)).toMatchObject([{title: 'Another Title'}]);
	});

	it('is gone from the index when it leaves', async () => {
		await using all = await swarm({peers: 2});
		await all.peer(0).close();
		expect(all.server.facts()).toMatchObject({peers: 1, records: 3});
		expect(all.peer(0).facts().session).toEqual({kind: 'left'});
		await all.peer(0).close();
	});

	it('is gone from the index also when it leaves before it hears that it has joined', async () => {
		await using all = await swarm({peers: 0});
		const {promise: heard, resolve: hear} = Promise.withResolvers<void>();
		const between = createServer(near => {
			const far = connect(all.place.port, all.place.host);
			for (const socket of [near, far]) socket.on('error', () => {});
			near.pipe(far);
			void heard.then(() => far.pipe(near));
		});
		servers.push(between);
		await new Promise<void>(resolve => between.listen(0, '127.0.0.1', resolve));
		const {port} = between.address() as AddressInfo;
		const peer = all.add({server: {host: '127.0.0.1', port}});
		peer.ready.catch(() => {});
		await until(() => all.server.facts().peers === 1);
		const closed = peer.close();
		hear();
		await closed;
		expect(all.server.facts().peers).toBe(0);
	});

	it('lists more than a page', async () => {
		await using all = await swarm({peers: 1});
		await using raw = await RawClient.connect({port: all.place.port});
		await raw.send('JOIN PEER P2P-CI/1.1\r\nHost: many\r\nPort: 1\r\n\r\n');
		await raw.readThrough('\r\n\r\n');
		const add = (rfc: number): string => `ADD RFC ${rfc} P2P-CI/1.1\r\nHost: many\r\nTitle: t\r\n\r\n`;
		await raw.send(Array.from({length: 5000}, (_, index) => add(index + 1000)).join(''));
		await until(() => all.server.facts().records === 5003);
		const records = await all.peer(0).list(never);
		expect(records.length).toBe(5003);
		expect(new Set(records.map(({rfc}) => rfc)).size).toBe(5003);
	});

	it('lists an index that changes all the time', async () => {
		await using all = await swarm({peers: 1});
		await using raw = await RawClient.connect({port: all.place.port});
		await raw.send('JOIN PEER P2P-CI/1.1\r\nHost: many\r\nPort: 1\r\n\r\n');
		await raw.readThrough('\r\n\r\n');
		const add = (rfc: number): string => `ADD RFC ${rfc} P2P-CI/1.1\r\nHost: many\r\nTitle: t${Math.random()}\r\n\r\n`;
		await raw.send(Array.from({length: 5000}, (_, index) => add(index + 1000)).join(''));
		await until(() => all.server.facts().records === 5003);
		const stop = all.server.wire.subscribe(({summary}) => {
			if (summary.startsWith('LIST')) void raw.send(add(1000));
		});
		const records = await all.peer(0).list(never);
		stop();
		expect(records.length).toBe(5003);
	});

	it('cannot start where its port is taken, or its folder cannot be read', async () => {
		await using all = await swarm({peers: 1});
		const {uploadPort} = all.peer(0).facts();
		const taken = all.add({uploadPort});
		expect(await failureOf(taken.ready)).toMatchObject({kind: 'port-in-use', role: 'upload', port: uploadPort});
		expect(taken.facts()).toMatchObject({session: {kind: 'left'}, warnings: [{kind: 'port-in-use'}]});
		const lost = all.add({rfcs: all.folder.at('nowhere')});
		expect(await failureOf(lost.ready)).toMatchObject({kind: 'folder-unreadable', reason: 'it does not exist'});
	});
});

// Each for seconds, in which it computes nothing: at the same time.
describe.concurrent('a peer that waits', () => {
	it('keeps its registration for longer than the lease', async () => {
		await using all = await swarm({peers: 1, server: {leaseMs: 4000, probe: async () => 'refused'}});
		const told = new Set<unknown>();
		const look = () => {
			const {session} = all.peer(0).facts();
			if (session.kind === 'joined' && session.reachable === false) told.add(session);
		};
		all.peer(0).subscribe(look);
		look();
		const renewals = () =>
			all
				.peer(0)
				.wire.last(100)
				.filter(({summary}) => summary.startsWith('RENEW'));
		const [first] = await until(() => renewals().length > 0 && renewals());
		await until(() => (renewals().at(-1)?.time ?? 0) - (first?.time ?? 0) > 4000);
		expect(all.server.facts()).toMatchObject({peers: 1, records: 3});
		// That nobody can reach it is news once, and not with each renewal.
		expect(told.size).toBe(1);
	});

	it('is told who has its name, and joins by itself when the name is free', async () => {
		await using all = await swarm({peers: 1, server: {leaseMs: 2500}});
		const second = all.add({name: 'peer0', downloads: all.folder.at('other')});
		const failure = await failureOf(second.ready);
		expect(failure).toMatchObject({kind: 'name-taken', name: 'peer0'});
		expect(second.facts().session).toMatchObject({kind: 'waiting', failure: {kind: 'name-taken'}});
		await all.peer(0).close();
		await untilFacts(second, ({session}) => session.kind === 'joined');
	});

	it('comes back to a server that was restarted, and tells it everything', async () => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), [5, 6]);
		const place = {host: '127.0.0.1', port: await unusedPort()};
		let server = await startIndexServer(place);
		const peer = startPeer({
			name: 'bob',
			server: place,
			uploadHost: '127.0.0.1',
			uploadPort: 0,
			rfcs: folder.at('rfcs'),
			downloads: folder.at('downloads'),
			agent: 'p2pci/test',
		});
		await peer.ready;
		await server.close();
		await untilFacts(peer, ({session}) => session.kind === 'waiting' && session.failure.kind === 'server-lost');
		expect(await failureOf(peer.lookup(5, never))).toMatchObject({kind: 'server-lost', port: place.port});
		// A try that fails does not make it one that never was there.
		await untilFacts(peer, ({session}) => session.kind === 'connecting' && session.failure?.kind === 'server-lost');
		await untilFacts(peer, ({session}) => session.kind === 'waiting');
		expect(peer.facts().session).toMatchObject({failure: {kind: 'server-lost', reason: 'connection refused'}});
		server = await startIndexServer(place);
		await untilFacts(peer, ({session}) => session.kind === 'joined');
		await until(() => server.facts().records === 2);
		await peer.close();
		await server.close();
	});

	it.each([
		['asleep is not older', undefined],
		['with a key, nor is it an open one', new NetworkKey(Buffer.alloc(32, 7))],
	])('stays with 1.1 when a server that spoke it is silent for a while: %s', async (_what, key) => {
		await using all = await swarm({peers: 0, server: {key}});
		await using way = await passage(all.place.port);
		const peer = all.add({server: {host: '127.0.0.1', port: way.port}, key});
		await peer.ready;
		const sessions = new Set<string>();
		peer.subscribe(() => {
			const {session} = peer.facts();
			sessions.add(session.kind === 'joined' ? session.protocol : session.kind);
		});
		way.to(await silentPort());
		way.cut();
		await untilFacts(peer, ({session}) => session.kind === 'waiting');
		peer.reconnect();
		await untilFacts(
			peer,
			({session}) =>
				session.kind === 'waiting' && session.failure.kind === 'server-lost' && session.failure.reason === 'no answer',
		);
		way.to(all.place.port);
		peer.reconnect();
		await untilFacts(peer, ({session}) => session.kind === 'joined');
		expect(sessions).toEqual(new Set(['waiting', 'connecting', '1.1']));
	});

	it('waits for a search longer than tells an older server: the first one takes its time', async () => {
		const server = createServer(socket => {
			const answer = (body: string) =>
				socket.write(`P2P-CI/1.1 200 OK\r\nETag: "e-1"\r\nTotal: 1\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
			socket
				.on('error', () => {})
				.on('data', chunk => {
					if (String(chunk).startsWith('LIST')) answer('');
					else setTimeout(answer, 3300, '{"rfc":7,"title":"Seven","holders":1}\n');
				});
		});
		servers.push(server);
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const link = openIndexLink({host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0});
		expect(await link.search('seven')).toEqual([{rfc: 7, title: 'Seven', holders: 1}]);
		link.close();
	});
});

/**
 * A port that passes nothing on to the server until it is spoken to in 1.0, as if that had been stopped until then, and
 * what is said in 1.0 only after `hears`.
 */
async function stopped(target: number, hears?: Promise<void>): Promise<number> {
	const {promise: goesOn, resolve: goOn} = Promise.withResolvers<void>();
	let before: Promise<unknown> = goesOn;
	const server = createServer({allowHalfOpen: true}, near => {
		const held = new PassThrough();
		near.on('error', () => {}).pipe(held);
		const pass = async () => {
			const far = connect({port: target, host: '127.0.0.1', allowHalfOpen: true}).on('error', () => near.destroy());
			near.on('close', () => far.destroy());
			held.pipe(far).pipe(near);
			await new Promise(resolve => far.once('data', resolve).once('close', resolve));
		};
		near.once('data', chunk => {
			const isOld = String(chunk).includes('P2P-CI/1.0');
			if (isOld) goOn();
			// What came first is answered first.
			if (isOld && hears) void hears.then(pass);
			else before = before.then(pass);
		});
	});
	servers.push(server);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return typeof address === 'object' && address ? address.port : 0;
}

describe.concurrent('an index server that was stopped at first contact', () => {
	it('is joined in 1.1 as soon as it answers, under the name that it kept, and nothing of 1.0 stays there', async () => {
		await using all = await swarm({peers: 0});
		await writeDocuments(all.folder.at('mine'), [5, 6]);
		const server = {host: '127.0.0.1', port: await stopped(all.place.port)};
		const peer = all.add({name: 'late', server, rfcs: all.folder.at('mine')});
		await untilFacts(peer, ({session}) => session.kind === 'joined' && session.protocol === '1.1');
		const link = openIndexLink(all.place);
		await until(async () => {
			const records = await link.list();
			return records.length === 2 && records.every(({host, digest}) => host === 'late' && digest !== undefined);
		});
		expect(await link.peers()).toMatchObject([{host: 'late', rfcs: 2, version: '1.1'}]);
		link.close();
	});

	it('keeps nothing of 1.0 either where it is slow to answer what was said in it', async () => {
		await using all = await swarm({peers: 0});
		await writeDocuments(all.folder.at('mine'), [5, 6]);
		const {promise: hears, resolve: hear} = Promise.withResolvers<void>();
		const server = {host: '127.0.0.1', port: await stopped(all.place.port, hears)};
		const peer = all.add({name: 'late', server, rfcs: all.folder.at('mine')});
		await untilFacts(peer, ({session}) => session.kind === 'joined' && session.protocol === '1.1');
		await until(() => all.server.facts().records === 2);
		const of10 = () => all.server.wire.last(1000).filter(({summary}) => summary.endsWith(' P2P-CI/1.0'));
		// Longer than a peer waits for that when it ends.
		await wait(1200);
		expect(of10()).toEqual([]);
		hear();
		await until(() => of10().some(({summary}) => summary.startsWith('LEAVE')));
		await until(() => all.server.facts().peers === 1);
		expect(all.server.facts().records).toBe(2);
	});

	it('is asked in 1.1, so that digests are known', async () => {
		await using all = await swarm({peers: 1});
		// A peer tells them when it has read its documents, which may be later than it joins.
		await until(async () => (await all.peer(0).list(never)).every(({digest}) => digest !== undefined));
		const link = openIndexLink({host: '127.0.0.1', port: await stopped(all.place.port)});
		const [records] = await Promise.all([link.list(), link.lookup(101)]);
		expect(records.filter(({digest}) => digest !== undefined)).toHaveLength(3);
		expect(link.version).toBe('1.1');
		link.close();
	});
});

describe('an index server that is not there', () => {
	it('is told as such, at once', async () => {
		await using folder = await temporaryFolder();
		const place = {host: '127.0.0.1', port: await unusedPort()};
		const link = openIndexLink(place);
		expect(await failureOf(link.lookup(1))).toEqual({kind: 'server-absent', ...place, reason: 'connection refused'});
		const options = {uploadHost: '127.0.0.1', uploadPort: 0, agent: 'p2pci/test'};
		const peer = startPeer({name: 'bob', server: place, downloads: folder.at('downloads'), ...options});
		expect(await failureOf(peer.ready)).toEqual({kind: 'server-absent', ...place, reason: 'connection refused'});
		expect(peer.facts().session).toMatchObject({kind: 'waiting', failure: {kind: 'server-absent'}});
		await peer.close();
	});

	it('holds nobody up who does not want to wait any more', async () => {
		const link = openIndexLink({host: '127.0.0.1', port: await silentPort()});
		const stop = new AbortController();
		const asked = link.lookup(1, stop.signal);
		stop.abort();
		await expect(asked).rejects.toMatchObject({reason: 'aborted'});
		link.close();
	});
});

describe('a search', () => {
	it.each(['1.1', '1.0'] as const)(
		'finds RFCs by number and words of their titles, without case, in %s',
		async protocol => {
			await using all = await swarm({peers: 2, documents: () => [101, 102, 210]});
			const link = openIndexLink({...all.place, protocol});
			const found = async (query: string, limit?: number) =>
				(await link.search(query, limit)).map(({rfc, holders}) => [rfc, holders]);
			expect(await found('102')).toEqual([[102, 2]]);
			expect(await found('DOCUM 210')).toEqual([[210, 2]]);
			expect((await found('made-up document')).length).toBe(3);
			expect((await found('made', 2)).length).toBe(2);
			expect(await found('nothing like it')).toEqual([]);
			expect(await found('102\r\nHost: x')).toEqual([]);
			link.close();
		},
	);
});
