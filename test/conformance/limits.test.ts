import {describe, expect, it} from 'vitest';
import {wire} from '../helpers/raw-client.ts';
import {
	add,
	ask,
	askOnce,
	askUntilClose,
	badRequest,
	join,
	leave,
	lookup,
	newPeers,
	notFound,
	ok,
	record,
	request,
	type Sender,
} from './classic.ts';
import {indexServerForFile} from './index-under-test.ts';

// Limits of section 1, on both sides of each edge. Lengths are in bytes without the line end.
const index = indexServerForFile();

/** A line of exactly this many bytes, with runs of spaces in the middle. */
const lineOf = (length: number, version = '1.0'): string => {
	const end = `1 P2P-CI/${version}`;
	return 'LOOKUP RFC '.padEnd(length - end.length) + end;
};
/** A field line of exactly this many bytes. */
const fieldOf = (length: number, name = 'X'): string => `${name}: `.padEnd(length, 'x');
const head = (version: string, fields: readonly string[]): string =>
	`LOOKUP RFC 1 P2P-CI/${version}\r\n${fields.map(field => `${field}\r\n`).join('')}\r\n`;
/** `count` fields, the first of them the Host. */
const fieldsOf = (count: number): readonly string[] => [
	'Host: h',
	...Array.from({length: count - 1}, (_, position) => `X-${position}: 1`),
];
const statusOf = (answer: string): string => answer.slice(0, answer.indexOf('\r\n'));

describe('who sends far too much', () => {
	it('can send it to the end, and reads the answer before', async () => {
		await using client = await index.connect();
		await client.send('x'.repeat(1100));
		expect(await client.readThrough(badRequest)).toBe(badRequest);
		for (let sent = 0; sent < 8; sent++) await client.send(Buffer.alloc(1024 * 1024, 'x'));
		await client.close();
		expect(client.failure).toBeUndefined();
	});
});

describe('a request line', () => {
	it.each(['\r\n', '\n'])('of 1,024 bytes and %j is taken', async end => {
		expect(await askOnce(index.route, `${lineOf(1024)}${end}Host: h\r\n\r\n`)).toBe(notFound);
	});

	it('of 1,024 bytes is taken when its line end comes in two pieces', async () => {
		await using client = await index.connect();
		await client.send(`${lineOf(1024)}\r`);
		await new Promise(resolve => setImmediate(resolve));
		expect(await ask(client, '\nHost: h\r\n\r\n')).toBe(notFound);
	});

	it('of 1,025 bytes is a bad request and the connection closes', async () => {
		expect(await askUntilClose(index.route, `${lineOf(1025)}\r\nHost: h\r\n\r\n`)).toBe(badRequest);
	});

	it('without an end is answered and closed, not waited for', async () => {
		expect(await askUntilClose(index.route, 'A'.repeat(2000))).toBe(badRequest);
	});

	it('closes the connection even when more requests follow', async () => {
		const bytes = `${lineOf(1025)}\r\nHost: h\r\n\r\n${lookup(1)}`;
		expect(await askUntilClose(index.route, bytes)).toBe(badRequest);
	});

	it('is preceded by requests that are answered first', async () => {
		const bytes = `${lookup(1)}${lookup(1)}${lineOf(1025)}\r\n`;
		expect(await askUntilClose(index.route, bytes)).toBe(notFound + notFound + badRequest);
	});
});

describe('a field line', () => {
	it('of 8,192 bytes is taken', async () => {
		expect(await askOnce(index.route, head('1.0', ['Host: h', fieldOf(8192)]))).toBe(notFound);
		expect(statusOf(await askOnce(index.route, head('1.1', [fieldOf(8192)])))).toBe('P2P-CI/1.1 404 Not Found');
	});

	it('of 8,193 bytes is a bad request and the connection closes', async () => {
		expect(await askUntilClose(index.route, head('1.0', ['Host: h', fieldOf(8193)]))).toBe(badRequest);
		expect(statusOf(await askUntilClose(index.route, head('1.1', [fieldOf(8193)])))).toBe('P2P-CI/1.1 400 Bad Request');
	});

	it('without an end is answered and closed, not waited for', async () => {
		expect(await askUntilClose(index.route, `LIST ALL P2P-CI/1.0\r\nX: ${'x'.repeat(9000)}`)).toBe(badRequest);
	});
});

