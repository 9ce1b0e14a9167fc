import {describe, expect, it} from 'vitest';
import {RawClient, wire} from '../helpers/raw-client.ts';
import {add, ask, askOnce, badRequest, lookup, newPeers, notFound, ok, record, request} from './classic.ts';
import {indexServerForFile} from './index-under-test.ts';

// What receivers accept beyond what senders write, and what they must reject.
const index = indexServerForFile();
/** Each ADD uses a different number, also as its sender's port, so that tests do not share peers. */
let numbers = 1000;

/** Sends an ADD in a special form on a separate connection; returns the record that it should have added. */
async function adds(form: (rfc: number) => string | Uint8Array, title = 'A Title'): Promise<void> {
	await using client = await index.connect();
	const rfc = ++numbers;
	const expected = wire(ok(record(rfc, title, {host: 'h', port: rfc})));
	expect(await ask(client, form(rfc))).toBe(expected);
	expect(await ask(client, lookup(rfc))).toBe(expected);
}

/** Variants of a field line, applied to each of the three fields. */
const fieldForms: ReadonlyArray<readonly [what: string, form: (name: string, value: string) => string]> = [
	['no space after the colon', (name, value) => `${name}:${value}\r\n`],
	['several spaces after the colon', (name, value) => `${name}:     ${value}\r\n`],
	['a tab after the colon', (name, value) => `${name}:\t${value}\r\n`],
	['spaces and tabs after the colon', (name, value) => `${name}: \t \t${value}\r\n`],
	['spaces at the end', (name, value) => `${name}: ${value}   \r\n`],
	['tabs and spaces at the end', (name, value) => `${name}: ${value}\t \t\r\n`],
	['names in lower case', (name, value) => `${name.toLowerCase()}: ${value}\r\n`],
	['names in upper case', (name, value) => `${name.toUpperCase()}: ${value}\r\n`],
	['bare line feeds', (name, value) => `${name}: ${value}\n`],
	['a CR too many', (name, value) => `${name}: ${value}\r\r\n`],
	['line ends of both kinds', (name, value) => `${name}: ${value}${name === 'Port' ? '\n' : '\r\n'}`],
	['unknown fields between', (name, value) => `X-${name}: 9\r\n${name}: ${value}\r\nOS: Any 1.0\r\n`],
	['an empty unknown field', (name, value) => `${name}: ${value}\r\nComment:\r\n`],
	['a second field of the name, which does not count', (name, value) => `${name}: ${value}\r\n${name}: 77\r\n`],
	['a second field in other case', (name, value) => `${name}: ${value}\r\n${name.toUpperCase()}: 77\r\n`],
];

describe('field lines are taken with', () => {
	it.each(fieldForms)('%s', async (_, form) => {
		const block = (port: number) => form('Host', 'h') + form('Port', String(port)) + form('Title', 'A Title');
		await adds(rfc => `ADD RFC ${rfc} P2P-CI/1.0\r\n${block(rfc)}\r\n`);
	});

	it('a port with leading zeros', async () => {
		await adds(rfc =>
			request(`ADD RFC ${rfc} P2P-CI/1.0`, [
				['Host', 'h'],
				['Port', `000${rfc}`],
				['Title', 'A Title'],
			]),
		);
	});
});

const fields = (port: number): string => `Host: h\r\nPort: ${port}\r\nTitle: A Title\r\n`;

