import {describe, expect, it} from 'vitest';
import {ClassicAnswerDecoder} from '../../source/protocol/classic-answer.ts';
import type {Method} from '../../source/protocol/message.ts';
import {ResponseDecoder} from '../../source/protocol/response-decoder.ts';
import {everyCut, feed} from '../helpers/cuts.ts';
import fc from '../helpers/properties.ts';

const ftp = {rfc: 959, title: 'File Transfer Protocol', host: '10.0.0.5', address: '10.0.0.5', port: 6001};
const quic = {rfc: 9000, title: 'QUIC', host: 'fe80::1', address: 'fe80::1', port: 65_535};
const ok = 'P2P-CI/1.0 200 OK\r\n';

describe('an answer of a 1.0 index server', () => {
	const complete: ReadonlyArray<[what: string, wire: string, records: object[]]> = [
		[
			'as written',
			`${ok}\r\nRFC 959 File Transfer Protocol 10.0.0.5 6001\r\nRFC 9000 QUIC fe80::1 65535\r\n\r\n`,
			[ftp, quic],
		],
		[
			'without the blank line after the status line',
			`${ok}RFC 959 File Transfer Protocol 10.0.0.5 6001\r\n\r\n`,
			[ftp],
		],
		['with RFC-n', `${ok}\r\nRFC-959 File Transfer Protocol 10.0.0.5 6001\r\n\r\n`, [ftp]],
		['with n alone and runs of spaces', `${ok}\r\n959   File  Transfer   Protocol\t10.0.0.5  6001 \r\n\r\n`, [ftp]],
		[
			'with heading lines',
			`${ok}\r\nNumber Title Host Port\r\nRFC 959 File Transfer Protocol 10.0.0.5 6001\r\n\r\n`,
			[ftp],
		],
		[
			'with heading lines apart from the records by blank lines',
			`${ok}Date: today\r\nOS: any\r\n\r\nNumber Title Host Port\r\n\r\nRFC 959 File Transfer Protocol 10.0.0.5 6001\r\n\r\n`,
			[ftp],
		],
		['with a heading line and no record', `${ok}\r\nNumber Title Host Port\r\n\r\n\r\n`, []],
		[
			'with CR behind values, and a colon',
			`${ok}\r\nRFC 959 File Transfer Protocol\r 10.0.0.5\r 6001\r\nRFC: 9000 QUIC fe80::1 65535\r\r\n\r\n`,
			[ftp, quic],
		],
		['with bare LF', 'P2P-CI/1.0 200 OK\n\nRFC 959 File Transfer Protocol 10.0.0.5 6001\n\n', [ftp]],
		['with LF CR, behind another answer', '\rP2P-CI/1.0 200 OK\n\r\n\rRFC 9000 QUIC fe80::1 65535\n\r\n\r', [quic]],
		['without any line', `${ok}\r\n\r\n`, []],
		['after blank lines', `\r\n\r\n${ok}\r\nRFC 9000 QUIC fe80::1 65535\r\n\r\n`, [quic]],
	];

	it.each(complete)('is read however it arrives: %s', (_what, wire, records) => {
		for (const chunks of everyCut(Buffer.from(wire))) {
			expect(feed(new ClassicAnswerDecoder(), chunks)).toMatchObject([{kind: 'answer', answer: {code: 200, records}}]);
		}
	});

	it('that is an error is complete after the second line end, and the third belongs to nothing', () => {
		const decoder = new ClassicAnswerDecoder();
		expect(feed(decoder, [Buffer.from('P2P-CI/1.0 404 Not Found\r\n\r\n')])).toMatchObject([{answer: {code: 404}}]);
		expect(feed(decoder, [Buffer.from(`\r\n${ok}\r\n\r\n`)])).toMatchObject([{answer: {code: 200, records: []}}]);
	});

	it.each([
		['400 Bad Request', 400, 'Bad Request'],
		['404  Not Found ', 404, 'Not Found'],
		['505\tP2P-CI Version Not Supported', 505, 'P2P-CI Version Not Supported'],
	])('may be an error without the version: %j', (line, code, phrase) => {
		for (const chunks of everyCut(Buffer.from(`${line}\r\n\r\n`))) {
			expect(feed(new ClassicAnswerDecoder(), chunks)).toMatchObject([{kind: 'answer', answer: {code, phrase}}]);
		}
	});

	it.each(['200 OK', '400', '4000 Bad', 'ERROR 400 Bad Request', 'HTTP/1.1 400 Bad Request'])('is not %j', line => {
		expect(feed(new ClassicAnswerDecoder(), [Buffer.from(`${line}\r\n\r\n`)])).toMatchObject([{kind: 'garbage'}]);
	});

	it('that has one record at most ends with it, or with the first blank line behind any line', () => {
		const decoder = new ClassicAnswerDecoder();
		decoder.expect({tabular: false});
		const record = 'RFC 959 File Transfer Protocol 10.0.0.5 6001\r\n';
		expect(feed(decoder, [Buffer.from(`${ok}Added.\r\n\r\n`)])).toMatchObject([{answer: {code: 200, records: []}}]);
		expect(feed(decoder, [Buffer.from(ok), Buffer.from(record)])).toMatchObject([{answer: {records: [ftp]}}]);
		// What may follow belongs to the answer if it has arrived, and is ignored otherwise.
		const text = `${ok}\r\n${record}\r\n`;
		expect(feed(decoder, [Buffer.from(`\r\n${text}`)])).toMatchObject([{answer: {records: [ftp], text}}]);
	});

	it.each(['File Transfer Protocol 10.0.0.5 6001', 'File\tTransfer Protocol  10.0.0.5  6001'])(
		'about us ends with where we are, also without a line end: %j',
		rest => {
			const decoder = new ClassicAnswerDecoder();
			decoder.expect({tabular: false, own: {host: '10.0.0.5', port: 6001}});
			const wire = Buffer.from(`${ok}RFC 959 ${rest}`);
			for (const chunks of everyCut(wire)) {
				expect(feed(decoder, chunks)).toMatchObject([{answer: {code: 200, records: [ftp]}}]);
				// What comes later is not taken for another answer.
				expect(feed(decoder, [Buffer.from('\r\n\r\n')])).toEqual([]);
				expect(decoder.open).toBe(false);
			}
		},
	);

	it.each([
		'RFC 959 A Title 10.0.0.5 600',
		'RFC 959 A Title 10.0.0.6 6001',
		'RFC 959 A Title 10.0.0.5',
		'10.0.0.5 6001',
	])('about us is not complete with %j alone', rest => {
		const decoder = new ClassicAnswerDecoder();
		decoder.expect({tabular: false, own: {host: '10.0.0.5', port: 6001}});
		expect(feed(decoder, [Buffer.from(`${ok}${rest}`)])).toEqual([]);
	});

	it('may end by close or silence', () => {
		const decoder = new ClassicAnswerDecoder();
		expect(feed(decoder, [Buffer.from(`${ok}\r\nRFC 959 File Transfer Protocol 10.0.0.5 6001`)])).toEqual([]);
		expect(decoder.open).toBe(true);
		expect(decoder.end()).toMatchObject({kind: 'answer', answer: {records: [ftp]}});
		expect(decoder.end()).toBeUndefined();
		expect(feed(decoder, [Buffer.from('P2P-CI/1.0 404 Not Found')])).toEqual([]);
		expect(decoder.open).toBe(true);
		expect(decoder.end()).toMatchObject({kind: 'answer', answer: {code: 404}});
		expect(decoder.open).toBe(false);
	});

	it('with records does not end before the end of its status line, so that no list is taken for empty', () => {
		for (const cut of ['P2P-CI/1.1 200 O', 'P2P-CI/1.0 200 OK', 'P2P-CI/1.0 200 OK ']) {
			const decoder = new ClassicAnswerDecoder();
			expect(feed(decoder, [Buffer.from(cut)])).toEqual([]);
			expect([decoder.open, decoder.end()]).toEqual([false, undefined]);
			decoder.expect({tabular: false});
			expect(feed(decoder, [Buffer.from(cut)])).toEqual([]);
			expect([decoder.open, decoder.end()]).toMatchObject([true, {answer: {code: 200}}]);
		}
	});

	it('that is a status line alone is waited for once, and a record behind a later one belongs to that', () => {
		const record = 'RFC 959 File Transfer Protocol 10.0.0.5 6001\r\n';
		for (const bare of [ok, `${ok}\r\n`]) {
			const decoder = new ClassicAnswerDecoder();
			decoder.expect({tabular: false});
			expect(feed(decoder, [Buffer.from(bare)])).toEqual([]);
			expect(decoder.end()).toMatchObject({answer: {code: 200, records: []}});
			for (const late of ['', `\r\n${record}`]) {
				expect(feed(decoder, [Buffer.from(`${bare}`)])).toMatchObject([{answer: {code: 200, records: []}}]);
				expect(feed(decoder, [Buffer.from(late)])).toEqual([]);
			}
			expect(feed(decoder, [Buffer.from(`${ok}${record}`)])).toMatchObject([{answer: {records: [ftp]}}]);
			// An answer with any number of records still ends as it does elsewhere.
			decoder.expect({tabular: true});
			expect(feed(decoder, [Buffer.from(`${ok}\r\n`)])).toEqual([]);
			expect(feed(decoder, [Buffer.from(`${record}\r\n`)])).toMatchObject([{answer: {records: [ftp]}}]);
		}
	});

	it('is told from what is none', () => {
		expect(feed(new ClassicAnswerDecoder(), [Buffer.from('HTTP/1.1 400 Bad Request\r\n')])).toMatchObject([
			{kind: 'garbage'},
		]);
		expect(feed(new ClassicAnswerDecoder(), [Buffer.alloc(20_000, 'x')])).toMatchObject([{kind: 'garbage'}]);
	});

	it('gives an answer up that has no end', () => {
		const decoder = new ClassicAnswerDecoder(1000);
		const line = Buffer.from('RFC 1 A title 10.0.0.5 6002\r\n');
		const whole = feed(decoder, [
			Buffer.from('P2P-CI/1.0 200 OK\r\n\r\n'),
			...Array(20).fill(line),
			Buffer.from('\r\n'),
		]);
		expect(whole).toMatchObject([{kind: 'answer', answer: {code: 200}}]);
		const endless = feed(decoder, [Buffer.from('P2P-CI/1.0 200 OK\r\n\r\n'), ...Array(100).fill(line)]);
		expect(endless).toMatchObject([{kind: 'garbage'}]);
		// A record of few bytes takes no less memory for that.
		const short = feed(new ClassicAnswerDecoder(1000), [Buffer.from(`${ok}\r\n`), Buffer.from('1 A b 2\n'.repeat(40))]);
		expect(short).toMatchObject([{kind: 'garbage'}]);
	});
});

