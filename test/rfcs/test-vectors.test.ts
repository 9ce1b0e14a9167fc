import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {documentFolder} from '../../scripts/format-rfc.ts';
import {indexServerForFile} from '../conformance/index-under-test.ts';
import type {RawClient} from '../helpers/raw-client.ts';
import {bodyOf, pagesOf} from './printed-document.ts';
import {bytesOf, type PartialAnswer, type Step, type Vector, vectorsOf} from './test-vectors.ts';

const documentOf = (number: number): string => readFileSync(join(documentFolder, `rfc${number}.txt`), 'latin1');

const index = indexServerForFile();

/** How the bytes of a request go out: together, or each in a write of its own. */
type Cut = 'whole' | 'byte by byte';

async function send(client: RawClient, bytes: string, cut: Cut): Promise<void> {
	const buffer = Buffer.from(bytes, 'latin1');
	// Long requests are about limits, and would take thousands of writes.
	if (cut === 'whole' || buffer.length > 1000) await client.send(buffer);
	else for (const byte of buffer) await client.send(Uint8Array.of(byte));
}

async function expectPart(client: RawClient, {status, fields, lines}: PartialAnswer): Promise<void> {
	const head = await client.readThrough('\r\n\r\n');
	const [statusLine, ...got] = head.split('\r\n').slice(0, -2);
	expect(statusLine).toBe(status);
	const values = new Map(
		got.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.replace(/^.*?: */, '')]),
	);
	for (const field of fields) {
		const [name = '', value = ''] = field.split(': ');
		if (value === '...') expect(values.get(name.toLowerCase()), head).toMatch(/\S/);
		else expect(values.get(name.toLowerCase()), head).toBe(value);
	}
	const body = await client.read(Number(values.get('content-length')));
	if (lines.length > 0) expect(body).toBe(lines.map(line => `${line}\n`).join(''));
	if (values.get('content-type') === 'application/problem+json') {
		expect(JSON.parse(body)).toMatchObject({status: Number(status.split(' ')[1]), detail: expect.stringMatching(/\S/)});
	}
}

async function take(step: Step, client: RawClient, cut: Cut): Promise<void> {
	if (step.kind === 'send') await send(client, step.bytes, cut);
	else if (step.kind === 'expect') expect(await client.read(step.bytes.length)).toBe(step.bytes);
	else if (step.kind === 'expect-part') await expectPart(client, step.answer);
	else if (step.kind === 'half-close') client.halfClose();
	else if (step.kind === 'closed') expect(await client.readUntilClose()).toBe('');
}

async function play({steps}: Vector, cut: Cut): Promise<void> {
	await using first = await index.connect();
	await using second = await index.connect();
	let client = first;
	for (const step of steps) {
		if (step.kind === 'new connection') client = second;
		else if (step.kind === 'first connection') client = first;
		else await take(step, client, cut);
	}
	expect([first.pending, second.pending]).toEqual(['', '']);
}

describe('the index server answers as the published vectors say', () => {
	const vectors = vectorsOf(documentOf(900_011));

	test('there are vectors for every section', () => {
		expect(vectors.length).toBeGreaterThan(100);
		expect(new Set(vectors.map(({name}) => name)).size).toBe(vectors.length);
		for (const {name, steps} of vectors) expect(steps.length, name).toBeGreaterThanOrEqual(2);
	});

	test.each(vectors)('$name', async vector => {
		await play(vector, 'whole');
		await play(vector, 'byte by byte');
	});

	test('and lives, with an empty index', async () => {
		await using client = await index.connect();
		await client.send('LIST ALL P2P-CI/1.0\r\nHost: x\r\n\r\n');
		expect(await client.readThrough('\r\n\r\n\r\n')).toBe('P2P-CI/1.0 200 OK\r\n\r\n\r\n');
		expect(index.isAlive()).toBe(true);
	});
});

test('the session in the specification of P2P-CI/1.0 happens as it is told', async () => {
	await using alice = await index.connect();
	await using bob = await index.connect();
	let client = alice;
	let turns = 0;
	for (const line of pagesOf(documentOf(900_001)).flatMap(bodyOf)) {
		const [, party, text] = /^ {3}([ABS]):(?: (.*))?$/.exec(line) ?? [];
		const bytes = `${text ?? ''}\r\n`;
		if (party === 'S') {
			expect(await client.read(bytes.length)).toBe(bytes);
			turns++;
		} else if (party !== undefined) {
			client = party === 'A' ? alice : bob;
			await client.send(bytes);
		}
	}
	expect(turns).toBeGreaterThan(30);
	expect([alice.pending, bob.pending]).toEqual(['', '']);
	await bob.send('LEAVE PEER P2P-CI/1.0\r\nHost: bob.example\r\nPort: 6002\r\n\r\n');
	await bob.readThrough('\r\n\r\n\r\n');
});

test.each([
	['a\\r\\n', 'a\r\n'],
	['\\x41\\t', 'A\t'],
	['\\*3{ab\\n}', 'ab\nab\nab\n'],
])('a line of a vector stands for bytes: %s', (notation, bytes) => {
	expect(bytesOf(notation)).toBe(bytes);
});
