import {describe, expect, it} from 'vitest';
import {ClassicDownload, type DownloadEnd} from '../../source/protocol/classic-download.ts';
import fc from '../helpers/properties.ts';

type Outcome = {readonly end: DownloadEnd['kind']; readonly data: string; readonly checked: boolean | undefined};

/** Feeds an answer in chunks and closes in order. */
function read(chunks: readonly Uint8Array[]): {outcome: Outcome; end: DownloadEnd; decoder: ClassicDownload} {
	const decoder = new ClassicDownload();
	const given: Uint8Array[] = [];
	// Views of a chunk must have been used before the next one comes: copy as a file would.
	for (const chunk of chunks) given.push(...decoder.push(chunk).map(bytes => Buffer.from(bytes)));
	given.push(...decoder.flush().map(bytes => Buffer.from(bytes)));
	const end = decoder.end();
	const prefix = end.kind === 'complete' ? end.prefix : Buffer.alloc(0);
	const data = Buffer.concat([prefix, ...given]).toString('latin1');
	return {
		outcome: {end: end.kind, data, checked: end.kind === 'complete' ? end.lengthChecked : undefined},
		end,
		decoder,
	};
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

const ok = 'P2P-CI/1.0 200 OK\r\n';
const fields =
	'Date: Thu, 21 Jan 2001 09:23:46 GMT\r\nOS: Linux 6.1\r\nLast-Modified: Thu, 21 Jan 2001 09:23:46 GMT\r\n';
const typed = 'Content-Type: text/plain\r\n';
const whole = (data: string): Outcome => ({end: 'complete', data, checked: true});
const unverified = (data: string): Outcome => ({end: 'complete', data, checked: false});
const incomplete = (data: string): Outcome => ({end: 'incomplete', data, checked: undefined});

const samples: readonly (readonly [name: string, answer: string, outcome: Outcome])[] = [
	['the grammar to the byte', `${ok}${fields}Content-Length: 5\r\n${typed}\r\nhello`, whole('hello')],
	['bare line feeds', `${ok}${fields}Content-Length: 5\n\nhello`.replaceAll('\r', ''), whole('hello')],
	[
		'names with a space for the hyphen',
		`${ok}Last Modified: x\r\nContent Length: 5\r\nContent Type: a\r\n\r\nhello`,
		whole('hello'),
	],
	['names in any case, values without a space', `${ok}CONTENT-LENGTH:5\r\n\r\nhello`, whole('hello')],
	[
		'any content type and form of date',
		`${ok}Date: yesterday\r\nContent-Type: text/text\r\nContent-Length: 2\r\n\r\nhi`,
		whole('hi'),
	],
	['blank lines before the status line', `\r\n\n${ok}Content-Length: 2\r\n\r\nhi`, whole('hi')],
	['a status line that echoes another version', 'P2P-CI/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', whole('hi')],
	['a status line without a phrase', 'P2P-CI/1.0 200\r\nContent-Length: 2\r\n\r\nhi', whole('hi')],
	['data that begins with blank lines', `${ok}Content-Length: 6\r\n\r\n\n\n\r\nhi`, whole('\n\n\r\nhi')],
	['no blank line before the data', `${ok}Content-Length: 9\r\n${typed}Network\nW`, whole('Network\nW')],
	['no blank line, data that begins with one', `${ok}Content-Length: 6\r\n\r\nText`, whole('\r\nText')],
	['no blank line, data that begins with two', `${ok}Content-Length: 6\r\n\n\nText`, whole('\n\nText')],
	[
		'data that looks like an unknown field, no blank line',
		`${ok}Content-Length: 11\r\nNote: a\r\n\r\n`,
		whole('Note: a\r\n\r\n'),
	],
	[
		'dates with line ends of their own, no blank line before the data',
		`${ok}Date: today GMT\n\r\nOS: x\r\nLast Modified: today GMT\n\nContent Length: 5\r\nContent-Type: a\r\nhello`,
		whole('hello'),
	],
	[
		'a blank line behind the status line',
		`${ok}\nDate: today\nOS: x\nContent-Length: 5\nContent-Type: text\n\nhello`,
		whole('hello'),
	],
	...[`${ok}${fields}Content-Length: 5\r\n\r\n`, `${ok}\r\n${fields}Content-Length: 5\r\n\r\n`].map(
		(head, blanks) =>
			[`LF CR, ${blanks} blank lines`, `${head.replaceAll('\r\n', '\n\r')}hello`, whole('hello')] as const,
	),
	[
		'LF CR, data that begins with one',
		`${ok}Content-Length: 4\r\n\r\n\r\nhi`.replaceAll('\r\n', '\n\r'),
		whole('\n\rhi'),
	],
	['blanks in the empty lines', ` \r\n${ok}Content-Length: 5\r\n \t\r\nhello`, whole('hello')],
	['no blank line, data that begins with one with blanks', `${ok}Content-Length: 7\r\n \r\nText`, whole(' \r\nText')],
	['no length, data that begins as a field does', `${ok}${fields}\r\nda`, unverified('da')],
	['unknown fields', `${ok}Server: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi`, whole('hi')],
	['unknown fields and no length', `${ok}Server: x\r\n\r\nhi`, unverified('Server: x\r\n\r\nhi')],
	['one fewer than announced', `${ok}Content-Length: 6\r\n\r\nhello`, incomplete('hello')],
	['nothing but a head', `${ok}Content-Length: 6\r\n\r\n`, incomplete('')],
	['a head that stops before its blank line', `${ok}Content-Length: 6\r\n`, incomplete('')],
	['an empty document', `${ok}Content-Length: 0\r\n\r\n`, whole('')],
	['a surplus line end', `${ok}Content-Length: 2\r\n\r\nhi\r\n`, whole('hi')],
	['a surplus of four', `${ok}Content-Length: 2\r\n\r\nhi\r\n\r\n`, whole('hi')],
	['a surplus of five', `${ok}Content-Length: 2\r\n\r\nhi\r\n\r\n\n`, unverified('hi\r\n\r\n\n')],
	['another surplus', `${ok}Content-Length: 2\r\n\r\nhi there`, unverified('hi there')],
	['a surplus that begins with a line end', `${ok}Content-Length: 2\r\n\r\nhi\r\nyou`, unverified('hi\r\nyou')],
	['no length', `${ok}${fields}\r\nhello`, unverified('hello')],
	['a length that is no number', `${ok}Content-Length: many\r\n\r\nhello`, unverified('hello')],
	['a negative length', `${ok}Content-Length: -1\r\n\r\nhello`, unverified('hello')],
	['two lengths: the first counts', `${ok}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`, whole('hello')],
	['no field at all', `${ok}\r\nhello`, unverified('hello')],
	['neither field nor blank line', `${ok}hello\nyou`, unverified('hello\nyou')],
	['fields without a length, and no blank line', `${ok}${fields}hello\nyou`, unverified('hello\nyou')],
	['bytes that are no UTF-8', `${ok}Content-Length: 4\r\n\xff\xfe\xe9\n`, whole('\xff\xfe\xe9\n')],
	['an error', 'P2P-CI/1.0 404 Not Found\r\nDate: x\r\n\r\n', {end: 'refused', data: '', checked: undefined}],
	['an error without a line end', 'P2P-CI/1.0 404 Not Found', {end: 'refused', data: '', checked: undefined}],
	['an error without the version', '404 not Found\r\n', {end: 'refused', data: '', checked: undefined}],
	['a good answer without anything', 'P2P-CI/1.0 200 OK', {end: 'garbage', data: '', checked: undefined}],
	['another protocol', 'HTTP/1.1 200 OK\r\n\r\nhello', {end: 'garbage', data: '', checked: undefined}],
	['nothing', '', {end: 'garbage', data: '', checked: undefined}],
	['half a status line', 'P2P-CI/1.0 20', {end: 'garbage', data: '', checked: undefined}],
];

describe('answers to GET as other implementations write them', () => {
	it.each(samples)('%s', (_name, answer, outcome) => {
		const bytes = bytesOf(answer);
		expect(read([bytes]).outcome).toEqual(outcome);
		expect(read([...bytes].map(byte => Uint8Array.of(byte))).outcome).toEqual(outcome);
		for (let cut = 1; cut < bytes.length; cut++) {
			expect(read([bytes.subarray(0, cut), bytes.subarray(cut)]).outcome, `cut at ${cut}`).toEqual(outcome);
		}
	});

	it('tells the head as it was on the wire', () => {
		const head = `${ok}${fields}Content-Length: 5\r\n${typed}\r\n`;
		expect(read([bytesOf(`${head}hello`)]).decoder.head).toEqual({code: 200, phrase: 'OK', length: 5, text: head});
		const {decoder, end} = read([bytesOf('P2P-CI/1.0 404 Not Found\r\nOS: x\r\n\r\n')]);
		expect(decoder.head?.text).toBe('P2P-CI/1.0 404 Not Found\r\nOS: x\r\n\r\n');
		expect(end).toEqual({kind: 'refused', code: 404, phrase: 'Not Found'});
	});

	it('takes lines in doubt out of the head when they are data', () => {
		const {decoder, outcome} = read([bytesOf(`${ok}Content-Length: 12\r\nNote: a\nText`)]);
		expect(decoder.head?.text).toBe(`${ok}Content-Length: 12\r\n`);
		expect(outcome).toEqual(whole('Note: a\nText'));
		expect(read([bytesOf(`${ok}Note: a\nText`)]).decoder.head?.text).toBe(ok);
	});

	it('says early that no more is needed, and that only silence is', () => {
		const decoder = new ClassicDownload();
		decoder.push(bytesOf(`${ok}Content-Length: 6\r\n\r\nText`));
		expect([decoder.satisfied, decoder.wholeWithPrefix]).toEqual([false, true]);
		decoder.push(bytesOf('!!'));
		expect([decoder.satisfied, decoder.wholeWithPrefix]).toEqual([true, false]);
	});

	it('begins the data with a line that is too long for a field, before its end has come', () => {
		const decoder = new ClassicDownload();
		decoder.push(bytesOf(`${ok}Content-Length: 20000\r\n`));
		const given = decoder.push(bytesOf('x'.repeat(100)));
		expect(Buffer.concat(given).length).toBe(100);
	});

	it('holds no more than a head, whatever comes', () => {
		const endless = new ClassicDownload();
		endless.push(bytesOf('P2P-CI/1.0 200 OK'));
		endless.push(bytesOf('x'.repeat(2000)));
		expect(endless.failure?.kind).toBe('garbage');
		expect(read([bytesOf(`P2P-CI/1.0 200 OK${'x'.repeat(2000)}\r\n\r\n`)]).end.kind).toBe('garbage');
		const blanks = new ClassicDownload();
		blanks.push(bytesOf('\n'.repeat(20_000)));
		expect(blanks.failure?.kind).toBe('garbage');
		const many = read([bytesOf(`${ok}${'X: y\r\n'.repeat(100)}\r\nhello`)]);
		expect(many.outcome).toEqual(unverified(`${'X: y\r\n'.repeat(100)}\r\nhello`));
		// Also of fields that everybody knows: too many, and too long ones.
		for (const date of ['Date: x\r\n', `Date: ${'x'.repeat(5000)}\r\n`]) {
			const {head} = read([bytesOf(`${ok}${date.repeat(100)}\r\nhello`)]).decoder;
			expect(head?.text.length).toBeLessThanOrEqual(16 * 1024);
			expect(head?.text.split('\n').length).toBeLessThanOrEqual(66);
		}
	});

	it('gives every document back whole, however it is cut', () => {
		const document = fc.uint8Array({maxLength: 300}).map(bytes => Buffer.from(bytes));
		const cuts = fc.array(fc.nat(400), {maxLength: 8});
		fc.assert(
			fc.property(document, cuts, (data, places) => {
				const answer = Buffer.concat([bytesOf(`${ok}${fields}Content-Length: ${data.length}\r\n${typed}\r\n`), data]);
				const edges = [...places, answer.length].sort((a, b) => a - b);
				const chunks = edges.map((edge, index) => answer.subarray(index === 0 ? 0 : edges[index - 1], edge));
				expect(read(chunks).outcome).toEqual(whole(data.toString('latin1')));
			}),
		);
	});

	it('survives anything, and never calls a short document whole', () => {
		const piece = fc.oneof(
			fc.constantFrom(
				ok,
				'\r\n',
				'\n',
				'Content-Length: 7\r\n',
				'Content Length: 3\n',
				'Date: x\r\n',
				'X-Y: z\r\n',
				'text\n',
			),
			fc.string({unit: 'binary', maxLength: 20}),
		);
		fc.assert(
			fc.property(fc.array(piece, {maxLength: 12}), pieces => {
				const {end, outcome} = read(pieces.map(text => Buffer.from(text)));
				if (end.kind === 'complete') expect(outcome.data.length).toBe(end.bytes);
				if (end.kind === 'incomplete') expect(outcome.data.length).toBeLessThan(end.total ?? 0);
			}),
			{numRuns: 1000},
		);
	});
});
