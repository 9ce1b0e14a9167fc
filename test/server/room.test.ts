/** An index whose memory is full. */
import {expect, it} from 'vitest';
import {askNamed, IndexUnderTest, joinAs, request} from './helpers/index-under-test.ts';

const ok = 'P2P-CI/1.1 200 OK';
const unavailable = 'P2P-CI/1.1 503 Service Unavailable';

it('refuses new peers and records, answers everything else, and goes on when there is room again', async () => {
	let share = 0.2;
	const troubles: string[] = [];
	const index = new IndexUnderTest({memoryShare: () => share, onTrouble: what => troubles.push(what)});
	const [line, other] = [index.connect(), index.connect()];
	const token = (await joinAs(line, 'bob')).field('Token') ?? '';
	const [one, two] = [
		{Host: 'bob', Title: 'One'},
		{Host: 'bob', Title: 'Two'},
	];
	expect((await askNamed(line, 'ADD RFC 1', one)).status).toBe(ok);

	share = 0.95;
	await index.clock.pass(100);
	const refused = await askNamed(line, 'ADD RFC 2', two);
	expect(refused.status).toBe(unavailable);
	expect(refused.field('Retry-After')).toBe('60');
	expect((await joinAs(other, 'eve')).status).toBe(unavailable);
	expect(await other.ask(request('ADD RFC 3 P2P-CI/1.0', {Host: 'eve', Port: 6003, Title: 'T'}))).toBe(
		'P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n',
	);
	expect((await joinAs(other, 'bob', {Token: token})).status).toBe(ok);
	expect((await askNamed(other, 'LIST ALL')).lines).toMatchObject([{rfc: 1, host: 'bob'}]);
	expect((await askNamed(line, 'REMOVE RFC 1', {Host: 'bob'})).status).toBe(ok);
	// The operator is told once a minute, not for each.
	expect(troubles).toEqual(['refuses new peers and records: its memory is full']);

	share = 0.5;
	await index.clock.pass(100);
	expect((await askNamed(line, 'ADD RFC 2', two)).status).toBe(ok);
});

it('refuses first the address that holds more than half of the index, and lets others in meanwhile', async () => {
	let share = 0.2;
	const troubles: string[] = [];
	const index = new IndexUnderTest({memoryShare: () => share, onTrouble: what => troubles.push(what)});
	const [crowd, other] = [index.connect({from: '10.0.0.66'}), index.connect({from: '10.0.0.7'})];
	for (const name of ['eve', 'eva']) {
		await joinAs(crowd, name);
		for (let rfc = 1; rfc <= 10; rfc++) await askNamed(crowd, `ADD RFC ${rfc}`, {Host: name, Title: 'T'});
	}
	await joinAs(other, 'bob');
	share = 0.87;
	await index.clock.pass(5000);
	expect((await askNamed(crowd, 'ADD RFC 11', {Host: 'eve', Title: 'T'})).status).toBe(unavailable);
	expect((await joinAs(crowd, 'evi')).status).toBe(unavailable);
	expect((await askNamed(other, 'ADD RFC 11', {Host: 'bob', Title: 'T'})).status).toBe(ok);
	expect((await joinAs(other, 'carol')).status).toBe(ok);

	share = 0.92;
	await index.clock.pass(100);
	expect((await askNamed(other, 'ADD RFC 12', {Host: 'bob', Title: 'T'})).status).toBe(unavailable);
	expect(troubles).toEqual([
		'refuses new peers and records of 10.0.0.66, which has most of them: its memory is nearly full',
		'refuses new peers and records: its memory is full',
	]);
});
