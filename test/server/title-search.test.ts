/** SEARCH on the whole engine: the index that is searched follows the catalog (RFC 900002). */

import {afterEach, describe, expect, it} from 'vitest';
import {titleAmong} from '../../source/order/title-among.ts';
import {Catalog} from '../../source/server/catalog.ts';
import type {EngineOptions} from '../../source/server/engine.ts';
import {IndexPeer} from '../../source/server/index-peer.ts';
import type {TitleChange} from '../../source/server/search-worker.ts';
import {TitleFeed} from '../../source/server/title-feed.ts';
import {FakeClock} from './helpers/fake-clock.ts';
import {IndexUnderTest, type Line, readAnswer, request} from './helpers/index-under-test.ts';

const running: IndexUnderTest[] = [];

afterEach(async () => {
	for (const index of running.splice(0)) await index.engine.close();
});

function newIndex(options: Partial<EngineOptions> = {}): IndexUnderTest {
	const index = new IndexUnderTest(options);
	running.push(index);
	return index;
}

async function peer(index: IndexUnderTest, Host: string): Promise<Line> {
	const line = index.connect();
	await line.ask(request('JOIN PEER P2P-CI/1.1', {Host, Port: 1}));
	return line;
}

const add = (line: Line, Host: string, rfc: number, Title: string) =>
	line.ask(request(`ADD RFC ${rfc} P2P-CI/1.1`, {Host, Title}));

const search = async (line: Line, fields: Readonly<Record<string, string | number>>) =>
	readAnswer(await line.ask(request('SEARCH ALL P2P-CI/1.1', fields)));

const numbers = async (line: Line, Query: string) => (await search(line, {Query})).lines.map(({rfc}) => rfc);

describe('SEARCH', () => {
	it('answers number, title and holders of what fits, in this order', async () => {
		const index = newIndex();
		const bob = await peer(index, 'bob');
		await add(bob, 'bob', 900_100, 'A Very Short Document');
		await add(await peer(index, 'carol'), 'carol', 900_100, 'A Very Short Document');
		const answer = await search(bob, {Query: 'very shrot'});
		expect(answer.status).toBe('P2P-CI/1.1 200 OK');
		expect(answer.field('Content-Type')).toBe('application/x-ndjson');
		expect(answer.body).toBe('{"rfc":900100,"title":"A Very Short Document","holders":2}\n');
	});

	it('follows what is added, retitled, removed, and what leaves with its peer', async () => {
		const index = newIndex();
		const bob = await peer(index, 'bob');
		const carol = await peer(index, 'carol');
		await add(bob, 'bob', 7, 'First words');
		expect(await numbers(bob, 'first')).toEqual([7]);
		await add(bob, 'bob', 8, 'First again');
		expect(await numbers(bob, 'first')).toEqual([7, 8]);
		await add(bob, 'bob', 7, 'Other words');
		expect(await numbers(bob, 'first')).toEqual([8]);
		expect(await numbers(bob, 'other')).toEqual([7]);
		await add(carol, 'carol', 8, 'First again');
		await bob.ask(request('REMOVE RFC 8 P2P-CI/1.1', {Host: 'bob'}));
		expect(await numbers(bob, 'again')).toEqual([8]);
		await carol.ask(request('LEAVE PEER P2P-CI/1.1', {Host: 'carol'}));
		expect(await numbers(bob, 'again')).toEqual([]);
		expect(await numbers(bob, '7')).toEqual([7]);
	});

	it('gives as many as Limit says, no more than an answer may have, and says how many bytes that is', async () => {
		const index = newIndex({maxListRecords: 1000});
		const bob = await peer(index, 'bob');
		const adds = Array.from({length: 1100}, (_, at) =>
			request(`ADD RFC ${at + 1} P2P-CI/1.1`, {Host: 'bob', Title: 'Größe'}),
		);
		await bob.ask(adds.join(''));
		expect(await numbers(bob, 'kleine größe')).toEqual([]);
		expect(await numbers(bob, 'größe')).toEqual(Array.from({length: 1000}, (_, at) => at + 1));
		for (const [Limit, expected] of [
			[0, 0],
			[1, 1],
			[300, 300],
			[1000, 1000],
			[5000, 1000],
		] as const) {
			expect((await search(bob, {Query: 'größe', Limit})).lines).toHaveLength(expected);
		}
	});

	it.each([{}, {Query: ''}, {Query: '   '}, {Query: 'a', Limit: 'x'}, {Query: 'a', Limit: -1}])(
		'with %j is 400',
		async fields => {
			const answer = await search(newIndex().connect(), fields);
			expect(answer.status).toBe('P2P-CI/1.1 400 Bad Request');
		},
	);

	it('is no request of 1.0', async () => {
		const line = newIndex().connect();
		expect(await line.ask(request('SEARCH ALL P2P-CI/1.0', {Query: 'x'}))).toMatch(/^P2P-CI\/1\.0 400 /);
	});

	it('of 30 askers at once gives each its own answer', async () => {
		const index = newIndex();
		const bob = await peer(index, 'bob');
		for (let rfc = 1; rfc <= 30; rfc++) await add(bob, 'bob', rfc, `Word${rfc}z`);
		const answers = await Promise.all(Array.from({length: 30}, (_, at) => numbers(index.connect(), `Word${at + 1}z`)));
		expect(answers).toEqual(Array.from({length: 30}, (_, at) => [at + 1]));
	});

	it('that has run out of memory is refused for a minute, and the operator is told', async () => {
		const troubles: string[] = [];
		const index = newIndex({searchMegabytes: 12, onTrouble: what => troubles.push(what)});
		const line = await peer(index, 'bob');
		const [bob] = index.engine.catalog.peers;
		const title = (rfc: number) => Array.from({length: 100}, (_, at) => `w${rfc}x${at}`).join(' ');
		for (let rfc = 1; bob && rfc <= 10_000; rfc++) index.engine.catalog.add(bob, rfc, {title: title(rfc)});
		const answer = await search(line, {Query: 'w'});
		expect(answer.status).toBe('P2P-CI/1.1 503 Service Unavailable');
		expect(answer.field('Retry-After')).toBe('60');
		await expect.poll(() => troubles).toEqual([expect.stringMatching(/^nobody can search for a minute: .*memory/)]);
	});

	it('of a server that ends is refused, not left waiting', async () => {
		const index = newIndex();
		const bob = await peer(index, 'bob');
		await add(bob, 'bob', 1, 'T');
		const answer = search(bob, {Query: 'T'});
		await index.engine.close();
		expect((await answer).status).toBe('P2P-CI/1.1 503 Service Unavailable');
		expect((await search(bob, {Query: 'T'})).field('Retry-After')).toBe('60');
	});
});

