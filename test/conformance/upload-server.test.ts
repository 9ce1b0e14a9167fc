import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {RawClient} from '../helpers/raw-client.ts';
import {askOnce, askUntilClose, list, lookup, recordsOf, request} from './classic.ts';
import {eventually} from './index-under-test.ts';
import {type Document, peerForFile} from './peer-under-test.ts';

// P2P-CI/1.0, peer to peer: GET at the upload port of the real program.

const title = (name: string): string => `\n\n\n\n\n\n${' '.repeat(20)}${name}\n\n\nAbstract\n\n   Some text.\n`;
const every = Array.from({length: 256}, (_, byte) => byte);
const modified = new Date('2001-01-21T09:23:46Z');

const documents: readonly Document[] = [
	{rfc: 90_001, bytes: Buffer.from(title('A Short Document')), modified},
	{rfc: 90_002, bytes: Buffer.from(title('With Windows Line Ends').replaceAll('\n', '\r\n')), modified},
	{
		rfc: 90_003,
		bytes: Buffer.from(`\uFEFF${title('With a Mark, Form Feeds and Blank Lines')}\f\n\r\n\n\f\n\n\n`),
		modified,
	},
	{rfc: 90_004, bytes: Buffer.concat([Buffer.from(title('With Every Byte')), Buffer.from(every)]), modified},
	{rfc: 90_005, bytes: Buffer.from(title('Without a Last Line End').trimEnd()), modified},
	{rfc: 90_006, bytes: Buffer.from(title('From the Future')), modified: new Date('2100-01-01T00:00:00Z')},
	{rfc: 90_007, bytes: Buffer.from(title('Of Several Megabytes') + 'A line of the text.\n'.repeat(200_000)), modified},
];
const peer = peerForFile(documents);
const [short] = documents;
const size = short?.bytes.length ?? 0;

const get = (rfc: number | string, version = 'P2P-CI/1.0'): string =>
	request(`GET RFC ${rfc} ${version}`, [
		['Host', 'carol.example'],
		['OS', 'Any 1.0'],
	]);

const date =
	'(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} \\d\\d:\\d\\d:\\d\\d GMT';
const os = '[!-~](?:[ -~]*[!-~])?';
/** An exact error answer: status line, Date and OS, a blank line, no data. */
const failure = (code: number, phrase: string): RegExp =>
	new RegExp(`^P2P-CI/1\\.0 ${code} ${phrase}\\r\\nDate: ${date}\\r\\nOS: ${os}\\r\\n\\r\\n$`);
const badRequest = failure(400, 'Bad Request');
const notFound = failure(404, 'Not Found');
const versionNotSupported = failure(505, 'P2P-CI Version Not Supported');

/** The exact head of a 200, except for the time and the system's name. */
const successHead = (bytes: number): RegExp =>
	new RegExp(
		`^P2P-CI/1\\.0 200 OK\\r\\nDate: (${date})\\r\\nOS: ${os}\\r\\nLast-Modified: (${date})\\r\\n` +
			`Content-Length: ${bytes}\\r\\nContent-Type: text/plain\\r\\n\\r\\n`,
	);

const ask = (bytes: string | Uint8Array): Promise<string> => askUntilClose(peer.route, bytes);

describe('GET', () => {
	it('answers with the five fields in their order, and then closes', async () => {
		const before = Math.floor(Date.now() / 1000) * 1000;
		const answer = await ask(get(90_001));
		const head = successHead(size).exec(answer);
		expect(head, answer).not.toBeNull();
		expect(Date.parse(head?.[1] ?? '')).toBeGreaterThanOrEqual(before);
		expect(Date.parse(head?.[1] ?? '')).toBeLessThanOrEqual(Date.now());
		expect(head?.[2]).toBe('Sun, 21 Jan 2001 09:23:46 GMT');
	});

	it('dates no document later than the answer, whatever its file says', async () => {
		const answer = await ask(get(90_006));
		const [, now, date] = /\r\nDate: (.*)\r\nOS: .*\r\nLast-Modified: (.*)\r\n/.exec(answer) ?? [];
		expect([date, typeof date]).toEqual([now, 'string']);
	});

	it.each(documents.map(document => [document.rfc, document] as const))(
		'sends the bytes of the file, unchanged: %i',
		async (rfc, {bytes}) => {
			const answer = await ask(get(rfc));
			const head = successHead(bytes.length).exec(answer)?.[0] ?? '';
			expect(head).not.toBe('');
			const data = Buffer.from(answer.slice(head.length), 'latin1');
			expect(data.length).toBe(bytes.length);
			const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex');
			expect(digest(data)).toBe(digest(bytes));
		},
	);

	it.each([
		['no field', 'GET RFC 90001 P2P-CI/1.0\r\n\r\n'],
		['unknown fields', 'GET RFC 90001 P2P-CI/1.0\r\nX: 1\r\nRange: bytes=0-1\r\n\r\n'],
		['fields that come twice', 'GET RFC 90001 P2P-CI/1.0\r\nHost: a\r\nHost: b\r\n\r\n'],
		['bare line feeds', 'GET RFC 90001 P2P-CI/1.0\nHost: a\n\n'],
		['runs of spaces and tabs', 'GET \t RFC   90001\tP2P-CI/1.0  \r\nHost:\ta \r\n\r\n'],
		['blank lines before', '\r\n\n\r\nGET RFC 90001 P2P-CI/1.0\r\n\r\n'],
		['leading zeros', 'GET RFC 00090001 P2P-CI/1.0\r\n\r\n'],
	])('is understood with %s', async (_, bytes) => {
		expect(await ask(bytes)).toMatch(successHead(size));
	});

	it('is understood one byte at a time', async () => {
		await using client = await RawClient.connect(peer.route);
		for (const byte of Buffer.from(get(90_001))) await client.send(Uint8Array.of(byte));
		expect(await client.readUntilClose()).toMatch(successHead(size));
	});

	it('is answered whole to a client that half-closes', async () => {
		const {bytes = Buffer.alloc(0)} = documents.at(-1) ?? {};
		const answer = await askOnce(peer.route, get(90_007));
		const head = successHead(bytes.length).exec(answer)?.[0] ?? '';
		expect(answer.length).toBe(head.length + bytes.length);
	});

	it('is the one request of its connection: what follows is not answered', async () => {
		const answer = await ask(get(90_001) + get(90_002));
		expect(answer.match(/P2P-CI\/1\.0/g)).toHaveLength(1);
		expect(answer).toMatch(successHead(size));
	});

	it('is answered with the head by itself, where the system lets it', async () => {
		// How bytes are split is not only up to the sender: once in ten tries is enough.
		const alone = async () => {
			await using client = await RawClient.connect(peer.route);
			await client.send(get(90_001));
			await client.readThrough('\r\n\r\n');
			return client.pending === '';
		};
		for (let turn = 0; turn < 10; turn++) if (await alone()) return;
		expect.unreachable('data came with the head each time');
	});

	it('is served to many at once', async () => {
		const answers = await Promise.all(Array.from({length: 5}, () => ask(get(90_007))));
		const {bytes = Buffer.alloc(0)} = documents.at(-1) ?? {};
		for (const answer of answers) {
			expect(answer).toMatch(successHead(bytes.length));
			expect(answer.endsWith(bytes.subarray(-1000).toString('latin1'))).toBe(true);
		}
	});
});

