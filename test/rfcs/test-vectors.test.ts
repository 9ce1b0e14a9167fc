import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {documentFolder} from '../../scripts/format-rfc.ts';
import {eventually, indexServerForFile} from '../conformance/index-under-test.ts';
import {peerForFile} from '../conformance/peer-under-test.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {bodyOf, pagesOf} from './printed-document.ts';
import {bytesOf, linePattern, type PartialAnswer, type Step, type Vector, vectorsOf} from './test-vectors.ts';

const documentOf = (number: number): string => readFileSync(join(documentFolder, `rfc${number}.txt`), 'latin1');

const index = indexServerForFile();

const modified = new Date('2026-11-01T18:00:00Z');
/** Those that the vectors are about. */
const peer = peerForFile([
	{rfc: 900_100, bytes: Buffer.from('A very short RFC.\n'), modified},
	{rfc: 900_101, bytes: Buffer.alloc(0), modified},
]);

/** How the bytes of a request go out: together, or each in a write of its own. */
type Cut = 'whole' | 'byte by byte';

/** One vector while it is played. */
type Play = {
	readonly cut: Cut;
	client: RawClient;
	/** What each field was when it came last, by its name in lower case. */
	readonly values: Map<string, string>;
};

async function send({client, cut, values}: Play, bytes: string): Promise<void> {
	const filled = bytes.replace(/\\\(([\w-]+)\)/g, (_, name: string) => values.get(name.toLowerCase()) ?? '');
	const buffer = Buffer.from(filled, 'latin1');
	// Long requests are about limits, and would take thousands of writes.
	if (cut === 'whole' || buffer.length > 1000) await client.send(buffer);
	else for (const byte of buffer) await client.send(Uint8Array.of(byte));
}

async function expectPart({client, values}: Play, {status, fields, lines, headOnly}: PartialAnswer): Promise<void> {
	const head = await client.readThrough('\r\n\r\n');
	const [statusLine, ...got] = head.split('\r\n').slice(0, -2);
	expect(statusLine).toBe(status);
	const here = new Map(got.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.replace(/^.*?: */, '')]));
	for (const [name, value] of here) values.set(name, value);
	for (const field of fields) {
		const [name = '', value = ''] = field.split(': ');
		if (value === '...') expect(here.get(name.toLowerCase()), head).toMatch(/\S/);
		else expect(here.get(name.toLowerCase()), head).toBe(value);
	}
	if (headOnly) return;
	const body = await client.read(Number(here.get('content-length')));
	if (lines.length > 0) {
		expect(body).toMatch(/\n$/);
		expectLines(body.slice(0, -1).split('\n'), lines);
	}
	if (here.get('content-type') === 'application/problem+json') {
		expect(JSON.parse(body)).toMatchObject({status: Number(status.split(' ')[1]), detail: expect.stringMatching(/\S/)});
	}
}

function expectLines(got: readonly string[], wanted: readonly string[]): void {
	expect(got).toEqual(wanted.map(line => expect.stringMatching(linePattern(line))));
}

async function take(step: Step, play: Play): Promise<void> {
	const {client} = play;
	if (step.kind === 'send') await send(play, step.bytes);
	else if (step.kind === 'expect') expect(await client.read(step.bytes.length)).toBe(step.bytes);
	else if (step.kind === 'expect-part') await expectPart(play, step.answer);
	else if (step.kind === 'half-close') client.halfClose();
	else if (step.kind === 'closed') expect(await client.readUntilClose()).toBe('');
	else if (step.kind === 'expect-lines') {
		const got: string[] = [];
		for (const _ of step.lines) got.push((await client.readThrough('\n')).slice(0, -1));
		expectLines(got, step.lines);
	}
}

async function play({steps}: Vector, cut: Cut): Promise<void> {
	await using first = await index.connect();
	await using second = await index.connect();
	await using upload = await RawClient.connect(peer.route);
	const connections = {'first connection': first, 'new connection': second, 'upload server': upload};
	const played: Play = {cut, client: first, values: new Map()};
	for (const step of steps) {
		if (step.kind in connections) played.client = connections[step.kind as keyof typeof connections];
		else await take(step, played);
	}
	expect([first.pending, second.pending, upload.pending]).toEqual(['', '', '']);
}

/** The digest of a document is read after its peer is there, and then declared. */
async function digestIsKnown(): Promise<void> {
	await using client = await RawClient.connect(peer.route);
	const ask = async () => {
		await client.send('HEAD RFC 900100 P2P-CI/1.1\r\n\r\n');
		return client.readThrough('\r\n\r\n');
	};
	await eventually(ask, head => /^Repr-Digest: /m.test(head));
}

beforeAll(digestIsKnown);

describe('index server and upload server answer as the published vectors say', () => {
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

test.each([
	['{"a":"..."}', '{"a":"anything"}', true],
	['{"a":"..."}', '{"a":""}', false],
	['{"a":1,...}', '{"a":1}', true],
	['{"a":1,...}', '{"a":1,"b":[2]}', true],
	['{"a":1,...}', '{"a":12}', false],
	['{"a":"b.c"}', '{"a":"bxc"}', false],
])('a line of a body, %s, is met by %s: %s', (wanted, got, isMet) => {
	expect(linePattern(wanted).test(got)).toBe(isMet);
});
