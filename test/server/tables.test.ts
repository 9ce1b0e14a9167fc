import {beforeEach, describe, expect, it} from 'vitest';
import type {PeerColumn, PeerQuery, RfcQuery} from '../../source/server/server-state.ts';
import {Tables} from '../../source/server/tables.ts';
import {IndexUnderTest, type Line, request} from './helpers/index-under-test.ts';

let index: IndexUnderTest;
let line: Line;
let tables: Tables;
let later: (() => void)[];
let progress: number;

beforeEach(() => {
	index = new IndexUnderTest();
	line = index.connect();
	later = [];
	progress = 0;
	tables = new Tables({
		engine: index.engine,
		defer: call => later.push(call),
		later: (ms, call) => index.clock.after(ms, call),
		onProgress: () => progress++,
	});
});

const join = (host: string, port = 1) => line.ask(request('JOIN PEER P2P-CI/1.1', {Host: host, Port: port}));
const add = (host: string, rfc: number, title = 'T') =>
	line.ask(request(`ADD RFC ${rfc} P2P-CI/1.1`, {Host: host, Title: title}));
const rfcs = (filter: string, more: Partial<RfcQuery> = {}) => tables.rfcs({filter, offset: 0, limit: 100, ...more});
const numbers = (filter: string) => rfcs(filter).rows.map(({rfc}) => rfc);

describe('the table of RFCs', () => {
	it('shows the rows of a window, how many there are, and where the anchor is', async () => {
		await join('bob');
		for (let rfc = 1; rfc <= 20; rfc++) await add('bob', 10 * rfc);
		expect(rfcs('', {offset: 5, limit: 2, anchor: 150})).toEqual({
			rows: [
				{rfc: 60, title: 'T', holders: 1, versions: 0},
				{rfc: 70, title: 'T', holders: 1, versions: 0},
			],
			matching: 20,
			total: 20,
			anchorIndex: 14,
		});
		expect(rfcs('', {anchor: 151})).not.toHaveProperty('anchorIndex');
	});

	it('shows, finds and sorts by the title that most holders give, so that none renames what many share', async () => {
		for (const host of ['!', 'bob', 'carol']) await join(host);
		for (const [host, title] of [
			['!', 'Withdrawn'],
			['bob', 'some Protocol'],
			['carol', 'some Protocol'],
		] as const) {
			await add(host, 7, title);
		}
		await add('bob', 8, 'Telnet');
		expect(rfcs('').rows[0]?.title).toBe('some Protocol');
		expect([numbers('some'), numbers('withdrawn')]).toEqual([[7], []]);
		expect(rfcs('', {sort: {by: 'title', descending: true}}).rows.map(({rfc}) => rfc)).toEqual([8, 7]);
	});

	it('finds every word of a filter, in any case, in number or title', async () => {
		await join('bob');
		await add('bob', 2616, 'Hypertext Transfer Protocol');
		await add('bob', 959, 'File Transfer Protocol');
		await add('bob', 26, 'Something else');
		expect(numbers('TRANSFER')).toEqual([959, 2616]);
		expect(numbers('protocol hyper')).toEqual([2616]);
		expect(numbers(' 26 ')).toEqual([26, 2616]);
		expect(numbers('nothing')).toEqual([]);
		expect(rfcs('transfer', {anchor: 2616})).toMatchObject({matching: 2, total: 3, anchorIndex: 1});
	});

	it('follows the index while a filter is on', async () => {
		await join('bob');
		await add('bob', 1, 'Yes');
		expect(numbers('yes')).toEqual([1]);
		await add('bob', 3, 'yes');
		await add('bob', 2, 'no');
		expect(numbers('yes')).toEqual([1, 3]);
		await add('bob', 2, 'yes, now');
		await add('bob', 1, 'not any more');
		expect(numbers('yes')).toEqual([2, 3]);
		await line.ask(request('LEAVE PEER P2P-CI/1.1', {Host: 'bob'}));
		expect(numbers('yes')).toEqual([]);
	});

	it('looks through a large index in slices, and says when it has found more', async () => {
		const {catalog} = index.engine;
		await join('bob');
		const [bob] = catalog.peers;
		if (!bob) throw new Error('bob is not here');
		for (let rfc = 1; rfc <= 10_000; rfc++) catalog.add(bob, rfc, {title: rfc % 2 ? 'odd' : 'even'});
		expect(rfcs('odd').matching).toBe(2048);
		catalog.remove(bob, 1);
		catalog.remove(bob, 9999);
		catalog.add(bob, 20_001, {title: 'odd'});
		while (later.length > 0) later.shift()?.();
		expect(progress).toBe(2);
		expect(rfcs('odd').matching).toBe(4999);
		expect(rfcs('odd', {offset: 4998}).rows).toEqual([{rfc: 20_001, title: 'odd', holders: 1, versions: 0}]);
	});

	it('stops looking when the filter changes', async () => {
		const {catalog} = index.engine;
		await join('bob');
		const [bob] = catalog.peers;
		if (!bob) throw new Error('bob is not here');
		for (let rfc = 1; rfc <= 10_000; rfc++) catalog.add(bob, rfc, {title: 'T'});
		rfcs('t');
		rfcs('');
		while (later.length > 0) later.shift()?.();
		expect(progress).toBe(0);
	});
});

