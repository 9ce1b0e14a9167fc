import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {RawClient} from '../helpers/raw-client.ts';
import {eventually} from './index-under-test.ts';
import {type Answer, ask as askIndex, field, modernRequest, objectsOf} from './modern.ts';
import {type Document, peerForFile} from './peer-under-test.ts';

// P2P-CI/1.1, peer to peer: GET and HEAD at the upload port of the real program.

const every = Buffer.from(Array.from({length: 256}, (_, byte) => byte));
const modified = new Date('2001-01-21T09:23:46Z');
const head = `${'\n'.repeat(6)}${' '.repeat(20)}A Document\n\n\nAbstract\n\n   Some text.\n`;
const small: Document = {rfc: 91_001, bytes: Buffer.from('A very short RFC.\n'), modified};
const binary: Document = {rfc: 91_002, bytes: Buffer.concat([Buffer.from(head), every]), modified};
const empty: Document = {rfc: 91_003, bytes: Buffer.alloc(0), modified};
const large: Document = {
	rfc: 91_004,
	bytes: Buffer.from(Array.from({length: 3_000_007}, (_, index) => (index * 31 + (index >> 8) * 7) % 256)),
	modified,
};
const documents = [small, binary, empty, large];
const future: Document = {rfc: 91_005, bytes: Buffer.from(head), modified: new Date('2100-01-01T00:00:00Z')};
const peer = peerForFile([...documents, future]);

const digestOf = ({bytes}: Document): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
const fixdate =
	/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

type Fields = Readonly<Record<string, string>>;
const get = ({rfc}: Pick<Document, 'rfc'>, fields: Fields = {}): string => modernRequest(`GET RFC ${rfc}`, fields);
const headOf = ({rfc}: Pick<Document, 'rfc'>, fields: Fields = {}): string => modernRequest(`HEAD RFC ${rfc}`, fields);

/** Reads an answer, with one character for each byte of its body. Framing is checked strictly. */
async function read(client: RawClient, method: 'GET' | 'HEAD' = 'GET'): Promise<Answer> {
	const [statusLine = '', ...lines] = (await client.readThrough('\r\n\r\n')).slice(0, -4).split('\r\n');
	const code = Number(/^P2P-CI\/1\.1 (\d{3}) [A-Z][ -~]*$/.exec(statusLine)?.[1]);
	const fields = lines.map(line => {
		const [, name, value] = /^([!-9;-~]+): (\S(?:.*\S)?)$/.exec(line) ?? [];
		if (name === undefined || value === undefined) throw new Error(`no field line: ${JSON.stringify(line)}`);
		return [name, value] as const;
	});
	const answer = {statusLine, code, fields, body: ''};
	const length = field(answer, 'Content-Length');
	if (code === 304) expect(length ?? '0').toBe('0');
	else expect(length).toMatch(/^\d+$/);
	return method === 'HEAD' || code === 304 ? answer : {...answer, body: await client.read(Number(length))};
}

/** The answers to requests that are sent together on one connection. */
async function ask(...requests: readonly string[]): Promise<readonly Answer[]> {
	await using client = await RawClient.connect(peer.route);
	await client.send(requests.join(''));
	const answers: Answer[] = [];
	for (const request of requests) answers.push(await read(client, request.startsWith('HEAD') ? 'HEAD' : 'GET'));
	expect(client.pending).toBe('');
	return answers;
}

async function askOne(request: string): Promise<Answer> {
	const [answer] = await ask(request);
	if (!answer) throw new Error('no answer');
	return answer;
}

const bytesOf = ({body}: Answer): Buffer => Buffer.from(body, 'latin1');

/** The digest is computed after the peer has started: waits until answers contain it. */
const withDigest = (document: Document): Promise<Answer> =>
	eventually(
		() => askOne(get(document)),
		answer => field(answer, 'Repr-Digest') !== undefined,
	);