describe('a response of 1.1', () => {
	const brief = (wire: readonly Buffer[], method: Method = 'LIST') =>
		feed(new ResponseDecoder(() => method), wire).map(event =>
			event.kind === 'head'
				? `${event.head.code} ${event.length}`
				: event.kind === 'body'
					? event.bytes.toString()
					: event.kind === 'foreign'
						? event.reason
						: 'end',
		);

	it('has a body of just the length it says, however it arrives', () => {
		const wire = Buffer.from(
			'P2P-CI/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab\r\nP2P-CI/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n',
		);
		for (const chunks of everyCut(wire)) {
			const events = brief(chunks);
			expect(events.filter(text => !/^[ab\r\n]+$/.test(text))).toEqual(['200 4', 'end', '404 0', 'end']);
			expect(events.filter(text => /^[ab\r\n]+$/.test(text)).join('')).toBe('ab\r\n');
		}
	});

	it.each<[what: string, method: Method, wire: string, events: string[]]>([
		['to HEAD', 'HEAD', 'P2P-CI/1.1 200 OK\r\nContent-Length: 400\r\n\r\n', ['200 0', 'end']],
		['of code 304', 'LIST', 'P2P-CI/1.1 304 Not Modified\r\n\r\n', ['304 0', 'end']],
		[
			'with blanks in its empty lines',
			'LIST',
			' \r\nP2P-CI/1.1 200 OK\r\nContent-Length: 1\r\n \t\r\nx',
			['200 1', 'x', 'end'],
		],
		['to WATCH', 'WATCH', 'P2P-CI/1.1 200 OK\r\n\r\n{}\n', ['200 stream', '{}\n']],
		['framed as 1.0', 'LIST', 'P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n', ['classic']],
		['of another protocol', 'LIST', 'HTTP/1.1 400 Bad Request\r\n\r\n', ['no-status-line']],
		['that says 1.1 and no length', 'LIST', 'P2P-CI/1.1 200 OK\r\n\r\nRFC 1 x y 1\r\n\r\n', ['no-length']],
		['with a length that is no number', 'LIST', 'P2P-CI/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', ['no-length']],
		['behind blank lines', 'LIST', `${'\r\n'.repeat(1000)}P2P-CI/1.1 304 Not Modified\r\n\r\n`, ['304 0', 'end']],
		['of blank lines without end', 'LIST', '\r\n'.repeat(2000), ['no-status-line']],
		['with a broken field', 'LIST', 'P2P-CI/1.1 200 OK\r\nRFC 1 x y 1\r\n\r\n', ['bad-head']],
	])('is read or told from what is none: %s', (_what, method, wire, events) => {
		expect(brief([Buffer.from(wire)], method)).toEqual(events);
	});
});

