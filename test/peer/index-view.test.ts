import {rm} from 'node:fs/promises';
import {isDeepStrictEqual} from 'node:util';
import {describe, expect, it} from 'vitest';
import type {IndexWindowSource} from '../../source/peer/index-window-source.ts';
import type {Peer} from '../../source/peer/peer.ts';
import {startIndexServer} from '../../source/server/index-server.ts';
import {writeDocuments} from '../helpers/documents.ts';
import {passage} from '../helpers/passage.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {swarm} from '../helpers/swarm.ts';
import {until} from '../helpers/until.ts';

const all = {filter: '', offset: 0, limit: 100};

/** The peer's copy of the index, once it is as the server has it. */
const live = (peer: Peer): Promise<IndexWindowSource> =>
	until(() => {
		const index = peer.index();
		return index?.state === 'live' && index;
	});

const rowsOf = (index: IndexWindowSource): readonly string[] =>
	index.records(all).rows.map(({rfc, host}) => `${rfc} ${host}`);

/** Somebody who joins and holds so many documents, from 1000 on. */
async function joinMany(port: number, count: number): Promise<RawClient> {
	const raw = await RawClient.connect({port});
	await raw.send('JOIN PEER P2P-CI/1.1\r\nHost: many\r\nPort: 1\r\n\r\n');
	await raw.readThrough('\r\n\r\n');
	const add = (rfc: number): string => `ADD RFC ${rfc} P2P-CI/1.1\r\nHost: many\r\nTitle: Title ${rfc}\r\n\r\n`;
	await raw.send(Array.from({length: count}, (_, at) => add(at + 1000)).join(''));
	return raw;
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

	it('is not there at a server of 1.0, or one that knows no WATCH', async () => {
		await using swarmed = await swarm({peers: 1, options: () => ({protocol: '1.0'})});
		await until(() => swarmed.server.facts().records === 3);
		expect(swarmed.peer(0).index()).toBeUndefined();
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