describe('GET', () => {
	it.each(documents.map(document => [document.rfc, document] as const))(
		'sends the bytes of the file, with what is known of them: %i',
		async (_, document) => {
			const answer = await withDigest(document);
			expect(answer.statusLine).toBe('P2P-CI/1.1 200 OK');
			expect(bytesOf(answer).equals(document.bytes)).toBe(true);
			expect(field(answer, 'Content-Length')).toBe(String(document.bytes.length));
			expect(field(answer, 'Content-Type')).toBe('text/plain');
			expect(field(answer, 'Last-Modified')).toBe('Sun, 21 Jan 2001 09:23:46 GMT');
			expect(field(answer, 'Date')).toMatch(fixdate);
			expect(field(answer, 'ETag')).toMatch(/^"[^"\s]+"$/);
			expect(field(answer, 'Repr-Digest')).toBe(digestOf(document));
			expect(field(answer, 'Content-Encoding')).toBeUndefined();
		},
	);

	it('dates no document later than the answer, whatever its file says', async () => {
		const answers = [...(await ask(get(future), headOf(future))), await askOne(get(future, {Range: 'bytes=0-9'}))];
		for (const answer of answers) expect(field(answer, 'Last-Modified')).toBe(field(answer, 'Date'));
		expect((await askOne(get(future, {'If-Modified-Since': 'Fri, 01 Jan 2100 00:00:00 GMT'}))).code).toBe(200);
	});

	it('needs no field, and takes those of other programs', async () => {
		const [plain, host, unknown] = await ask(
			get(small),
			get(small, {Host: 'carol', OS: 'Any 1.0', 'User-Agent': 'any/1'}),
			get(small, {'X-Unknown': '1', Connection: 'close', 'If-Match': '"x"'}),
		);
		for (const answer of [plain, host, unknown]) expect(answer?.body).toBe(small.bytes.toString());
	});

	it('is understood one byte at a time, and with bare line feeds', async () => {
		await using client = await RawClient.connect(peer.route);
		for (const byte of Buffer.from(`\n\r\n${get(small).replaceAll('\r', '')}`)) await client.send(Uint8Array.of(byte));
		expect((await read(client)).body).toBe(small.bytes.toString());
	});

	it('declares what the index was told of the document', async () => {
		const answer = await withDigest(large);
		await using client = await RawClient.connect(peer.index);
		const [record] = await eventually(
			async () => objectsOf(await askIndex(client, modernRequest(`LOOKUP RFC ${large.rfc}`))),
			records => 'digest' in (records[0] ?? {}),
		);
		expect(record).toMatchObject({
			size: large.bytes.length,
			digest: field(answer, 'Repr-Digest'),
			modified: '2001-01-21T09:23:46Z',
		});
	});
});

describe('HEAD', () => {
	it('is answered as GET is, with the length of the file and no body', async () => {
		await withDigest(large);
		const [asked, got] = await ask(headOf(large), get(large));
		const known = (answer: Answer | undefined) =>
			answer?.fields.filter(([name]) => name !== 'Date').map(([name, value]) => `${name}: ${value}`);
		expect(asked?.code).toBe(200);
		expect(known(asked)).toEqual(known(got));
	});

	it('of what is not there has no body either', async () => {
		const [missing, bad, last] = await ask(headOf({rfc: 91_999}), modernRequest('HEAD ALL'), get(small));
		expect([missing?.code, bad?.code, last?.code]).toEqual([404, 400, 200]);
	});
});

describe('a connection', () => {
	it('stays, and answers in the order of the requests', async () => {
		const order = Array.from({length: 60}, (_, index) => documents[(index * 5) % 4] ?? small);
		const answers = await ask(...order.map((document, index) => (index % 3 === 2 ? headOf(document) : get(document))));
		for (const [index, answer] of answers.entries()) {
			const {bytes} = order[index] ?? small;
			expect(field(answer, 'Content-Length')).toBe(String(bytes.length));
			expect(bytesOf(answer).equals(index % 3 === 2 ? Buffer.alloc(0) : bytes)).toBe(true);
		}
	});

	it('stays after an error to a head that was complete', async () => {
		const answers = await ask(
			get({rfc: 91_999}),
			modernRequest('GET ALL'),
			modernRequest('GET STD 1'),
			modernRequest('GET RFC 0'),
			modernRequest('GET RFC ../../etc/passwd'),
			modernRequest('PUT RFC 91001'),
			modernRequest('LOOKUP RFC 91001'),
			modernRequest('JOIN PEER', {Host: 'h', Port: 1}),
			'GET RFC 91001 P2P-CI/1.1\r\nRange: bytes=0-1\r\nrange: bytes=1-2\r\n\r\n',
			'GET RFC 91001 P2P-CI/1.1\r\nHost : h\r\n\r\n',
			get(small),
		);
		expect(answers.map(({code}) => code)).toEqual([404, ...Array.from({length: 9}, () => 400), 200]);
		for (const answer of answers.slice(0, -1)) {
			expect(field(answer, 'Content-Type')).toBe('application/problem+json');
			expect(JSON.parse(answer.body)).toEqual({
				title: answer.statusLine.slice('P2P-CI/1.1 400 '.length),
				status: answer.code,
				detail: expect.stringMatching(/^[A-Z].*\.$/),
			});
		}
	});

	it('that is half closed gets its answers, and then the end', async () => {
		await using client = await RawClient.connect(peer.route);
		await client.send(get(large) + get(small));
		client.halfClose();
		expect(bytesOf(await read(client)).equals(large.bytes)).toBe(true);
		expect((await read(client)).body).toBe(small.bytes.toString());
		expect(await client.readUntilClose()).toBe('');
	});

	it('may go back to 1.0, which closes it', async () => {
		await using client = await RawClient.connect(peer.route);
		await client.send(`${get(small)}GET RFC 91001 P2P-CI/1.0\r\n\r\n${get(small)}`);
		await read(client);
		expect(await client.readUntilClose()).toMatch(/^P2P-CI\/1\.0 200 OK\r\n[\s\S]*\r\n\r\nA very short RFC\.\n$/);
	});
});

