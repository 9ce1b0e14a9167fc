import {describe, expect, it} from 'vitest';
import {expectOk, joinAnswer, lookupAnswer} from '../../../source/peer/index/named-index.ts';
import {listFrom} from '../../../source/peer/index/named-lists.ts';
import {type Field, Fields} from '../../../source/protocol/message.ts';
import {recordLine} from '../../../source/protocol/records.ts';
import {FailureError} from '../../../source/text/failures.ts';

const answer = (code: number, fields: readonly Field[], body = '') => ({
	head: {version: '1.1', code, phrase: '', fields: new Fields(fields)} as const,
	body: Buffer.from(body),
});

it('an answer to LOOKUP has the holders of the RFC that was asked for, and no others', async () => {
	const lines = [5, 6].map(rfc => recordLine({rfc, title: 'T', host: 'bob', address: '10.0.0.5', port: 6002}));
	const found = await lookupAnswer(answer(200, [], lines.join('')), 5);
	expect(found.map(({rfc}) => rfc)).toEqual([5]);
});

it('a refusal is told with the beginning of its explanation, however long that is', async () => {
	const refused = expectOk('ADD', answer(400, [], JSON.stringify({detail: 'no '.repeat(1e6)})));
	const error = await refused.catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(FailureError);
	expect((error as FailureError).message.length).toBeLessThan(1500);
});

it('an answer with a code that nobody knows counts as its first digit says', async () => {
	await expectOk('ADD', answer(299, []));
	for (const code of [199, 304, 404, 499, 599]) {
		await expect(expectOk('ADD', answer(code, [])), String(code)).rejects.toMatchObject({failure: {code}});
	}
});

it('a list that is refused, at its start or in its middle, is not taken for the end of it', async () => {
	const refused = answer(503, [], JSON.stringify({detail: 'no room'}));
	const begun = answer(
		200,
		[
			['ETag', '"k3f9-1"'],
			['Total', '2'],
		],
		recordLine({rfc: 5, title: 'T', host: 'bob', address: '10.0.0.5', port: 6002}),
	);
	const failure = {kind: 'server-refused', request: 'LIST', code: 503, detail: 'no room'};
	for (const first of [refused, begun]) {
		await expect(listFrom(first, async () => refused)).rejects.toMatchObject({failure});
	}
});

it('a list that never ends is given up', async () => {
	const page = answer(
		200,
		[
			['ETag', '"k3f9-1"'],
			['Total', '9000000000000'],
		],
		'\n'.repeat(1e6),
	);
	let pages = 0;
	const list = listFrom(page, async () => {
		pages++;
		return page;
	});
	await expect(list).rejects.toMatchObject({reason: 'reset', cause: {message: 'its list does not end'}});
	expect(pages).toBeLessThan(10);
});

describe('an answer to JOIN', () => {
	it.each([
		['12', 12],
		['0012', 12],
		['86400', 86_400],
		['2147484', 86_400],
		['99999999999', 86_400],
		['', 30],
		['0', 30],
		['soon', 30],
	])('with the Lease %j is renewed as one of %i s: timers wait for 24 days at most', async (Lease, lease) => {
		expect(await joinAnswer(answer(200, [['Lease', Lease]]), 'bob')).toMatchObject({lease});
	});

	it('without a Lease is renewed as one of 30 s', async () => {
		expect(await joinAnswer(answer(200, []), 'bob')).toMatchObject({lease: 30});
	});

	it('that the name is taken for very long is no reason to ask all the time', async () => {
		const refused = joinAnswer(answer(409, [['Retry-After', '9999999999']], '{"joined":5}'), 'bob');
		const error = await refused.catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(FailureError);
		expect(error).toMatchObject({failure: {kind: 'name-taken', joinedAgo: 5, freeIn: 86_400}});
	});
});
