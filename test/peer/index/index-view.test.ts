import {rm} from 'node:fs/promises';
import {createServer, type Socket} from 'node:net';
import {isDeepStrictEqual} from 'node:util';
import {describe, expect, it} from 'vitest';
import {openIndexLink} from '../../../source/peer/index/index-link.ts';
import {IndexView} from '../../../source/peer/index/index-view.ts';
import type {IndexWindowSource} from '../../../source/peer/index/index-window-source.ts';
import type {Peer} from '../../../source/peer/peer.ts';
import {recordLine} from '../../../source/protocol/records.ts';
import {startIndexServer} from '../../../source/server/index-server.ts';
import {writeDocuments} from '../../helpers/documents.ts';
import {passage} from '../../helpers/passage.ts';
import {RawClient} from '../../helpers/raw-client.ts';
import {swarm} from '../../helpers/swarm.ts';
import {until} from '../../helpers/until.ts';

const all = {filter: '', offset: 0, limit: 100};

/** The peer's copy of the index, once it is live. */
const live = (peer: Peer): Promise<IndexWindowSource> =>
	until(() => {
		const index = peer.index();
		return index?.state === 'live' && index;
	});

const rowsOf = (index: IndexWindowSource): readonly string[] =>
	index.records(all).rows.map(({rfc, host}) => `${rfc} ${host}`);

/** A raw peer that joins and announces this many documents, from 1000 on. */
async function joinMany(port: number, count: number): Promise<RawClient> {
	const raw = await RawClient.connect({port});
	await raw.send('JOIN PEER P2P-CI/1.1\r\nHost: many\r\nPort: 1\r\n\r\n');
	await raw.readThrough('\r\n\r\n');
	const add = (rfc: number): string => `ADD RFC ${rfc} P2P-CI/1.1\r\nHost: many\r\nTitle: Title ${rfc}\r\n\r\n`;
	await raw.send(Array.from({length: count}, (_, at) => add(at + 1000)).join(''));
	return raw;
}

/** A view of the index server at this port, with its own link. */
async function viewOf(port: number) {
	const place = {host: '127.0.0.1', port};
	const link = openIndexLink(place);
	const index = new IndexView({
		server: place,
		nextLink: (before, signal) =>
			before === undefined
				? Promise.resolve(link)
				: new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
		proof: () => undefined,
	});
	index.start();
	return {
		index,
		async [Symbol.asyncDispose]() {
			await index.stop();
			link.close();
		},
	};
}

type Reply = string | {readonly body: string} | {readonly stream: string};

