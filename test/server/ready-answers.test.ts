/** Answers to LOOKUP are kept, and never one that is no longer true, or true for another client only. */
import {describe, expect, it} from 'vitest';
import {IndexUnderTest, type Line, request} from './helpers/index-under-test.ts';

const lookups = [
	request('LOOKUP RFC 7 P2P-CI/1.1'),
	request('LOOKUP RFC 7 P2P-CI/1.0', {Host: 'client', Port: 1, Title: 'T'}),
] as const;

async function join(line: Line, Host: string, Port = 1): Promise<void> {
	await line.ask(request('JOIN PEER P2P-CI/1.1', {Host, Port}));
}

const add = (line: Line, Host: string, Title: string) => line.ask(request('ADD RFC 7 P2P-CI/1.1', {Host, Title}));

describe.each(lookups)('%s', lookup => {
	/** Asked twice: the second answer is the kept one. */
	async function answer(line: Line): Promise<string> {
		const first = await line.ask(lookup);
		expect(await line.ask(lookup)).toBe(first);
		return first;
	}

	it('tells each change of a record', async () => {
		const index = new IndexUnderTest();
		const client = index.connect();
		const [bob, carol] = [index.connect(), index.connect({from: '10.0.0.6'})];
		await join(bob, 'bob', 6002);
		await join(carol, 'carol', 6003);
		expect(await answer(client)).toMatch(/ 404 Not Found\r\n/);
		await add(bob, 'bob', 'First');
		expect(await answer(client)).toContain('First');
		await add(bob, 'bob', 'Second');
		expect(await answer(client)).toContain('Second');
		await add(carol, 'carol', 'Third');
		expect(await answer(client)).toMatch(/Second[\s\S]*Third/);
		await carol.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'carol', Port: 7003}));
		await bob.ask(request('REMOVE RFC 7 P2P-CI/1.1', {Host: 'bob'}));
		expect(await answer(client)).not.toContain('Second');
		await carol.ask(request('LEAVE PEER P2P-CI/1.1', {Host: 'carol'}));
		expect(await answer(client)).toMatch(/ 404 Not Found\r\n/);
	});

	it('tells a peer that has moved at its new place', async () => {
		const index = new IndexUnderTest();
		const client = index.connect();
		const old = index.connect();
		const joined = await old.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: 1}));
		await add(old, 'bob', 'T');
		expect(await answer(client)).toContain('10.0.0.5');
		const Token = /\r\nToken: (\S+)/.exec(joined)?.[1] ?? '';
		await index.connect({from: '10.0.0.9'}).ask(request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: 1, Token}));
		expect(await answer(client)).toContain('10.0.0.9');
	});

	it('tells nothing of a peer that has left with thousands of records', async () => {
		const index = new IndexUnderTest();
		const client = index.connect();
		const bob = index.connect();
		await join(bob, 'bob');
		const {catalog, members} = index.engine;
		const peer = members.named('bob');
		if (!peer) throw new Error('bob is not here');
		for (let rfc = 1; rfc <= 2000; rfc++) catalog.add(peer, rfc, {title: 'T'});
		expect(await answer(client)).toContain('10.0.0.5');
		await bob.ask(request('LEAVE PEER P2P-CI/1.1', {Host: 'bob'}));
		expect(await answer(client)).toMatch(/ 404 Not Found\r\n/);
	});

	it('tells who asks from this machine and from others what each can connect to', async () => {
		const index = new IndexUnderTest();
		const here = index.connect({from: '127.0.0.1', to: '127.0.0.1'});
		const there = index.connect({from: '10.0.0.5', to: '10.0.0.1'});
		const elsewhere = index.connect({from: '192.168.1.5', to: '192.168.1.1'});
		await join(here, 'bob');
		await add(here, 'bob', 'T');
		for (let round = 0; round < 2; round++) {
			expect(await answer(there)).toContain('10.0.0.1');
			expect(await answer(here)).toContain('127.0.0.1');
			expect(await answer(elsewhere)).toContain('192.168.1.1');
			expect(await answer(there)).toContain('10.0.0.1');
		}
	});
});

describe('answers that are kept', () => {
	it('tell each client where a peer of 1.0 is that calls itself localhost', async () => {
		const index = new IndexUnderTest();
		const bob = index.connect({from: '10.0.0.1', to: '10.0.0.1'});
		const [, lookup] = lookups;
		await bob.ask(request('ADD RFC 7 P2P-CI/1.0', {Host: 'localhost', Port: 6002, Title: 'T'}));
		const here = index.connect({from: '127.0.0.1', to: '127.0.0.1'});
		const there = index.connect({from: '10.0.0.5', to: '10.0.0.1'});
		const elsewhere = index.connect({from: '192.168.1.5', to: '192.168.1.1'});
		for (let round = 0; round < 2; round++) {
			expect(await here.ask(lookup)).toContain('RFC 7 T localhost 6002\r\n');
			expect(await there.ask(lookup)).toContain('RFC 7 T 10.0.0.1 6002\r\n');
			expect(await elsewhere.ask(lookup)).toContain('RFC 7 T 192.168.1.1 6002\r\n');
		}
	});

	it('are for thousands of RFCs the right ones, also when not all can be kept', async () => {
		const index = new IndexUnderTest();
		const bob = index.connect();
		await join(bob, 'bob');
		const numbers = Array.from({length: 5000}, (_, at) => at + 1);
		for (const rfc of numbers)
			await bob.ask(request(`ADD RFC ${rfc} P2P-CI/1.1`, {Host: 'bob', Title: `Title ${rfc}.`}));
		for (let round = 0; round < 2; round++) {
			for (const rfc of numbers) {
				expect(await bob.ask(request(`LOOKUP RFC ${rfc} P2P-CI/1.1`))).toContain(
					`"rfc":${rfc},"title":"Title ${rfc}."`,
				);
			}
		}
	});
});