const lineForms: ReadonlyArray<readonly [what: string, form: (rfc: number) => string]> = [
	['blanks in the empty lines', rfc => ` \r\n\t\nADD RFC ${rfc} P2P-CI/1.0\r\n${fields(rfc)} \t\r\n`],
	['LF CR everywhere', rfc => `ADD RFC ${rfc} P2P-CI/1.0\r\n${fields(rfc)}\r\n`.replaceAll('\r\n', '\n\r')],
	['a CR too many everywhere', rfc => `ADD RFC ${rfc} P2P-CI/1.0\n${fields(rfc)}\n`.replace(/\r?\n/g, '\r\r\n')],
	['runs of spaces', rfc => `ADD   RFC  ${rfc}    P2P-CI/1.0\r\n${fields(rfc)}\r\n`],
	['tabs', rfc => `ADD\tRFC\t${rfc}\tP2P-CI/1.0\r\n${fields(rfc)}\r\n`],
	['runs of spaces and tabs', rfc => `ADD \t RFC\t\t${rfc} \tP2P-CI/1.0\r\n${fields(rfc)}\r\n`],
	['spaces and tabs at the end', rfc => `ADD RFC ${rfc} P2P-CI/1.0 \t \r\n${fields(rfc)}\r\n`],
	['a bare line feed', rfc => `ADD RFC ${rfc} P2P-CI/1.0\n${fields(rfc)}\r\n`],
	['a bare line feed at the end of the head', rfc => `ADD RFC ${rfc} P2P-CI/1.0\r\n${fields(rfc)}\n`],
	['bare line feeds throughout', rfc => `ADD RFC ${rfc} P2P-CI/1.0\n${fields(rfc).replaceAll('\r', '')}\n`],
	['a blank line before', rfc => `\r\nADD RFC ${rfc} P2P-CI/1.0\r\n${fields(rfc)}\r\n`],
	['many blank lines of both kinds before', rfc => `\n\n\r\n\r\n\nADD RFC ${rfc} P2P-CI/1.0\r\n${fields(rfc)}\r\n`],
	['a leading zero', rfc => `ADD RFC 0${rfc} P2P-CI/1.0\r\n${fields(rfc)}\r\n`],
	['a hundred leading zeros', rfc => `ADD RFC ${'0'.repeat(100)}${rfc} P2P-CI/1.0\r\n${fields(rfc)}\r\n`],
];

describe('request lines are taken with', () => {
	it.each(lineForms)('%s', async (_, form) => {
		await adds(form);
	});

	it('leading zeros in LOOKUP and REMOVE too', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await ask(client, add(bob, 7, 'T'));
		expect(await ask(client, lookup('0007'))).toBe(ok(record(7, 'T', bob)));
		const own = [['Host', bob.host] as const, ['Port', bob.port] as const];
		expect(await ask(client, request('REMOVE RFC 00007 P2P-CI/1.0', own))).toBe(ok(record(7, 'T', bob)));
	});
});

describe('text', () => {
	const titled = (rfc: number, title: Uint8Array) =>
		Buffer.concat([
			Buffer.from(`ADD RFC ${rfc} P2P-CI/1.0\r\nHost: h\r\nPort: ${rfc}\r\nTitle: `),
			title,
			Buffer.from('\r\n\r\n'),
		]);

	it.each<readonly [string, readonly number[], string]>([
		['a byte that is no UTF-8', [0x63, 0xe9, 0x20, 0x78], 'c\uFFFD x'],
		['a byte that UTF-8 never has', [0x61, 0xff, 0x62], 'a\uFFFDb'],
		['a continuation without a beginning', [0x61, 0x80, 0x62], 'a\uFFFDb'],
	])('turns %s into the replacement character', async (_, bytes, title) => {
		await adds(rfc => titled(rfc, Uint8Array.from(bytes)), title);
	});

	it.each<readonly [string, string, string]>([
		['C0', 'a\u0001b', 'a b'],
		['NUL', 'a\u0000b', 'a b'],
		['escape', 'a\u001B[31mb', 'a [31mb'],
		['a tab inside', 'a\tb', 'a b'],
		['DEL', 'a\u007Fb', 'a b'],
		['C1', 'a\u0085b', 'a b'],
		['CSI of one character', 'a\u009Bb', 'a b'],
	])('turns control characters in a title into spaces: %s', async (_, sent, stored) => {
		await adds(rfc => titled(rfc, Buffer.from(sent)), stored);
	});

	it.each<readonly [string, string]>([
		['right-to-left override', 'a\u202Eb'],
		['zero width space', 'a\u200Bb'],
		['byte order mark inside', 'a\uFEFFb'],
		['joined emoji', '👩\u200D💻'],
		['combining characters', 'e\u0301'],
	])('keeps the format characters of a title as they are: %s', async (_, title) => {
		await adds(rfc => titled(rfc, Buffer.from(title)), title);
	});
});