/** A 1.1 index server with canned answers; records the requests. */
async function serve(reply: (line: string) => Reply) {
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		sockets.add(socket.on('error', () => {}));
		socket.on('data', chunk => {
			for (const line of String(chunk).match(/^[A-Z]+ .*(?= P2P-CI\/1.1\r$)/gm) ?? []) {
				asked.push(line);
				socket.write(textOf(reply(line)));
			}
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return {
		port: address.port,
		asked,
		async [Symbol.asyncDispose]() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}

function textOf(reply: Reply): string {
	if (typeof reply === 'string') return `P2P-CI/1.1 ${reply}\r\nContent-Length: 0\r\n\r\n`;
	if ('stream' in reply) return `P2P-CI/1.1 200 OK\r\nGeneration: e-9\r\n\r\n${reply.stream}`;
	const {body} = reply;
	return `P2P-CI/1.1 200 OK\r\nETag: "e-8"\r\nTotal: ${body === '' ? 0 : 1}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

describe('the index that a peer sees', () => {
	it('is what everybody holds, and follows what they do', async () => {
		await using swarmed = await swarm({peers: 2});
		const index = await live(swarmed.peer(0));
		await until(() => index.counts.records === 6 && index.rfcs(all).rows.every(({versions}) => versions === 1));
		expect(index.rfcs({...all, filter: 'made number 101'}).rows).toEqual([
			{rfc: 101, title: 'Made-Up Document Number 101', holders: 1, versions: 1},
		]);
		await writeDocuments(swarmed.folder.at('peer1', 'rfcs'), [101], 50);
		await until(() => index.rfcs(all).rows[0]?.versions === 2);
		expect(index.holdersOf(101).map(({host}) => host)).toEqual(['peer0', 'peer1']);
		await rm(swarmed.folder.at('peer1', 'rfcs', 'rfc201.txt'));
		await until(() => index.holdersOf(201).length === 0);
		expect(rowsOf(index)).toEqual(['101 peer0', '101 peer1', '102 peer0', '103 peer0', '202 peer1', '203 peer1']);
		expect(index.peers()).toMatchObject([
			{host: 'peer0', rfcs: 3, version: '1.1'},
			{host: 'peer1', rfcs: 3, version: '1.1'},
		]);
		await swarmed.peer(1).close();
		await until(() => index.counts.peers === 1);
		expect(index.counts).toEqual({rfcs: 3, records: 3, peers: 1});
	});

	it('is the same as the list of the server, whatever others do while it is listed', async () => {
		await using swarmed = await swarm({peers: 1});
		await using raw = await joinMany(swarmed.place.port, 5000);
		await until(() => swarmed.server.facts().records === 5003);
		let changes = 0;
		const stop = swarmed.server.wire.subscribe(({summary}) => {
			if (!summary.startsWith('LIST') || ++changes > 3) return;
			const rfc = 1000 + changes;
			void raw.send(`REMOVE RFC ${rfc} P2P-CI/1.1\r\nHost: many\r\n\r\n`);
			void raw.send(`ADD RFC ${rfc + 9000} P2P-CI/1.1\r\nHost: many\r\nTitle: New\r\n\r\n`);
		});
		const late = swarmed.add({name: 'late'});
		const index = await live(late);
		await until(() => changes >= 3);
		stop();
		const told = () => late.list(new AbortController().signal);
		await until(async () => isDeepStrictEqual(await told(), index.records({...all, limit: 10_000}).rows));
		expect(index.counts.records).toBe(5003);
	});

	it('shows a window of many, a filter, and where a row is', async () => {
		await using swarmed = await swarm({peers: 1});
		await using _raw = await joinMany(swarmed.place.port, 5000);
		await until(() => swarmed.server.facts().records === 5003);
		const index = await live(swarmed.peer(0));
		await until(() => index.counts.records === 5003);
		expect(index.records({filter: '', offset: 4000, limit: 2}).rows.map(({rfc}) => rfc)).toEqual([4997, 4998]);
		const [row] = index.records({filter: 'title 4444', offset: 0, limit: 5}).rows;
		expect(row?.rfc).toBe(4444);
		const anchor = `4444 many ${row?.address} 1`;
		expect(index.records({...all, anchor})).toMatchObject({matching: 5003, total: 5003, anchorIndex: 3447});
		expect(index.rfcs({...all, anchor: 4444}).anchorIndex).toBe(3447);
		await until(() => index.rfcs({...all, filter: 'title'}).matching === 5000);
	});

	it('stays and is marked when the connection is lost, and goes on with what was missed', async () => {
		await using swarmed = await swarm({peers: 1});
		await using way = await passage(swarmed.place.port);
		const peer = swarmed.add({name: 'far', server: {host: '127.0.0.1', port: way.port}});
		const index = await live(peer);
		way.close();
		await until(() => index.state === 'stale');
		expect(rowsOf(index)).toEqual(['101 peer0', '102 peer0', '103 peer0']);
		const lists = () => swarmed.server.wire.last(1000).filter(({summary}) => summary.startsWith('LIST ALL')).length;
		const before = lists();
		await writeDocuments(swarmed.folder.at('peer0', 'rfcs'), [5]);
		await until(() => swarmed.server.facts().records === 4);
		await way.open();
		await until(() => index.state === 'live' && index.counts.records === 4);
		expect(rowsOf(index)[0]).toBe('5 peer0');
		expect(lists()).toBe(before);
	});

	it('is listed again after a server that was restarted, with everything that peers tell it anew', async () => {
		await using swarmed = await swarm({peers: 1});
		const other = await startIndexServer({host: '127.0.0.1', port: 0});
		await using way = await passage(other.facts().port);
		const peer = swarmed.add({
			name: 'far',
			server: {host: '127.0.0.1', port: way.port},
			rfcs: swarmed.folder.at('far'),
		});
		await writeDocuments(swarmed.folder.at('far'), [7, 8]);
		const index = await live(peer);
		await until(() => index.counts.records === 2);
		way.close();
		await other.close();
		await until(() => index.state === 'stale');
		way.to(swarmed.place.port);
		await way.open();
		await until(() => index.state === 'live' && index.counts.records === 5);
		expect(rowsOf(index)).toEqual(['7 far', '8 far', '101 peer0', '102 peer0', '103 peer0']);
	});

	it('is not there at a server of 1.0', async () => {
		await using swarmed = await swarm({peers: 1, options: () => ({protocol: '1.0'})});
		await until(() => swarmed.server.facts().records === 3);
		expect(swarmed.peer(0).index()).toBeUndefined();
	});

	it('is not there at a server that knows no WATCH, which is asked once', async () => {
		await using server = await serve(line => (line.startsWith('WATCH') ? '400 Bad Request' : '200 OK'));
		await using view = await viewOf(server.port);
		await until(() => server.asked.includes('WATCH CHANGES'));
		await until(() => !view.index.present);
		expect(server.asked).toEqual(['LIST ALL', 'LIST PEERS', 'WATCH CHANGES']);
	});

	it('is listed again when the server says that changes were missed', async () => {
		const lists = ['', recordLine({rfc: 7, title: 'Seven', host: 'bob', address: '10.0.0.5', port: 6002})];
		const resync = '{"event":"resync","generation":"e-9"}\n';
		await using server = await serve(line => {
			if (line.startsWith('WATCH')) return {stream: resync};
			return {body: line.startsWith('LIST ALL') ? (lists.shift() ?? '') : ''};
		});
		await using view = await viewOf(server.port);
		await until(() => view.index.state === 'live' && view.index.counts.records === 1);
		expect(server.asked).toEqual(['LIST ALL', 'LIST PEERS', 'WATCH CHANGES', 'LIST ALL', 'LIST PEERS']);
	});

	it('tells those who wait for an RFC when somebody shares it', async () => {
		await using swarmed = await swarm({peers: 1});
		await using view = await viewOf(swarmed.place.port);
		const told: string[] = [];
		const listen = (rfc: number) => view.index.onAdded(rfc, record => told.push(`${record.rfc} ${record.host}`));
		await until(() => view.index.state === 'live');
		listen(5);
		const stop = listen(6);
		stop();
		await writeDocuments(swarmed.folder.at('peer0', 'rfcs'), [5, 6]);
		await until(() => view.index.counts.records === 5);
		expect(told).toEqual(['5 peer0']);
	});

	it('tells who can be reached, when that is asked', async () => {
		await using swarmed = await swarm({peers: 1});
		await using view = await viewOf(swarmed.place.port);
		await until(() => view.index.state === 'live');
		// Nobody listens at the upload port of this one, which the index server finds out after its joining was told.
		const raw = await joinMany(swarmed.place.port, 1);
		const many = () => view.index.peers().find(({host}) => host === 'many');
		expect((await until(many)).reachable).toBeUndefined();
		await until(async () => {
			await raw.send('LIST PEERS P2P-CI/1.1\r\nHost: many\r\nPort: 1\r\n\r\n');
			return raw.pending.includes('"reachable":false');
		});
		view.index.refreshPeers();
		await until(() => many()?.reachable === false);
		await raw.close();
	});

	it('tells each message in the log, and many changes as one', async () => {
		await using swarmed = await swarm({peers: 2});
		const peer = swarmed.peer(0);
		const index = await live(peer);
		await until(() => index.counts.records === 6);
		await writeDocuments(swarmed.folder.at('peer1', 'rfcs'), [9]);
		await until(() => index.holdersOf(9).length === 1);
		const received = peer.wire.last(100).filter(({direction}) => direction === 'received');
		expect(received.some(({summary}) => summary === 'rfc-added 9 peer1')).toBe(true);
		expect(peer.wire.last(100).some(({text}) => /^Token: (?!\*\*\*\*)/m.test(text))).toBe(false);
	});
});