it('any bytes at all leave the decoders of the client side alive', () => {
	const pieces = fc.array(
		fc.oneof(
			fc
				.constantFrom(ok, 'P2P-CI/1.1 200 OK\r\nContent-Length: 3\r\n\r\n', '\r\n', 'RFC 1 a b 2\r\n')
				.map(text => Buffer.from(text)),
			fc.uint8Array({maxLength: 40}).map(bytes => Buffer.from(bytes)),
		),
		{maxLength: 20},
	);
	fc.assert(
		fc.property(pieces, list => {
			const whole = Buffer.concat(list);
			const [pieced, once] = [new ClassicAnswerDecoder(), new ClassicAnswerDecoder()];
			expect(feed(pieced, list)).toEqual(feed(once, [whole]));
			expect(pieced.end()).toEqual(once.end());
			feed(new ResponseDecoder(() => 'LIST'), list);
		}),
	);
});

it('a response is the same in one piece and byte by byte, whatever is odd about its head', () => {
	const piece = fc.constantFrom(
		...['P2P-CI/1.1 200 OK', 'P2P-CI/1.0 200 OK', 'P2P-CI/1.1 404', 'Content-Length: 0', 'content-length: 2', 'A : b'],
		...['ETag: "é"', 'ETag:\rx', ' folded', 'x'.repeat(1020), 'A: '.padEnd(300, 'b'), '\x15\x03\x03\0\x02\x02F'],
	);
	const ending = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r\r\n', '\r\n\r\n', '\r\n\r\n', '\n\r\n');
	const events = (chunks: readonly Buffer[]) => {
		const decoder = new ResponseDecoder(() => 'GET');
		return chunks
			.flatMap(chunk => decoder.push(chunk))
			.map(event => (event.kind === 'body' ? 'body' : event.kind === 'foreign' ? event.reason : event))
			.filter((event, at, all) => event !== 'body' || all[at - 1] !== 'body');
	};
	fc.assert(
		fc.property(fc.array(fc.tuple(piece, ending), {maxLength: 12}), lines => {
			const wire = Buffer.from(lines.flat().join(''));
			expect(events(Array.from(wire, byte => Buffer.from([byte])))).toEqual(events([wire]));
		}),
		{numRuns: 500},
	);
});

it.each([1, 7])('a TLS alert is told from other answers, %i bytes at a time', size => {
	const alert = Buffer.from([0x15, 3, 3, 0, 2, 2, 70]);
	const decoder = new ResponseDecoder(() => 'JOIN');
	const pieces = Array.from({length: alert.length / size}, (_, at) => alert.subarray(at * size, (at + 1) * size));
	expect(pieces.flatMap(piece => decoder.push(piece))).toMatchObject([{kind: 'foreign', reason: 'private'}]);
});
