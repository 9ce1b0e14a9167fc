import {describe, expect, it} from 'vitest';
import {wire} from '../helpers/raw-client.ts';
import {add, ask, badRequest, join, leave, lookup, newPeers, notFound, ok, record, remove, request} from './classic.ts';
import {indexServerForFile} from './index-under-test.ts';

// P2P-CI/1.0, every row of the table of requests, to the byte. The tests share one index: each has its own numbers.
const index = indexServerForFile();

describe('ADD', () => {
	it('answers with the record that was added', async () => {
		await using client = await index.connect();
		const answer = await ask(client, add({host: 'bob.example', port: 6001}, 100, 'A Proposed Official Protocol'));
		expect(answer).toBe('P2P-CI/1.0 200 OK\r\n\r\nRFC 100 A Proposed Official Protocol bob.example 6001\r\n\r\n');
	});

	it('takes the fields in any order', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const fields = [
			['Title', 'T'],
			['Port', bob.port],
			['Host', bob.host],
		] as const;
		expect(await ask(client, request('ADD RFC 101 P2P-CI/1.0', fields))).toBe(ok(record(101, 'T', bob)));
	});

	it('a second time changes the title and makes no second record', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await ask(client, add(bob, 102, 'Draft'));
		expect(await ask(client, add(bob, 102, 'Final'))).toBe(ok(record(102, 'Final', bob)));
		expect(await ask(client, lookup(102))).toBe(ok(record(102, 'Final', bob)));
	});

	it('keeps a title as it is, with colons, quotes and runs of spaces inside', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const title = `He said: "RFC 1  200 OK" \\ 'x' {y} %41 <z>`;
		expect(await ask(client, add(bob, 103, title))).toBe(ok(record(103, title, bob)));
		expect(await ask(client, lookup(103))).toBe(ok(record(103, title, bob)));
	});

	it('keeps a title in UTF-8', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const title = 'Größe, 標準, 😀';
		expect(await ask(client, add(bob, 104, title))).toBe(wire(ok(record(104, title, bob))));
		expect(await ask(client, lookup(104))).toBe(wire(ok(record(104, title, bob))));
	});

	it.each(['Host', 'Port', 'Title'])('without %s is a bad request and adds nothing', async missing => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const fields = [['Host', bob.host] as const, ['Port', bob.port] as const, ['Title', 'T'] as const];
		const rest = fields.filter(([name]) => name !== missing);
		expect(await ask(client, request('ADD RFC 105 P2P-CI/1.0', rest))).toBe(badRequest);
		expect(await ask(client, lookup(105))).toBe(notFound);
	});
});

describe('LOOKUP', () => {
	it('answers one line for each holder, by host', async () => {
		await using client = await index.connect();
		const {alice, bob} = newPeers();
		await ask(client, add(bob, 110, 'One Title'));
		await ask(client, add(alice, 110, 'Another Title'));
		expect(await ask(client, lookup(110))).toBe(ok(record(110, 'Another Title', alice), record(110, 'One Title', bob)));
	});

	it('may carry Port and Title, whatever they say', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await ask(client, add(bob, 111, 'Its Title'));
		const fields = [['Host', 'asker'] as const, ['Port', 5] as const, ['Title', 'Not Its Title'] as const];
		expect(await ask(client, request('LOOKUP RFC 111 P2P-CI/1.0', fields))).toBe(ok(record(111, 'Its Title', bob)));
	});

	it('of what nobody holds is not found', async () => {
		await using client = await index.connect();
		expect(await ask(client, lookup(112))).toBe('P2P-CI/1.0 404 Not Found\r\n\r\n\r\n');
	});

	it('and LIST join nobody', async () => {
		await using client = await index.connect();
		const fields = [['Host', 'guest'] as const, ['Port', 6999] as const, ['Title', 'T'] as const];
		await ask(client, request('LOOKUP RFC 110 P2P-CI/1.0', fields));
		await ask(client, request('LIST ALL P2P-CI/1.0', fields.slice(0, 2)));
		expect(await ask(client, leave({host: 'guest', port: 6999}))).toBe(notFound);
	});
});