describe('an error', () => {
	it.each<readonly [string, string, RegExp]>([
		['a number that it does not hold', get(90_999), notFound],
		['the highest number there is', get(2_147_483_647), notFound],
		['number 0', get(0), badRequest],
		['a number out of range', get(2_147_483_648), badRequest],
		['a word for a number', get('one'), badRequest],
		['a path for a number', get('../../../etc/passwd'), badRequest],
		['a number with a path', get('90001/../90001'), badRequest],
		['a number with an ending', get('90001.txt'), badRequest],
		['no number', request('GET RFC P2P-CI/1.0'), badRequest],
		['a target of the index', request('GET ALL P2P-CI/1.0'), badRequest],
		['an unknown target', request('GET STD 1 P2P-CI/1.0'), badRequest],
		['a method of the index: LOOKUP', lookup(90_001), badRequest],
		['a method of the index: LIST', list, badRequest],
		[
			'a method of the index: JOIN',
			request('JOIN PEER P2P-CI/1.0', [
				['Host', 'h'],
				['Port', 1],
			]),
			badRequest,
		],
		['an unknown method', request('PUT RFC 90001 P2P-CI/1.0'), badRequest],
		['a method in lower case', request('get RFC 90001 P2P-CI/1.0'), badRequest],
		['a request of another protocol', 'GET / HTTP/1.1\r\nHost: h\r\n\r\n', badRequest],
		['another version', get(90_001, 'P2P-CI/2.0'), versionNotSupported],
		['a version in lower case', get(90_001, 'p2p-ci/1.0'), versionNotSupported],
		['white space before the colon', 'GET RFC 90001 P2P-CI/1.0\r\nHost : h\r\n\r\n', badRequest],
		['a folded line', 'GET RFC 90001 P2P-CI/1.0\r\nHost: a\r\n b\r\n\r\n', badRequest],
		['nonsense', 'hello\r\n\r\n', badRequest],
		['a request line that is too long', `GET RFC ${' '.repeat(1100)}90001 P2P-CI/1.0\r\n\r\n`, badRequest],
		['a field line that is too long', `GET RFC 90001 P2P-CI/1.0\r\nX: ${'x'.repeat(8200)}\r\n\r\n`, badRequest],
		['too many fields', `GET RFC 90001 P2P-CI/1.0\r\n${'X: 1\r\n'.repeat(65)}\r\n`, badRequest],
	])('has Date, OS, a blank line and no data, and closes: %s', async (_, bytes, expected) => {
		expect(await ask(bytes)).toMatch(expected);
	});

	it('leaves the peer able to send', async () => {
		expect(await ask(get(90_001))).toMatch(successHead(size));
	});
});

describe('a downloader that goes away', () => {
	it('amid a transfer, by a reset or by closing, harms nobody', async () => {
		for (const leave of ['reset', 'close'] as const) {
			const client = await RawClient.connect(peer.route);
			await client.send(get(90_007));
			await client.read(1000);
			await client[leave]();
		}
		expect(await ask(get(90_001))).toMatch(successHead(size));
		expect(peer.isAlive()).toBe(true);
	});

	it('without a word is not missed', async () => {
		expect(await askOnce(peer.route, '')).toBe('');
		expect(await ask(get(90_001))).toMatch(successHead(size));
	});
});

describe('what the peer told the index', () => {
	it('is where a 1.0 client gets the documents', async () => {
		const records = await eventually(
			async () => recordsOf(await askOnce(peer.index, list)),
			lines => lines.length === documents.length,
		);
		const held = records.map(line => /^RFC (\d+) .* (\S+) (\d+)$/.exec(line)?.slice(1).map(String));
		expect(held).toEqual(documents.map(({rfc}) => [String(rfc), '127.0.0.1', String(peer.route.port)]));
	});
});