describe('a head', () => {
	it('of 64 fields is taken', async () => {
		expect(await askOnce(index.route, head('1.0', fieldsOf(64)))).toBe(notFound);
		expect(statusOf(await askOnce(index.route, head('1.1', fieldsOf(64))))).toBe('P2P-CI/1.1 404 Not Found');
	});

	it('of 65 fields is too large and the connection closes', async () => {
		expect(await askUntilClose(index.route, head('1.0', fieldsOf(65)))).toBe(badRequest);
		expect(statusOf(await askUntilClose(index.route, head('1.1', fieldsOf(65))))).toBe(
			'P2P-CI/1.1 431 Request Header Fields Too Large',
		);
	});

	// The specification leaves open whether line ends count towards a head's length: neither case depends on it.
	it('of 16,384 bytes with all its line ends is taken', async () => {
		const short = head('1.0', ['Host: h', fieldOf(8000), fieldOf(4000, 'Z')]);
		const whole = head('1.0', ['Host: h', fieldOf(8000), fieldOf(4000, 'Z'), fieldOf(16_384 - short.length - 2, 'Y')]);
		expect(whole).toHaveLength(16_384);
		expect(await askOnce(index.route, whole)).toBe(notFound);
		expect(statusOf(await askOnce(index.route, whole.replace('/1.0', '/1.1')))).toBe('P2P-CI/1.1 404 Not Found');
	});

	it.each([
		['1.0', 'P2P-CI/1.0 400 Bad Request'],
		['1.1', 'P2P-CI/1.1 431 Request Header Fields Too Large'],
	])(
		'of more than 16,384 bytes without its line ends is too large in %s and the connection closes',
		async (version, status) => {
			const short = head(version, ['Host: h', fieldOf(8000), fieldOf(4000, 'Z')]).replaceAll('\r\n', '');
			const whole = head(version, ['Host: h', fieldOf(8000), fieldOf(4000, 'Z'), fieldOf(16_385 - short.length, 'Y')]);
			expect(whole.replaceAll('\r\n', '')).toHaveLength(16_385);
			expect(statusOf(await askUntilClose(index.route, whole))).toBe(status);
		},
	);

	it('that never ends is answered and closed', async () => {
		const bytes = `LOOKUP RFC 1 P2P-CI/1.0\r\n${`${fieldOf(1000)}\r\n`.repeat(20)}`;
		expect(await askUntilClose(index.route, bytes)).toBe(badRequest);
	});

	it('counts anew for each request of a connection', async () => {
		await using client = await index.connect();
		const bytes = head('1.0', ['Host: h', fieldOf(8000), fieldOf(8000, 'Y')]);
		expect(await ask(client, bytes.repeat(20))).toBe(notFound.repeat(20));
	});
});

describe('a flood', () => {
	it('of bytes without any line ends the connection and nothing else', async () => {
		await using client = await index.connect();
		const flood = Buffer.alloc(64 * 1024, 'x');
		for (let sent = 0; sent < 64 && !client.isClosed; sent++) client.send(flood);
		await client.closed();
		expect(await askOnce(index.route, lookup(1))).toBe(notFound);
		expect(index.isAlive()).toBe(true);
	});

	it('of blank lines is read past', async () => {
		await using client = await index.connect();
		expect(await ask(client, '\r\n'.repeat(50_000) + lookup(1))).toBe(notFound);
	});
});

/** An ADD in 1.0 with one value changed. */
const addWith = (changed: {
	readonly rfc?: string;
	readonly host?: string;
	readonly port?: string;
	readonly title?: string;
}) => {
	const {rfc = '70001', host = 'values.example', port = '1', title = 'T'} = changed;
	const fields = [['Host', host] as const, ['Port', port] as const, ['Title', title] as const];
	return request(`ADD RFC ${rfc} P2P-CI/1.0`, fields);
};

