import {beforeEach, describe, expect, it} from 'vitest';
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
	tables = new Tables({engine: index.engine, defer: call => later.push(call), onProgress: () => progress++});
});

const join = (host: string, port = 1) => line.ask(request('JOIN PEER P2P-CI/1.1', {Host: host, Port: port}));
const add = (host: string, rfc: number, title = 'T') =>
	line.ask(request(`ADD RFC ${rfc} P2P-CI/1.1`, {Host: host, Title: title}));
const rfcs = (filter: string, more: {offset?: number; limit?: number; anchor?: number} = {}) =>
	tables.rfcs({filter, offset: 0, limit: 100, ...more});
const numbers = (filter: string) => rfcs(filter).rows.map(({rfc}) => rfc);

describe('the table of RFCs', () => {
	it('shows the rows of a window, how many there are, and where the anchor is', async () => {
		await join('bob');
		for (let rfc = 1; rfc <= 20; rfc++) await add('bob', 10 * rfc);
		expect(rfcs('', {offset: 5, limit: 2, anchor: 150})).toEqual({
			rows: [
				{rfc: 60, title: 'T', holders: 1},
				{rfc: 70, title: 'T', holders: 1},
			],
			matching: 20,
			total: 20,
			anchorIndex: 14,
		});
		expect(rfcs('', {anchor: 151})).not.toHaveProperty('anchorIndex');
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
		expect(rfcs('odd', {offset: 4998}).rows).toEqual([{rfc: 20_001, title: 'odd', holders: 1}]);
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
		index.port = (_address, port) => (port === 1 ? 'accepted' : 'silent');
		const [named, classic] = [index.connect(), index.connect()];
		await named.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'a', Port: 1}));
		await named.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'b', Port: 2}));
		await classic.ask(request('JOIN PEER P2P-CI/1.0', {Host: 'c', Port: 1}));
		await classic.ask(request('JOIN PEER P2P-CI/1.0', {Host: 'd', Port: 2}));
		expect(presence()).toEqual([{kind: 'up'}, {kind: 'up'}, {kind: 'up'}, {kind: 'up'}]);
		await index.clock.pass(3000);
		expect(presence()).toEqual([{kind: 'up'}, {kind: 'unreachable'}, {kind: 'up'}, {kind: 'up'}]);
		const until = index.clock.now() - 3000 + 30_000;
		await named.close();
		await classic.close();
		expect(presence()).toEqual([
			{kind: 'lease', until},
			{kind: 'lease', until},
			{kind: 'answers'},
			{kind: 'probing', attempt: 1},
		]);
		await index.clock.pass(2000);
		expect(presence()[3]).toEqual({kind: 'probing', attempt: 2});
	});
});