describe('the RFCs of one peer', () => {
	it('are a table of their own, with the titles that it gave, filtered, sorted, and following the index', async () => {
		await join('bob', 1);
		await join('carol', 2);
		await add('bob', 1, 'B one');
		for (const rfc of [1, 5, 9]) await add('carol', rfc, `C ${rfc}`);
		await add('bob', 9, 'B nine');
		await add('dave', 3);
		const heldBy = tables.peers({filter: 'carol', offset: 0, limit: 1}).rows[0]?.key ?? '';
		const titles = (more: Partial<RfcQuery> = {}) =>
			tables.rfcs({filter: '', offset: 0, limit: 9, heldBy, ...more}).rows.map(({title}) => title);
		expect(tables.rfcs({filter: '', offset: 0, limit: 1, heldBy})).toMatchObject({
			rows: [{rfc: 1, title: 'C 1', holders: 2}],
			matching: 3,
			total: 3,
		});
		expect(titles({sort: {by: 'number', descending: true}})).toEqual(['C 9', 'C 5', 'C 1']);
		expect(titles({sort: {by: 'holders', descending: true}})).toEqual(['C 1', 'C 9', 'C 5']);
		expect(titles({filter: '5'})).toEqual(['C 5']);
		await add('carol', 15, 'C 15');
		expect(titles({filter: '5'})).toEqual(['C 5', 'C 15']);
		await line.ask(request('LEAVE PEER P2P-CI/1.1', {Host: 'carol'}));
		expect(titles()).toEqual([]);
		await join('carol', 2);
		await add('carol', 2, 'anew');
		expect(titles()).toEqual(['anew']);
	});
});

describe('the holders of one RFC', () => {
	it('are a table of their own, in which the anchor is found, and following the index', async () => {
		for (const [at, host] of ['erin', 'alice', 'carol', 'bob'].entries()) {
			await join(host, 6000 + at);
			if (host !== 'carol') await add(host, 7);
		}
		await add('bob', 8);
		const keyOf = (host: string) => tables.peers({filter: host, offset: 0, limit: 1}).rows[0]?.key ?? '';
		const holding = (more: Partial<PeerQuery> = {}) =>
			tables.peers({filter: '', offset: 0, limit: 9, holding: 7, ...more});
		const hosts = (more: Partial<PeerQuery> = {}) => holding(more).rows.map(({host}) => host);
		expect(hosts()).toEqual(['alice', 'bob', 'erin']);
		expect(holding({anchor: keyOf('erin')})).toMatchObject({anchorIndex: 2, matching: 3, total: 3});
		expect(holding({anchor: keyOf('carol')})).not.toHaveProperty('anchorIndex');
		expect(hosts({sort: {by: 'rfcs', descending: true}})).toEqual(['bob', 'alice', 'erin']);
		expect(hosts({filter: '600', offset: 1})).toEqual(['bob', 'erin']);
		await add('carol', 7);
		await line.ask(request('REMOVE RFC 7 P2P-CI/1.1', {Host: 'erin'}));
		await line.ask(request('LEAVE PEER P2P-CI/1.1', {Host: 'alice'}));
		expect(hosts({filter: '600'})).toEqual(['bob', 'carol']);
		expect(hosts({sort: {by: 'address', descending: false}})).toEqual(['carol', 'bob']);
	});
});

