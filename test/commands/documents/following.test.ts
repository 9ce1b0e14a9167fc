import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import {describe, expect, it} from 'vitest';
import {ChangeFeed} from '../../../source/commands/documents/change-feed.ts';
import {followIndex} from '../../../source/commands/documents/follow-index.ts';
import {findOffers} from '../../../source/commands/documents/offers.ts';
import {everything} from '../../../source/commands/documents/selection.ts';
import {openIndexLink} from '../../../source/peer/index/index-link.ts';
import type {RfcRecord, WatchEvent} from '../../../source/protocol/message.ts';
import {startIndexServer} from '../../../source/server/index-server.ts';
import {classicIndex} from '../../helpers/classic-index.ts';
import {writeDocuments} from '../../helpers/documents.ts';
import {indexRecords} from '../../helpers/index-records.ts';
import {unusedPort} from '../../helpers/ports.ts';
import {swarm} from '../../helpers/swarm.ts';
import {until} from '../../helpers/until.ts';

const loopback = (port: number) => ({host: '127.0.0.1', port});
const one = (rfc: number) => ({first: rfc, last: rfc});

describe('an index that is followed', () => {
	it('tells what happened between two connections, too', async () => {
		await using net = await swarm({peers: 1, documents: () => [101]});
		const events: WatchEvent[] = [];
		const generations: string[] = [];
		const watch = async (since: string | undefined, enough: () => boolean) => {
			const stop = new AbortController();
			const onOpen = (generation: string) => generations.push(generation);
			const options = {place: net.place, since, signal: stop.signal, onNews: () => {}, onOpen};
			for await (const event of followIndex(options)) {
				// A digest may become known at any time.
				if (event.event !== 'rfc-changed') events.push(event);
				if (enough()) stop.abort();
			}
		};
		const first = watch(undefined, () => events.length === 1);
		await until(() => generations.length > 0);
		await net.peer(0).remove(101);
		await first;
		await net.peer(0).add({rfc: 101});
		await watch(events[0]?.generation, () => events.length === 2);
		expect(events.map(({event}) => event)).toEqual(['rfc-removed', 'rfc-added']);
	});

	it('is lost, and not older, when it is silent after it told changes', async () => {
		const held: Socket[] = [];
		const server = createServer(socket => {
			socket.on('error', () => {});
			held.push(socket);
			// Who comes again is not answered.
			if (held.length > 1) return;
			socket.write('P2P-CI/1.1 200 OK\r\nGeneration: e-1\r\n\r\n');
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		const stop = new AbortController();
		const news: string[] = [];
		const onNews = (text: string) => {
			news.push(text);
			if (news.length === 2) stop.abort();
		};
		const onOpen = () => held[0]?.end();
		for await (const _ of followIndex({place: loopback(port), signal: stop.signal, onNews, onOpen}));
		const lost = `Lost the index server at 127.0.0.1:${port}`;
		expect(news).toEqual([
			expect.stringContaining(`${lost} (connection closed). Trying again in `),
			expect.stringContaining(`${lost} (no answer). Trying again in `),
		]);
		for (const socket of held) socket.destroy();
		server.close();
	});

	it('is a failure in a sentence when it is not there, or tells no changes', async () => {
		const {signal} = new AbortController();
		const read = async (port: number) => {
			for await (const _ of followIndex({place: loopback(port), signal, onNews: () => {}})) return;
		};
		await expect(read(1)).rejects.toThrow('No index server answers at 127.0.0.1:1');
		await using classic = await classicIndex();
		await expect(read(classic.port)).rejects.toThrow('that needs an index server of P2P-CI/1.1');
		const silent = createServer(socket => socket.on('error', () => {})).listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const address = silent.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		await expect(read(port)).rejects.toThrow('it may be busy, or older than P2P-CI/1.1');
		silent.close();
	});
});

describe('a feed of changes', () => {
	it('collects while nobody asks, and gives each once', async () => {
		await using net = await swarm({peers: 0});
		const stop = new AbortController();
		const feed = new ChangeFeed({place: net.place, signal: stop.signal, onNews: () => {}, patienceMs: 300});
		await feed.ready;
		await writeDocuments(net.folder.at('rfcs'), [7, 8]);
		const peer = net.add({name: 'bob', rfcs: net.folder.at('rfcs')});
		await peer.ready;
		const changed = new Set<number>();
		await until(async () => {
			for (const {first} of await feed.next()) changed.add(first);
			return changed.size === 2;
		});
		expect([...changed].sort()).toEqual([7, 8]);
		// A digest that becomes known later is a change, too.
		await until(async () => (await indexRecords(net.place.port, 'LIST ALL')).every(({digest}) => digest !== undefined));
		while ((await feed.next()).length > 0);
		await peer.remove(7);
		expect(await feed.next()).not.toContainEqual(one(7));
		stop.abort();
		expect(await feed.next()).toEqual([]);
	});

	it('says that everything may have changed when its server is another one', async () => {
		const port = await unusedPort();
		const server = await startIndexServer({host: '127.0.0.1', port});
		const stop = new AbortController();
		const feed = new ChangeFeed({place: loopback(port), signal: stop.signal, onNews: () => {}});
		await feed.ready;
		await server.close();
		const again = await startIndexServer({host: '127.0.0.1', port});
		expect(await feed.next()).toEqual(everything);
		stop.abort();
		await again.close();
	});

	it('looks now and then at an index that tells no changes', async () => {
		await using classic = await classicIndex();
		const stop = new AbortController();
		const feed = new ChangeFeed({place: loopback(classic.port), signal: stop.signal, onNews: () => {}, pollMs: 10});
		await feed.ready;
		expect(await feed.next()).toEqual(everything);
		stop.abort();
	});

	it('is not ready where no index is', async () => {
		const feed = new ChangeFeed({place: loopback(1), signal: new AbortController().signal, onNews: () => {}});
		await expect(feed.ready).rejects.toThrow('No index server answers');
	});
});

describe('offers', () => {
	it.each(['1.1', '1.0'] as const)('of few and of many numbers are the same, in %s', async protocol => {
		const documents = Array.from({length: 150}, (_, at) => 2 * at + 1);
		await using net = await swarm({
			peers: 2,
			documents: at => documents.filter(rfc => at === 0 || rfc < 100),
			lines: 1,
		});
		const link = openIndexLink({...net.place, protocol});
		const {signal} = new AbortController();
		const read = (_: number, records: readonly RfcRecord[]) => records.length;
		const few = await findOffers(link, {spans: [one(99), one(101), one(102)], signal, read});
		expect([...few.found]).toEqual([
			[99, 2],
			[101, 1],
		]);
		expect(few.missing).toEqual([one(102)]);
		const many = await findOffers(link, {spans: [{first: 1, last: 200}], signal, read});
		expect([...many.found]).toEqual(documents.filter(rfc => rfc <= 200).map(rfc => [rfc, rfc < 100 ? 2 : 1]));
		expect(many.missing[0]).toEqual(one(2));
		link.close();
	});
});
