import {describe, expect, it} from 'vitest';
import {type DecodedRequest, RequestDecoder} from '../../source/protocol/decoder.ts';
import {encodeRequest} from '../../source/protocol/encode.ts';
import {everyCut, feed} from '../helpers/cuts.ts';
import fc from '../helpers/properties.ts';

/** What a decoded request says, in a form that is easy to write down. */
function brief(decoded: DecodedRequest): string {
	if (decoded.kind === 'bad') return `${decoded.error.status} in ${decoded.version}${decoded.fatal ? ', fatal' : ''}`;
	const {method, target, version, fields} = decoded.request;
	const what = target.kind === 'rfc' ? `rfc ${target.number}` : target.kind;
	return [`${method} ${what} ${version}`, ...[...fields].map(([name, value]) => `${name}=${value}`)].join(' | ');
}

const decode = (text: string | Buffer): string[] => feed(new RequestDecoder(), [Buffer.from(text)]).map(brief);

const valid: ReadonlyArray<[what: string, wire: string, expected: string[]]> = [
	[
		'the classic form',
		'ADD RFC 123 P2P-CI/1.0\r\nHost: a.b\r\nPort: 5678\r\nTitle: A Proferred Official ICP\r\n\r\n',
		['ADD rfc 123 1.0 | Host=a.b | Port=5678 | Title=A Proferred Official ICP'],
	],
	['bare LF', 'LIST ALL P2P-CI/1.0\nHost: a\n\n', ['LIST all 1.0 | Host=a']],
	['CRLF and LF mixed', 'LIST ALL P2P-CI/1.0\r\nHost: a\nPort: 1\r\n\n', ['LIST all 1.0 | Host=a | Port=1']],
	['a CR behind a CRLF', 'LIST ALL P2P-CI/1.1\r\n\rHost: a\r\n\r\n', ['LIST all 1.1 | Host=a']],
	['no space after the colon', 'LIST ALL P2P-CI/1.0\r\nHost:a\r\n\r\n', ['LIST all 1.0 | Host=a']],
	[
		'spaces and tabs after the colon and at the end',
		'LIST ALL P2P-CI/1.0\r\nHost: \t a \t \r\n\r\n',
		['LIST all 1.0 | Host=a'],
	],
	[
		'runs of spaces and tabs in the request line',
		'LOOKUP \t RFC   7\tP2P-CI/1.0  \r\nHost: a\r\n\r\n',
		['LOOKUP rfc 7 1.0 | Host=a'],
	],
	['blank lines before a request', '\r\n\n\r\nLIST PEERS P2P-CI/1.1\r\n\r\n', ['LIST peers 1.1']],
	['leading zeros', 'LOOKUP RFC 000000000000000000042 P2P-CI/1.1\r\n\r\n', ['LOOKUP rfc 42 1.1']],
	['the largest number', 'LOOKUP RFC 2147483647 P2P-CI/1.1\r\n\r\n', ['LOOKUP rfc 2147483647 1.1']],
	['an empty value', 'LIST ALL P2P-CI/1.1\r\nQuery:\r\n\r\n', ['LIST all 1.1 | Query=']],
	['colons in a value', 'LIST ALL P2P-CI/1.1\r\nAddress: ::1\r\n\r\n', ['LIST all 1.1 | Address=::1']],
	['UTF-8', 'LIST ALL P2P-CI/1.1\r\nOS: Grüße 漢字\r\n\r\n', ['LIST all 1.1 | OS=Grüße 漢字']],
	[
		'many at once',
		'LIST ALL P2P-CI/1.1\r\n\r\nGET RFC 1 P2P-CI/1.0\r\n\r\n\r\nWATCH CHANGES P2P-CI/1.1\r\nSince: x-1\r\n\r\n',
		['LIST all 1.1', 'GET rfc 1 1.0', 'WATCH changes 1.1 | Since=x-1'],
	],
	['a field twice in 1.0', 'LIST ALL P2P-CI/1.0\r\nHost: a\r\nHost: b\r\n\r\n', ['LIST all 1.0 | Host=a | Host=b']],
];