describe('REMOVE', () => {
	it('answers with the record that was removed, and it is gone', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await ask(client, add(bob, 120, 'Soon Gone'));
		expect(await ask(client, remove(bob, 120))).toBe(ok(record(120, 'Soon Gone', bob)));
		expect(await ask(client, lookup(120))).toBe(notFound);
	});

	it('may carry a Title; the record’s own is answered', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await ask(client, add(bob, 121, 'Own'));
		const fields = [['Host', bob.host] as const, ['Port', bob.port] as const, ['Title', 'Other'] as const];
		expect(await ask(client, request('REMOVE RFC 121 P2P-CI/1.0', fields))).toBe(ok(record(121, 'Own', bob)));
	});

	it('of what is not there is not found, also a second time and for who is not there', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		expect(await ask(client, remove(bob, 122))).toBe(notFound);
		await ask(client, add(bob, 122, 'T'));
		await ask(client, remove(bob, 122));
		expect(await ask(client, remove(bob, 122))).toBe(notFound);
		expect(await ask(client, remove({host: 'nobody', port: 1}, 122))).toBe(notFound);
	});

	it('takes the record of one holder and leaves the others', async () => {
		await using client = await index.connect();
		const {alice, bob} = newPeers();
		await ask(client, add(bob, 123, 'T'));
		await ask(client, add(alice, 123, 'T'));
		await ask(client, remove(bob, 123));
		expect(await ask(client, lookup(123))).toBe(ok(record(123, 'T', alice)));
	});

	it.each([
		['Host', 124],
		['Port', 125],
	])('without %s is a bad request', async (missing, rfc) => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await ask(client, add(bob, rfc, 'T'));
		const rest = [['Host', bob.host] as const, ['Port', bob.port] as const].filter(([name]) => name !== missing);
		expect(await ask(client, request(`REMOVE RFC ${rfc} P2P-CI/1.0`, rest))).toBe(badRequest);
		expect(await ask(client, lookup(rfc))).toBe(ok(record(rfc, 'T', bob)));
	});
});

describe('JOIN and LEAVE', () => {
	it('answer 200 without a line; a second JOIN too', async () => {
		await using client = await index.connect();
		const {carol} = newPeers();
		expect(await ask(client, join(carol))).toBe('P2P-CI/1.0 200 OK\r\n\r\n\r\n');
		expect(await ask(client, join(carol))).toBe(ok());
		expect(await ask(client, leave(carol))).toBe('P2P-CI/1.0 200 OK\r\n\r\n\r\n');
	});

	it('LEAVE takes all records back', async () => {
		await using client = await index.connect();
		const {carol} = newPeers();
		await ask(client, add(carol, 130, 'T'));
		await ask(client, add(carol, 131, 'T'));
		expect(await ask(client, leave(carol))).toBe(ok());
		expect(await ask(client, lookup(130))).toBe(notFound);
		expect(await ask(client, lookup(131))).toBe(notFound);
	});

	it('LEAVE of who is not here is not found', async () => {
		await using client = await index.connect();
		const {carol} = newPeers();
		expect(await ask(client, leave(carol))).toBe(notFound);
	});

	it('a JOIN later keeps the records of who is here', async () => {
		await using client = await index.connect();
		const {carol} = newPeers();
		await ask(client, add(carol, 132, 'T'));
		await ask(client, join(carol));
		expect(await ask(client, lookup(132))).toBe(ok(record(132, 'T', carol)));
		await ask(client, leave(carol));
	});

	it('an ADD joins who has not joined, and who took back the last RFC is still here', async () => {
		await using client = await index.connect();
		const {carol} = newPeers();
		await ask(client, add(carol, 133, 'T'));
		await ask(client, remove(carol, 133));
		expect(await ask(client, leave(carol))).toBe(ok());
	});

	it.each(['JOIN', 'LEAVE'])('%s without Host or Port is a bad request', async method => {
		await using client = await index.connect();
		const {carol} = newPeers();
		expect(await ask(client, request(`${method} PEER P2P-CI/1.0`, [['Host', carol.host]]))).toBe(badRequest);
		expect(await ask(client, request(`${method} PEER P2P-CI/1.0`, [['Port', carol.port]]))).toBe(badRequest);
		expect(await ask(client, request(`${method} PEER P2P-CI/1.0`))).toBe(badRequest);
	});
});