const newPeer = (host: string) => new IndexPeer(host, {host, address: '10.0.0.5', port: 1, version: '1.1', joined: 0});

describe('the feed of titles', () => {
	it('hands on a burst of 1,000 peers with 100 RFCs each as one slice, an RFC once', async () => {
		const clock = new FakeClock();
		const catalog = new Catalog('e');
		const slices: (readonly TitleChange[])[] = [];
		const feed = new TitleFeed({catalog, clock, tell: async changes => void slices.push(changes)});
		await feed.caughtUp();
		for (let peer = 0; peer < 1000; peer++) {
			const joined = newPeer(`peer-${peer}`);
			catalog.join(joined);
			for (let rfc = 1; rfc <= 100; rfc++) catalog.add(joined, rfc, {title: `Title ${rfc}`});
		}
		await clock.pass(100);
		await feed.caughtUp();
		expect(slices).toEqual([Array.from({length: 100}, (_, at) => ({rfc: at + 1, title: `Title ${at + 1}`}))]);
		feed.close();
		expect(clock.timers).toBe(0);
	});

	it('hands on no more while what it handed on is not taken, and then what has changed, once', async () => {
		const catalog = new Catalog('e');
		const clock = new FakeClock();
		const bob = newPeer('bob');
		catalog.join(bob);
		const slices: (readonly TitleChange[])[] = [];
		const taken: (() => void)[] = [];
		const tell = (changes: readonly TitleChange[]) => {
			slices.push(changes);
			return new Promise<void>(resolve => taken.push(resolve));
		};
		const feed = new TitleFeed({catalog, clock, tell});
		await feed.caughtUp();
		catalog.add(bob, 1, {title: 'First'});
		await clock.pass(100);
		for (let change = 0; change < 1000; change++) {
			catalog.add(bob, 1, {title: `Title ${change}`});
			await clock.pass(100);
		}
		expect(slices).toEqual([[{rfc: 1, title: 'First'}]]);
		const caughtUp = feed.caughtUp();
		taken[0]?.();
		await caughtUp;
		expect(slices.slice(1)).toEqual([[{rfc: 1, title: 'Title 999'}]]);
		feed.close();
	});

	it('begins with what was there, and ends with what is, whatever changes while that is told', async () => {
		const catalog = new Catalog('e');
		const bob = newPeer('bob');
		catalog.join(bob);
		for (let rfc = 1; rfc <= 20_000; rfc++) catalog.add(bob, rfc, {title: `Title ${rfc}`});
		const known = new Map<number, string>();
		let slices = 0;
		const feed = new TitleFeed({
			catalog,
			clock: new FakeClock(),
			async tell(changes) {
				for (const {rfc, title} of changes) {
					if (title === undefined) known.delete(rfc);
					else known.set(rfc, title);
				}
				if (++slices > 8) return;
				catalog.remove(bob, slices);
				catalog.remove(bob, 20_000 - slices);
				catalog.add(bob, 10_000 + slices, {title: 'Another'});
			},
		});
		await feed.caughtUp();
		expect(slices).toBeGreaterThan(8);
		await feed.caughtUp();
		expect([...known].toSorted(([a], [b]) => a - b)).toEqual(
			catalog.slice(0, 30_000).map(({rfc, title}) => [rfc, title]),
		);
		expect(known.size).toBe(20_000 - 16);
		feed.close();
	});
});

describe('the title of an RFC', () => {
	const held = (...titles: readonly string[]) => {
		const catalog = new Catalog('e');
		for (const [at, title] of titles.entries()) {
			const holder = newPeer(`peer-${at}`);
			catalog.join(holder);
			catalog.add(holder, 1, {title});
		}
		return catalog.holders(1);
	};

	it('is what most of its holders say, and of as many the first', () => {
		expect(titleAmong([])).toBeUndefined();
		expect(titleAmong(held('A'))).toBe('A');
		expect(titleAmong(held('A', 'B', 'B'))).toBe('B');
		expect(titleAmong(held('B', 'A'))).toBe('B');
		expect(titleAmong(held('C', 'A', 'B', 'A', 'B'))).toBe('A');
	});
});