describe('a client that half-closes', () => {
	it('is answered, then closed', async () => {
		expect(await askOnce(index.route, lookup(999_999))).toBe(notFound);
	});

	it('is answered all that it asked before', async () => {
		expect(await askOnce(index.route, lookup(999_998).repeat(50))).toBe(notFound.repeat(50));
	});

	it('without having asked anything is closed without a byte', async () => {
		expect(await askOnce(index.route, '')).toBe('');
		expect(await askOnce(index.route, '\r\n\n\r\n')).toBe('');
	});
});

describe('requests sent without waiting', () => {
	it('are answered in their order', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const bytes = [
			add(bob, 51, 'First'),
			lookup(51),
			lookup(52),
			add(bob, 52, 'Second'),
			'nonsense\r\n\r\n',
			lookup(52),
			add(bob, 51, 'Changed'),
			lookup(51),
		].join('');
		const answers = [
			ok(record(51, 'First', bob)),
			ok(record(51, 'First', bob)),
			notFound,
			ok(record(52, 'Second', bob)),
			badRequest,
			ok(record(52, 'Second', bob)),
			ok(record(51, 'Changed', bob)),
			ok(record(51, 'Changed', bob)),
		];
		expect(await ask(client, bytes)).toBe(answers.join(''));
	});

	it('are understood one byte at a time', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const bytes = Buffer.from(`\r\n${add(bob, 53, 'Größe')}${lookup(53)}\n${lookup(54)}`);
		for (const byte of bytes) await client.send(Uint8Array.of(byte));
		const added = wire(ok(record(53, 'Größe', bob)));
		expect(await ask(client, '')).toBe(added + added + notFound);
	});

	it('are understood cut in two at every place', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await ask(client, add(bob, 55, 'é'));
		const bytes = Buffer.from(`${add(bob, 55, 'é')}\r\n${lookup(55)}`);
		const answer = wire(ok(record(55, 'é', bob)).repeat(2));
		for (let cut = 1; cut < bytes.length; cut++) {
			await client.send(bytes.subarray(0, cut));
			// In the next turn of the event loop the first part is on its way.
			await new Promise(resolve => setImmediate(resolve));
			expect(await ask(client, bytes.subarray(cut)), `cut after byte ${cut}`).toBe(answer);
		}
	});
});