describe('values at the edge of what is allowed', () => {
	it.each(['1', '65535'])('port %s is taken', async port => {
		await using client = await index.connect();
		const answer = ok(record(70_001, 'T', {host: 'values.example', port: Number(port)}));
		expect(await ask(client, addWith({port}))).toBe(answer);
	});

	it.each(['0', '65536', '-1', '+1', '1.0', '1e3', '0x10', '1 2', 'port', '', '99999999999999999999'])(
		'port %j is a bad request, and the connection stays open',
		async port => {
			await using client = await index.connect();
			expect(await ask(client, addWith({port}))).toBe(badRequest);
			expect(await ask(client, lookup(999_999))).toBe(notFound);
		},
	);

	it.each(['1', '2147483647'])('RFC %s is taken', async rfc => {
		await using client = await index.connect();
		const {bob} = newPeers();
		expect(await ask(client, add(bob, rfc, 'T'))).toBe(ok(record(Number(rfc), 'T', bob)));
		expect(await ask(client, lookup(rfc))).toBe(ok(record(Number(rfc), 'T', bob)));
	});

	it.each([
		'0',
		'000',
		'2147483648',
		'4294967297',
		'99999999999999999999',
		'-1',
		'+1',
		'1.0',
		'1e3',
		'0x10',
		'x',
		'1x',
		'１',
	])('RFC %s is a bad request, and the connection stays open', async rfc => {
		await using client = await index.connect();
		for (const bytes of [addWith({rfc}), lookup(rfc), addWith({rfc}).replace('ADD', 'REMOVE')]) {
			expect(await ask(client, bytes)).toBe(badRequest);
		}
		expect(await ask(client, lookup(999_999))).toBe(notFound);
	});

	it.each([['h'], ['h'.repeat(255)], ['[2001:db8::1]'], ['münchen.example'], ['a_b!~#'], ['127.0.0.1']])(
		'the host name %s is taken',
		async host => {
			await using client = await index.connect();
			expect(await ask(client, addWith({host}))).toBe(wire(ok(record(70_001, 'T', {host, port: 1}))));
		},
	);

	it.each([[''], ['h'.repeat(256)], ['two words'], ['a\tb'], ['a\u0001b'], ['a\u007Fb'], ['a\u00A0b']])(
		'the host name %j is a bad request',
		async host => {
			await using client = await index.connect();
			expect(await ask(client, addWith({host}))).toBe(badRequest);
		},
	);

	it.each(['T', 'T'.repeat(1024), 'é'.repeat(1024), '標'.repeat(1024)])(
		'a title of up to 1,024 characters is taken',
		async title => {
			await using client = await index.connect();
			const answer = wire(ok(record(70_001, title, {host: 'values.example', port: 1})));
			expect(await ask(client, addWith({title}))).toBe(answer);
		},
	);

	it.each(['', '   ', 'T'.repeat(1025), 'é'.repeat(1025)])(
		'an empty title, or one of more than 1,024 characters, is a bad request',
		async title => {
			await using client = await index.connect();
			expect(await ask(client, addWith({title}))).toBe(badRequest);
		},
	);
});

describe('peers of 1.0 from one address', () => {
	const emptyIndex = indexServerForFile();
	const crowd = (from: number, count: number): readonly Sender[] =>
		Array.from({length: count}, (_, offset) => ({host: `crowd-${from + offset}`, port: 1}));
	const joins = (from: number, count: number): string => crowd(from, count).map(join).join('');

	it('are 4,096 at most: who is one too many is refused, who is here is not', async () => {
		await using client = await emptyIndex.connect();
		expect(await ask(client, joins(0, 4096))).toBe(ok().repeat(4096));
		expect(await ask(client, joins(4096, 10))).toBe(badRequest.repeat(10));
		expect(await ask(client, add({host: 'late', port: 1}, 1, 'T'))).toBe(badRequest);
		expect(await ask(client, lookup(1))).toBe(notFound);
		const here = {host: 'crowd-0', port: 1};
		expect(await ask(client, joins(0, 10) + add(here, 2, 'T'))).toBe(ok().repeat(10) + ok(record(2, 'T', here)));
		expect(await ask(client, leave(here) + joins(4096, 2))).toBe(ok() + ok() + badRequest);
	});
});