describe('Range', () => {
	const size = small.bytes.length;
	it.each([
		['bytes=0-0', 0, 1],
		['bytes=2-10', 2, 11],
		['bytes=2-', 2, size],
		['bytes=-4', size - 4, size],
		['bytes=-100', 0, size],
		['bytes=5-100', 5, size],
		['bytes=5-99999999999999999999', 5, size],
	])('%s is answered with that part', async (range, start, end) => {
		await withDigest(small);
		const answer = await askOne(get(small, {Range: range}));
		expect(answer.statusLine).toBe('P2P-CI/1.1 206 Partial Content');
		expect(field(answer, 'Content-Range')).toBe(`bytes ${start}-${end - 1}/${size}`);
		expect(answer.body).toBe(small.bytes.toString('latin1', start, end));
		expect(field(answer, 'Repr-Digest')).toBe(digestOf(small));
	});

	it.each(['bytes=0-1,4-5', 'bytes=5-4', 'bytes=', 'bytes=x-y', 'lines=1-2', 'bytes=-', '0-5'])(
		'%s is ignored',
		async range => {
			expect(await askOne(get(small, {Range: range}))).toMatchObject({code: 200, body: small.bytes.toString()});
		},
	);

	it.each(['bytes=18-', 'bytes=18-20', 'bytes=99999999999999999999-', 'bytes=-0'])('%s is 416', async range => {
		const [answer, next] = await ask(get(small, {Range: range}), get(small));
		expect(answer?.statusLine).toBe('P2P-CI/1.1 416 Range Not Satisfiable');
		expect(answer && field(answer, 'Content-Range')).toBe('bytes */18');
		expect(next?.code).toBe(200);
	});

	it('gives the whole file in ranges of any size, pipelined', async () => {
		const step = 262_147;
		const starts = Array.from({length: Math.ceil(large.bytes.length / step)}, (_, index) => index * step);
		const answers = await ask(...starts.map(start => get(large, {Range: `bytes=${start}-${start + step - 1}`})));
		expect(answers.every(({code}) => code === 206)).toBe(true);
		expect(Buffer.concat(answers.map(bytesOf)).equals(large.bytes)).toBe(true);
	});

	it('goes with If-Range: a strong tag, or the very date', async () => {
		const tag = field(await withDigest(small), 'ETag') ?? '';
		const cases: ReadonlyArray<readonly [string, number]> = [
			[tag, 206],
			['Sun, 21 Jan 2001 09:23:46 GMT', 206],
			['Sunday, 21-Jan-01 09:23:46 GMT', 206],
			['Sun Jan 21 09:23:46 2001', 206],
			['"another"', 200],
			[`W/${tag}`, 200],
			['Sun, 21 Jan 2001 09:23:47 GMT', 200],
			['Sun, 21 Jan 2001 09:23:45 GMT', 200],
		];
		for (const [value, code] of cases) {
			const answer = await askOne(get(small, {Range: 'bytes=2-10', 'If-Range': value}));
			expect([value, answer.code, answer.body]).toEqual([
				value,
				code,
				code === 206 ? 'very shor' : small.bytes.toString(),
			]);
		}
	});

	it('does not go with a coding', async () => {
		const answer = await askOne(get(large, {Range: 'bytes=0-99', 'Accept-Encoding': 'zstd, gzip'}));
		expect(field(answer, 'Content-Encoding')).toBeUndefined();
		expect(bytesOf(answer).equals(large.bytes.subarray(0, 100))).toBe(true);
	});
});

describe('If-None-Match', () => {
	it('with the tag is answered 304', async () => {
		const tag = field(await withDigest(small), 'ETag') ?? '';
		const [same, other, head] = await ask(
			get(small, {'If-None-Match': `"x", ${tag}`}),
			get(small, {'If-None-Match': '"x"'}),
			headOf(small, {'If-None-Match': tag}),
		);
		expect([same?.code, other?.code, head?.code]).toEqual([304, 200, 304]);
		expect(same && field(same, 'ETag')).toBe(tag);
	});
});

describe('many at once', () => {
	it('get what they asked for, or 503 and when to ask again', async () => {
		const party = async () => {
			await using client = await RawClient.connect(peer.route);
			for (let tries = 0; ; tries++) {
				await client.send(get(large));
				const answer = await read(client);
				if (answer.code === 200) return bytesOf(answer).equals(large.bytes);
				expect(answer.statusLine).toBe('P2P-CI/1.1 503 Service Unavailable');
				expect(field(answer, 'Retry-After')).toMatch(/^[1-9]\d*$/);
				if (tries > 1000) return false;
			}
		};
		expect(await Promise.all(Array.from({length: 20}, party))).toEqual(Array.from({length: 20}, () => true));
	});
});