const invalid: ReadonlyArray<[what: string, wire: string, expected: string[]]> = [
	['a field twice in 1.1', 'LIST ALL P2P-CI/1.1\r\nHost: a\r\nhOST: b\r\n\r\n', ['400 in 1.1']],
	['white space before the colon', 'LIST ALL P2P-CI/1.1\r\nHost : a\r\n\r\n', ['400 in 1.1']],
	['a folded line', 'LIST ALL P2P-CI/1.0\r\nHost: a\r\n b\r\n\r\n', ['400 in 1.0']],
	['no colon', 'LIST ALL P2P-CI/1.0\r\nHost\r\n\r\n', ['400 in 1.0']],
	['no name', 'LIST ALL P2P-CI/1.0\r\n: a\r\n\r\n', ['400 in 1.0']],
	['another version', 'LOOKUP RFC 1 P2P-CI/2.0\r\n\r\n', ['505 in 1.0']],
	['a version in lower case', 'LOOKUP RFC 1 p2p-ci/1.0\r\n\r\n', ['505 in 1.0']],
	['a version that is a property of every object', 'LOOKUP RFC 1 constructor\r\n\r\n', ['505 in 1.0']],
	['a version that is the prototype of every object', 'GET RFC 1 __proto__\r\n\r\n', ['505 in 1.0']],
	['another protocol with a known method and target', 'GET RFC 1 HTTP/1.1\r\n\r\n', ['505 in 1.0']],
	['another protocol', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', ['400 in 1.0']],
	['no version', 'LIST ALL\r\n\r\n', ['400 in 1.0']],
	['no version after a number', 'LOOKUP RFC 1\r\n\r\n', ['400 in 1.0']],
	['an unknown method', 'FIND RFC 1 P2P-CI/1.1\r\n\r\n', ['400 in 1.1']],
	['a method in lower case', 'list ALL P2P-CI/1.0\r\n\r\n', ['400 in 1.0']],
	['an unknown target', 'LIST EVERYTHING P2P-CI/1.1\r\n\r\n', ['400 in 1.1']],
	['a target that is a property of every object', 'LIST constructor P2P-CI/1.1\r\n\r\n', ['400 in 1.1']],
	['RFC 0', 'LOOKUP RFC 0 P2P-CI/1.0\r\n\r\n', ['400 in 1.0']],
	['a number too large', 'LOOKUP RFC 2147483648 P2P-CI/1.1\r\n\r\n', ['400 in 1.1']],
	['a number with a sign', 'LOOKUP RFC +1 P2P-CI/1.1\r\n\r\n', ['400 in 1.1']],
	['a number glued to RFC', 'LOOKUP RFC1 P2P-CI/1.1\r\n\r\n', ['400 in 1.1']],
	['white space before the request line', ' LIST ALL P2P-CI/1.0\r\n\r\n', ['400 in 1.0']],
	['a good request after a bad one', 'NONSENSE\r\n\r\nLIST ALL P2P-CI/1.1\r\n\r\n', ['400 in 1.0', 'LIST all 1.1']],
];

describe('a request', () => {
	it.each([...valid, ...invalid])('reads the same however the bytes arrive: %s', (_what, wire, expected) => {
		for (const chunks of everyCut(Buffer.from(wire))) {
			expect(feed(new RequestDecoder(), chunks).map(brief)).toEqual(expected);
		}
	});

	it('with bytes that are no UTF-8 has U+FFFD in their place', () => {
		const wire = Buffer.concat([
			Buffer.from('LIST ALL P2P-CI/1.1\r\nOS: a'),
			Buffer.from([0xff]),
			Buffer.from('b\r\n\r\n'),
		]);
		expect(decode(wire)).toEqual(['LIST all 1.1 | OS=a\uFFFDb']);
	});

	it('comes with its text and its bytes as they were on the wire', () => {
		const wire = 'LIST ALL P2P-CI/1.1\r\nOS: ü\n\r\n';
		const [decoded] = feed(new RequestDecoder(), [Buffer.from(`\r\n${wire}`)]);
		expect(decoded).toMatchObject({text: wire, bytes: Buffer.byteLength(wire)});
	});

	it('that is too long comes with the line that is, not with what follows it', () => {
		const line = `LOOKUP RFC ${'0'.repeat(1020)}1 P2P-CI/1.1`;
		const [decoded] = feed(new RequestDecoder(), [
			Buffer.from(`${line}\r\nHost: h\r\n\r\nLIST ALL P2P-CI/1.1\r\n\r\n`),
		]);
		expect(decoded).toMatchObject({
			kind: 'bad',
			fatal: true,
			text: expect.stringMatching(/^LOOKUP RFC 0+1 P2P-CI\/1\.1\r?$/),
		});
	});

	it.each([
		[8170, '400 in 1.1, fatal'],
		[8173, '400 in 1.1, fatal'],
		[8174, '431 in 1.1, fatal'],
		[8192, '431 in 1.1, fatal'],
	])(
		'that passes two limits is answered by the first, however it arrives: %i bytes before a long line',
		(before, answer) => {
			const start = 'LIST ALL P2P-CI/1.1';
			const wire = Buffer.from(`${start}\r\n${'A: '.padEnd(before, 'x')}\r\n${'B: '.padEnd(9000, 'x')}\r\n\r\n`);
			const at = start.length + before + 4 + 8190;
			const cuts = Array.from({length: 10}, (_, cut) => [wire.subarray(0, at + cut), wire.subarray(at + cut)]);
			const bytewise = Array.from(wire, byte => Buffer.from([byte]));
			for (const chunks of [[wire], ...cuts, bytewise]) {
				expect(feed(new RequestDecoder(), chunks).map(brief)).toEqual([answer]);
			}
		},
	);

	it('is the same in one piece and byte by byte, whatever is odd about it', () => {
		const piece = fc.constantFrom(
			...['LIST ALL P2P-CI/1.1', 'GET RFC 7 P2P-CI/1.0', 'LIST ALL HTTP/1.1', ' LIST ALL P2P-CI/1.1'],
			...[
				'Host: bob',
				'host:  bob \t',
				'Host:\rx',
				'Title: Zoë',
				'A : b',
				' folded',
				':',
				'x'.repeat(1020),
				'A: '.padEnd(300, 'b'),
			],
		);
		const ending = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r\r\n', '\n\r', '\r\n\r\n', '\n\r\n', '\r\n\n');
		fc.assert(
			fc.property(fc.array(fc.tuple(piece, ending), {maxLength: 12}), lines => {
				const wire = Buffer.from(lines.flat().join(''));
				const whole = feed(new RequestDecoder(), [wire]);
				expect(
					feed(
						new RequestDecoder(),
						Array.from(wire, byte => Buffer.from([byte])),
					),
				).toEqual(whole);
			}),
			{numRuns: 2000},
		);
	});

	it('that was encoded is decoded as what it was', () => {
		const name = fc.stringMatching(/^[A-Za-z-]{1,20}$/);
		const value = fc.string({maxLength: 100}).map(text => text.replace(/[\p{Cc}]/gu, '').trim());
		const fields = fc.uniqueArray(fc.tuple(name, value), {maxLength: 20, selector: ([key]) => key.toLowerCase()});
		fc.assert(
			fc.property(fc.integer({min: 1, max: 2 ** 31 - 1}), fields, (number, list) => {
				const wire = encodeRequest({method: 'ADD', target: {kind: 'rfc', number}, fields: list}, '1.1');
				const expected = [`ADD rfc ${number} 1.1`, ...list.map(([key, text]) => `${key}=${text}`)].join(' | ');
				expect(decode(wire)).toEqual([expected]);
			}),
		);
	});
});

describe('the limits of a head', () => {
	const line = 'LIST ALL P2P-CI/1.1';
	const padded = (length: number) => `LIST${' '.repeat(length - line.length + 1)}ALL P2P-CI/1.1`;
	const cases: ReadonlyArray<[what: string, wire: string, expected: string[]]> = [
		['a request line of 1,024 bytes', `${padded(1024)}\r\n\r\n`, ['LIST all 1.1']],
		['a request line of 1,025 bytes', `${padded(1025)}\r\n\r\n`, ['400 in 1.0, fatal']],
		['a request line without an end', 'x'.repeat(1026), ['400 in 1.0, fatal']],
		[
			'a field line of 8,192 bytes',
			`${line}\r\nOS: ${'x'.repeat(8188)}\r\n\r\n`,
			[`LIST all 1.1 | OS=${'x'.repeat(8188)}`],
		],
		['a field line of 8,193 bytes', `${line}\r\nOS: ${'x'.repeat(8189)}\r\n\r\n`, ['400 in 1.1, fatal']],
		['a field line without an end', `${line}\r\nOS: ${'x'.repeat(8190)}`, ['400 in 1.1, fatal']],
		['64 fields', `${line}\r\n${fieldLines(64)}\r\n`, [`LIST all 1.1 | ${fieldList(64)}`]],
		['65 fields', `${line}\r\n${fieldLines(65)}\r\n`, ['431 in 1.1, fatal']],
		['65 broken fields', `${line}\r\n${'broken\r\n'.repeat(65)}\r\n`, ['431 in 1.1, fatal']],
		[
			'a head of 16,384 bytes',
			headOf(16_384),
			[`LIST all 1.1 | A=${'x'.repeat(8000)} | B=${'x'.repeat(16_384 - 19 - 8003 - 3 - 400)} | C=${'x'.repeat(397)}`],
		],
		['a head of 16,385 bytes', headOf(16_385), ['431 in 1.1, fatal']],
		[
			'a head of 16,384 bytes with a blank in its empty line',
			headOf(16_384).replace(/(?=\r\n$)/, ' '),
			['431 in 1.1, fatal'],
		],
		['what comes after a limit was passed', `${padded(1025)}\r\n\r\n${line}\r\n\r\n`, ['400 in 1.0, fatal']],
	];

	it.each(cases)('are kept to the byte: %s', (_what, wire, expected) => {
		expect(decode(wire)).toEqual(expected);
		const decoder = new RequestDecoder();
		const bytewise = Array.from(Buffer.from(wire), byte => Buffer.from([byte]));
		expect(feed(decoder, bytewise).map(brief)).toEqual(expected);
	});

	function fieldLines(count: number): string {
		return Array.from({length: count}, (_, at) => `F${at}: ${at}\r\n`).join('');
	}
	function fieldList(count: number): string {
		return Array.from({length: count}, (_, at) => `F${at}=${at}`).join(' | ');
	}
	function headOf(bytes: number): string {
		const longest = `A: ${'x'.repeat(8000)}`;
		return `${line}\r\n${longest}\r\nB: ${'x'.repeat(bytes - line.length - longest.length - 3 - 400)}\r\nC: ${'x'.repeat(397)}\r\n\r\n`;
	}
});

describe('a head that does not end', () => {
	it.each([
		['before its version is known', 'LIST AL', '1.0'],
		['after its version is known', 'LIST ALL P2P-CI/1.1\r\nHo', '1.1'],
	])('%s is an error when time is over, and when the other side ends', (_what, wire, version) => {
		const [late, ended] = [new RequestDecoder(), new RequestDecoder()];
		feed(late, [Buffer.from(wire)]);
		feed(ended, [Buffer.from(wire)]);
		expect(late.openHead).toBe(0);
		const error = {status: 408, message: 'No blank line ended the request in time.'};
		expect(late.expire()).toMatchObject({kind: 'bad', version, fatal: true, error, text: wire});
		expect(ended.end()).toMatchObject({kind: 'bad', version, fatal: true, error: {status: 400}});
		expect(late.openHead).toBeUndefined();
	});

	it('is none while only blank lines came', () => {
		const decoder = new RequestDecoder();
		feed(decoder, [Buffer.from('\r\n\r')]);
		expect(decoder.openHead).toBeUndefined();
		expect(decoder.end()).toBeUndefined();
	});
});

it('any bytes at all leave the decoder alive, and the same whichever way they are cut', () => {
	const pieces = fc.array(
		fc.oneof(
			fc
				.constantFrom(
					'LIST ALL P2P-CI/1.1\r\n\r\n',
					'ADD RFC 1 P2P-CI/1.0\r\n',
					'Host: a\r\n',
					'\r\n',
					'\n',
					'\r',
					':',
					' ',
				)
				.map(text => Buffer.from(text)),
			fc.uint8Array({maxLength: 40}).map(bytes => Buffer.from(bytes)),
		),
		{maxLength: 30},
	);
	fc.assert(
		fc.property(pieces, list => {
			const whole = feed(new RequestDecoder(), [Buffer.concat(list)]).map(brief);
			expect(feed(new RequestDecoder(), list).map(brief)).toEqual(whole);
		}),
	);
});
