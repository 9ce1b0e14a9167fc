import {describe, expect, it} from 'vitest';
import {add, ask, askOnce, badRequest, leave, list, lookup, newPeers, ok, record, request} from './classic.ts';
import {indexServerForFile} from './index-under-test.ts';

// P2P-CI/1.0, LIST ALL. Every test leaves the index empty.
const index = indexServerForFile();

describe('LIST ALL', () => {
	it('of an empty index is 200 without a line', async () => {
		expect(await askOnce(index.route, list)).toBe('P2P-CI/1.0 200 OK\r\n\r\n\r\n');
	});

	it('answers every record, by number and not by digits, then by host', async () => {
		await using client = await index.connect();
		const {alice, bob} = newPeers();
		const held = [
			[bob, 1000],
			[alice, 9],
			[bob, 20],
			[alice, 1000],
			[alice, 100_000],
			[bob, 9],
		] as const;
		for (const [who, rfc] of held) await ask(client, add(who, rfc, `Title ${rfc}`));
		const expected = ok(
			record(9, 'Title 9', alice),
			record(9, 'Title 9', bob),
			record(20, 'Title 20', bob),
			record(1000, 'Title 1000', alice),
			record(1000, 'Title 1000', bob),
			record(100_000, 'Title 100000', alice),
		);
		expect(await ask(client, list)).toBe(expected);
		await ask(client, leave(alice) + leave(bob));
	});

	it('may carry a Port', async () => {
		await using client = await index.connect();
		const {alice} = newPeers();
		const fields = [
			['Host', 'asker'],
			['Port', 5],
		] as const;
		await ask(client, add(alice, 1, 'T'));
		expect(await ask(client, request('LIST ALL P2P-CI/1.0', fields))).toBe(ok(record(1, 'T', alice)));
		await ask(client, leave(alice));
	});

	it('knows no Title: whatever one says, it is ignored as every unknown field is', async () => {
		await using client = await index.connect();
		for (const title of ['', 'T'.repeat(1025)]) {
			const fields = [['Host', 'asker'] as const, ['Title', title] as const];
			expect(await ask(client, request('LIST ALL P2P-CI/1.0', fields))).toBe(ok());
		}
		expect(await ask(client, request('LIST ALL P2P-CI/1.0', [['Title', 'T']]))).toBe(badRequest);
	});

	it('tells each asker the same, whoever asks', async () => {
		await using client = await index.connect();
		await using other = await index.connect();
		const {alice} = newPeers();
		await ask(client, add(alice, 1, 'T'));
		expect(await ask(other, list)).toBe(ok(record(1, 'T', alice)));
		await ask(client, leave(alice));
		expect(await ask(other, list)).toBe(ok());
	});

	it('comes whole and in order when it is larger than what a socket takes at once', async () => {
		await using client = await index.connect();
		const {alice} = newPeers();
		const numbers = Array.from({length: 20_000}, (_, offset) => 1 + offset);
		const title =
			'A title of some length, so that the whole list is more than two million bytes, which no buffer takes';
		await ask(client, numbers.map(rfc => add(alice, rfc, title)).join(''));
		expect(await ask(client, list)).toBe(ok(...numbers.map(rfc => record(rfc, title, alice))));
		expect(await ask(client, leave(alice))).toBe(ok());
	});

	it('is answered in its turn among a thousand requests sent without waiting', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await ask(client, Array.from({length: 300}, (_, offset) => add(bob, 60_000 + offset, 'T'.repeat(200))).join(''));
		const whole = await ask(client, list);
		const bytes = Array.from({length: 1000}, (_, turn) => (turn % 100 === 50 ? list : lookup(60_000 + (turn % 300))));
		const answers = Array.from({length: 1000}, (_, turn) =>
			turn % 100 === 50 ? whole : ok(record(60_000 + (turn % 300), 'T'.repeat(200), bob)),
		);
		expect(await ask(client, bytes.join(''))).toBe(answers.join(''));
		await ask(client, leave(bob));
	});
});