describe('the table of peers', () => {
	const keys = (filter: string) => tables.peers({filter, offset: 0, limit: 9}).rows.map(({host}) => host);

	it('is by name, found by name or address, and follows joins, leaves and moves', async () => {
		for (const [at, host] of ['carol', 'alice', 'bob'].entries()) await join(host, 6000 + at);
		expect(keys('')).toEqual(['alice', 'bob', 'carol']);
		expect(keys('10.0.0.5:6001')).toEqual(['alice']);
		expect(keys('o')).toEqual(['bob', 'carol']);
		await join('oscar');
		await line.ask(request('LEAVE PEER P2P-CI/1.1', {Host: 'bob'}));
		expect(keys('o')).toEqual(['carol', 'oscar']);
		expect(keys(':6000')).toEqual(['carol']);
		await join('carol', 7777);
		expect(keys(':6000')).toEqual([]);
		expect(keys(':7777')).toEqual(['carol']);
	});

	it('has an anchor by key, and rows that can be asked for one by one', async () => {
		for (const host of ['alice', 'bob']) await join(host);
		await add('bob', 5, 'Five');
		const row = tables.peers({filter: '', offset: 1, limit: 1}).rows[0];
		expect(row).toMatchObject({host: 'bob', address: '10.0.0.5', port: 1, rfcs: 1, version: '1.1'});
		const key = row?.key ?? '';
		expect(tables.peers({filter: '', offset: 0, limit: 1, anchor: key}).anchorIndex).toBe(1);
		expect(tables.peer(key)).toEqual(row);
		const record = {rfc: 5, title: 'Five', host: 'bob', address: '10.0.0.5', port: 1};
		expect(tables.recordsOf(key, 0, 9)).toEqual([record]);
		expect(tables.holdersOf(5, 0, 9)).toEqual([record]);
		expect(tables.recordsOf('nobody', 0, 9)).toEqual([]);
		expect(tables.peer('nobody')).toBeUndefined();
	});

	it('tells in which way each peer is here', async () => {
		const presence = () => tables.peers({filter: '', offset: 0, limit: 9}).rows.map(row => row.presence);
		const fresh = {kind: 'up', by: 'connection'} as const;
		index.port = (_address, port) => (port === 1 ? 'accepted' : 'silent');
		const [named, classic] = [index.connect(), index.connect()];
		await named.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'a', Port: 1}));
		await named.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'b', Port: 2}));
		await classic.ask(request('JOIN PEER P2P-CI/1.0', {Host: 'c', Port: 1}));
		await classic.ask(request('JOIN PEER P2P-CI/1.0', {Host: 'd', Port: 2}));
		expect(presence()).toEqual([{kind: 'up', by: 'port'}, fresh, fresh, fresh]);
		await index.clock.pass(3000);
		expect(presence()).toEqual([
			{kind: 'up', by: 'port'},
			{kind: 'unreachable', because: 'silent', again: index.clock.now() - 1000 + 30_000},
			fresh,
			fresh,
		]);
		const until = index.clock.now() - 3000 + 30_000;
		await named.close();
		await classic.close();
		expect(presence()).toEqual([
			{kind: 'lease', until},
			{kind: 'lease', until},
			{kind: 'answers'},
			{kind: 'probing', attempt: 1, of: 2},
		]);
		await index.clock.pass(2000);
		expect(presence()[3]).toEqual({kind: 'probing', attempt: 2, of: 2});
	});

	it('is sorted by any column; who sends something moves when a second is over', async () => {
		const by = (column: PeerColumn, descending = false): string =>
			tables
				.peers({filter: '', offset: 0, limit: 9, sort: {by: column, descending}})
				.rows.map(({host}) => host)
				.join(' ');
		for (const [at, host] of ['carol', 'alice', 'bob'].entries()) {
			await index
				.connect({from: `10.0.0.${at * 5 + 5}`})
				.ask(request('JOIN PEER P2P-CI/1.1', {Host: host, Port: 9 - at, OS: `${at}`}));
			await index.clock.pass(1000);
		}
		expect(by('name')).toBe('alice bob carol');
		expect(by('name', true)).toBe('carol bob alice');
		expect(by('address')).toBe('carol alice bob');
		expect(by('joined', true)).toBe('bob alice carol');
		expect(by('os', true)).toBe('bob alice carol');
		expect(by('seen')).toBe('carol alice bob');
		const token = (await index.connect().ask(request('JOIN PEER P2P-CI/1.1', {Host: 'dave', Port: 1}))).match(
			/Token: (\S+)/,
		)?.[1];
		await index.clock.pass(500);
		tables.touch();
		expect(by('seen')).toBe('carol alice bob dave');
		await index.connect().ask(request('RENEW PEER P2P-CI/1.1', {Host: 'dave', Token: token ?? ''}));
		expect(by('rfcs')).toBe('alice bob carol dave');
		await index.connect().ask(request('ADD RFC 1 P2P-CI/1.1', {Host: 'dave', Token: token ?? '', Title: 'T'}));
		expect(by('rfcs', true)).toBe('dave alice bob carol');
		await index.connect().ask(request('REMOVE RFC 1 P2P-CI/1.1', {Host: 'dave', Token: token ?? ''}));
		expect(by('rfcs', true)).toBe('dave alice bob carol');
		await index.clock.pass(1000);
		expect(by('rfcs', true)).toBe('alice bob carol dave');
		// Also long after the order was asked for.
		await index.clock.pass(5000);
		await index.connect().ask(request('ADD RFC 1 P2P-CI/1.1', {Host: 'dave', Token: token ?? '', Title: 'T'}));
		await index.clock.pass(1000);
		expect(by('rfcs', true)).toBe('dave alice bob carol');
	});

	it('has troubles first by state', async () => {
		index.port = (_address, port) => (port === 2 ? 'refused' : 'accepted');
		await join('a', 1);
		await index.connect().ask(request('JOIN PEER P2P-CI/1.1', {Host: 'b', Port: 2}));
		await index.clock.pass(0);
		const {rows} = tables.peers({filter: '', offset: 0, limit: 9, sort: {by: 'state', descending: false}});
		expect(rows.map(({host}) => host)).toEqual(['b', 'a']);
		expect(rows[0]?.presence).toMatchObject({kind: 'unreachable', because: 'refused'});
	});
});