describe('not accepted, and the connection stays open:', () => {
	const refused: ReadonlyArray<readonly [what: string, bytes: string]> = [
		['a space before the colon', `ADD RFC 1 P2P-CI/1.0\r\nHost : h\r\nPort: 1\r\nTitle: T\r\n\r\n`],
		['a tab before the colon', `ADD RFC 1 P2P-CI/1.0\r\nHost: h\r\nPort\t: 1\r\nTitle: T\r\n\r\n`],
		['a space before the colon of an unknown field', `ADD RFC 1 P2P-CI/1.0\r\n${fields(1)}X : 1\r\n\r\n`],
		['a line folded with a space', 'ADD RFC 1 P2P-CI/1.0\r\nHost: h\r\nPort: 1\r\nTitle: A\r\n Title\r\n\r\n'],
		['a line folded with a tab', 'ADD RFC 1 P2P-CI/1.0\r\nHost: h\r\nPort: 1\r\nTitle: A\r\n\tTitle\r\n\r\n'],
		['a folded unknown field', `LOOKUP RFC 1 P2P-CI/1.0\r\nHost: h\r\nX: a\r\n b\r\n\r\n`],
		[
			'a method in lower case',
			request('add RFC 1 P2P-CI/1.0', [
				['Host', 'h'],
				['Port', 1],
				['Title', 'T'],
			]),
		],
		[
			'a target in lower case',
			request('ADD rfc 1 P2P-CI/1.0', [
				['Host', 'h'],
				['Port', 1],
				['Title', 'T'],
			]),
		],
		['ALL in mixed case', request('LIST All P2P-CI/1.0', [['Host', 'h']])],
		[
			'an unknown method',
			request('DELETE RFC 1 P2P-CI/1.0', [
				['Host', 'h'],
				['Port', 1],
			]),
		],
		['an unknown target', request('LOOKUP STD 1 P2P-CI/1.0', [['Host', 'h']])],
		['a target of another method', request('LOOKUP ALL P2P-CI/1.0', [['Host', 'h']])],
		['a number for LIST', request('LIST RFC 1 P2P-CI/1.0', [['Host', 'h']])],
		['RFC without a number', request('LOOKUP RFC P2P-CI/1.0', [['Host', 'h']])],
		['two numbers', request('LOOKUP RFC 1 2 P2P-CI/1.0', [['Host', 'h']])],
		['a word too many', request('LIST ALL RFCS P2P-CI/1.0', [['Host', 'h']])],
		['no version', request('LIST ALL', [['Host', 'h']])],
		['a method alone', 'LIST\r\n\r\n'],
		['a request of another protocol', 'GET / HTTP/1.1\r\nHost: h\r\n\r\n'],
		['a method of the upload port', request('GET RFC 1 P2P-CI/1.0', [['Host', 'h']])],
		['an answer in place of a request', 'P2P-CI/1.0 200 OK\r\n\r\n'],
		[
			'a method of 1.1 in 1.0',
			request('RENEW PEER P2P-CI/1.0', [
				['Host', 'h'],
				['Port', 1],
			]),
		],
	];

	it.each(refused)('%s', async (_, bytes) => {
		await using client = await index.connect();
		expect(await ask(client, bytes)).toBe(badRequest);
		expect(await ask(client, lookup(1))).toBe(notFound);
	});

	const versions = [
		'P2P-CI/2.0',
		'P2P-CI/1.2',
		'P2P-CI/0.9',
		'P2P-CI/1.00',
		'p2p-ci/1.0',
		'P2P-CI',
		'HTTP/1.1',
		'toString',
	];

	it.each(versions)('the version %s, with 505 when method and target are known ones', async version => {
		const all = [['Host', 'h'] as const, ['Port', 1] as const, ['Title', 'T'] as const];
		const answer = 'P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n\r\n';
		const targets = ['LOOKUP RFC 1', 'ADD RFC 1', 'REMOVE RFC 1', 'LIST ALL', 'JOIN PEER', 'LEAVE PEER'];
		const bytes = targets.map(target => request(`${target} ${version}`, all)).join('');
		expect(await askOnce(index.route, bytes + lookup(999_996))).toBe(answer.repeat(targets.length) + notFound);
		expect(await askOnce(index.route, request(`FETCH RFC 1 ${version}`, all))).toBe(badRequest);
		expect(await askOnce(index.route, request(`LOOKUP STD 1 ${version}`, all))).toBe(badRequest);
	});
});

describe('a connection', () => {
	it('that broke amid a request harms nobody', async () => {
		for (const bytes of [
			'ADD RFC 1 P2P-',
			add({host: 'h', port: 1}, 1, 'T').slice(0, -2),
			'LIST ALL P2P-CI/1.0\r\nHost: h\r\n\r\n',
		]) {
			const client = await RawClient.connect(index.route);
			await client.send(bytes);
			client.reset();
		}
		expect(await askOnce(index.route, lookup(999_995))).toBe(notFound);
		expect(index.isAlive()).toBe(true);
	});
});