describe('documents that differ under one number', () => {
	const addWith = (host: string, digest?: string) =>
		line.ask(
			request('ADD RFC 1 P2P-CI/1.1', {
				...{Host: host, Title: 'T'},
				...(digest === undefined ? {} : {'Repr-Digest': `sha-256=:${Buffer.alloc(32, digest).toString('base64')}:`}),
			}),
		);
	const seen = () => rfcs('').rows[0]?.versions;

	it('are counted by the digests that their holders declare, as they come, change and go', async () => {
		for (const host of ['a', 'b', 'c', 'd']) await join(host);
		await addWith('d');
		expect(seen()).toBe(0);
		await addWith('a', 'x');
		await addWith('b', 'x');
		expect(seen()).toBe(1);
		await addWith('c', 'y');
		expect(seen()).toBe(2);
		await addWith('b', 'z');
		expect(seen()).toBe(3);
		await addWith('b', 'x');
		await addWith('c', 'x');
		expect(seen()).toBe(1);
		await addWith('a', 'q');
		expect(seen()).toBe(2);
		await line.ask(request('LEAVE PEER P2P-CI/1.1', {Host: 'a'}));
		expect(seen()).toBe(1);
		await addWith('b', 'y');
		await line.ask(request('REMOVE RFC 1 P2P-CI/1.1', {Host: 'c'}));
		expect(seen()).toBe(1);
		await addWith('d', 'z');
		expect(rfcs('', {sort: {by: 'versions', descending: true}}).rows[0]?.versions).toBe(2);
	});
});
