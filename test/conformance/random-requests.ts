import {badRequest, type FieldList, request, type Sender, versionNotSupported} from './classic.ts';
import type {IndexModel} from './index-model.ts';
import type {Random} from './random.ts';

/** The words and fields of a request before it is encoded. */
type Draft = {readonly words: readonly string[]; readonly fields: FieldList};

/** A request with the answer that the index should give, computed by the model. */
export type Attempt = {readonly bytes: Buffer; readonly expected: (model: IndexModel) => string};

const titles = [
	'A Title',
	'Transmission Control',
	'RFC 1 of all: a title, with: colons',
	'Größe 標準 😀',
	'P2P-CI/1.0 200 OK',
	'x'.repeat(1024),
];

const identity = ({host, port}: Sender): FieldList => [
	['Host', host],
	['Port', port],
];

/** A valid request, with the model's answer. */
function meaningful(random: Random, senders: readonly Sender[]): {readonly draft: Draft} & Pick<Attempt, 'expected'> {
	const sender = random.pick(senders);
	const rfc = 1 + random.below(25);
	const title = random.pick(titles);
	const draft = (line: string, fields: FieldList): Draft => ({words: [...line.split(' '), 'P2P-CI/1.0'], fields});
	const roll = random.below(100);
	if (roll < 40) {
		const fields = [...identity(sender), ['Title', title] as const];
		return {draft: draft(`ADD RFC ${rfc}`, fields), expected: model => model.add(sender, rfc, title)};
	}
	if (roll < 60) {
		return {draft: draft(`REMOVE RFC ${rfc}`, identity(sender)), expected: model => model.remove(sender, rfc)};
	}
	if (roll < 80) return {draft: draft(`LOOKUP RFC ${rfc}`, identity(sender)), expected: model => model.lookup(rfc)};
	if (roll < 88) return {draft: draft('LIST ALL', identity(sender)), expected: model => model.list()};
	if (roll < 95) return {draft: draft('JOIN PEER', identity(sender)), expected: model => model.join(sender)};
	return {draft: draft('LEAVE PEER', identity(sender)), expected: model => model.leave(sender)};
}

const strictly = ({words, fields}: Draft): string => request(words.join(' '), fields);

/** The same request in a form that receivers accept but senders do not use. */
function liberally(random: Random, {words, fields}: Draft): string {
	const end = () => random.pick(['\r\n', '\n']);
	const blanks = () => random.several(0, 3, () => random.pick([' ', '\t'])).join('');
	const gap = () => random.pick([' ', '\t']) + blanks();
	const anyCase = (name: string) =>
		[...name].map(letter => (random.chance(50) ? letter.toUpperCase() : letter.toLowerCase())).join('');
	const line = (name: string, value: string | number) => `${anyCase(name)}:${blanks()}${value}${blanks()}${end()}`;
	const numbered = words.map(word => (/^\d+$/.test(word) ? '0'.repeat(random.below(5)) + word : word));
	const before = random.several(0, 3, end).join('');
	const lines = random.shuffled(fields).flatMap(([name, value]) => [
		...(random.chance(20) ? [line(random.pick(['X-Any', 'OS', 'Comment', 'Hosts']), 'ADD RFC 1 P2P-CI/1.0')] : []),
		line(name, name === 'Port' ? '0'.repeat(random.below(3)) + value : value),
		// The first of two fields counts: this one must be ignored.
		...(random.chance(20) ? [line(name, name === 'Port' ? 1 : 'second')] : []),
	]);
	return `${before}${numbered.join('\u0000').replaceAll('\u0000', gap)}${blanks()}${end()}${lines.join('')}${end()}`;
}

type Break = (random: Random, draft: Draft) => string;
const retarget = (words: readonly string[], position: number, word: string): readonly string[] =>
	words.map((old, index) => (index === position ? word : old));

/** Corruptions that are certain to be rejected without changing anything. */
const breaks: readonly Break[] = [
	(_, {words, fields}) => strictly({words: retarget(words, 0, (words[0] ?? '').toLowerCase()), fields}),
	(random, {words, fields}) =>
		strictly({words: retarget(words, 0, random.pick(['FETCH', 'GET', 'ADDS', 'A'])), fields}),
	(random, {words, fields}) => strictly({words: retarget(words, 1, random.pick(['STD', 'rfc', 'EVERY'])), fields}),
	(_, {words, fields}) => strictly({words: [...words.slice(0, -1), 'word', 'P2P-CI/1.0'], fields}),
	(_, {words, fields}) => strictly({words: words.slice(0, -1), fields}),
	(random, {words, fields}) => {
		const broken = strictly({words, fields});
		return broken.replace(random.pick(['Host:', 'Port:']), name => `${name.slice(0, -1)}${random.pick([' ', '\t'])}:`);
	},
	(random, {words, fields}) =>
		strictly({words, fields}).replace('\r\n\r\n', `\r\n${random.pick([' ', '\t'])}folded\r\n\r\n`),
	(random, {fields}) => strictly({words: ['ADD', 'RFC', '3', 'P2P-CI/1.0'], fields: fields.slice(0, random.below(2))}),
	(random, {fields}) => {
		const rfc = random.pick(['0', '-3', '2147483648', '3.0', '3x', 'three', '99999999999999999999']);
		return strictly({words: [random.pick(['ADD', 'LOOKUP', 'REMOVE']), 'RFC', rfc, 'P2P-CI/1.0'], fields});
	},
	(random, {fields: [host]}) => {
		const port = random.pick(['0', '65536', '-1', 'x', '1.5', '']);
		return strictly({
			words: ['ADD', 'RFC', '3', 'P2P-CI/1.0'],
			fields: [...(host ? [host] : []), ['Port', port], ['Title', 'T']],
		});
	},
	(random, {fields: [, port]}) => {
		const host = random.pick(['', 'two words', 'h'.repeat(256), 'a\u0001b']);
		return strictly({
			words: ['JOIN', 'PEER', 'P2P-CI/1.0'],
			fields: [['Host', host], ...(port ? [port] : [])],
		});
	},
	(_, {fields}) =>
		strictly({
			words: ['ADD', 'RFC', '3', 'P2P-CI/1.0'],
			fields: [...fields.slice(0, 2), ['Title', 'T'.repeat(1025)]],
		}),
	random =>
		`${random.several(1, 4, () => random.pick(['hello', 'P2P', '{"a":1}', '\u0016\u0003\u0001', '*3'])).join(' ')}\r\n\r\n`,
];

const versions = ['P2P-CI/2.0', 'P2P-CI/1.01', 'P2P-CI/', 'HTTP/1.0', 'p2p-ci/1.0'];

/** A request with a predictable answer: as senders write it, as receivers accept it, or corrupted. */
export function foretold(random: Random, senders: readonly Sender[]): Attempt {
	const {draft, expected} = meaningful(random, senders);
	const roll = random.below(100);
	if (roll < 30) return {bytes: Buffer.from(strictly(draft)), expected};
	if (roll < 70) return {bytes: Buffer.from(liberally(random, draft)), expected};
	if (roll < 95) return {bytes: Buffer.from(random.pick(breaks)(random, draft)), expected: () => badRequest};
	const words = [...draft.words.slice(0, -1), random.pick(versions)];
	return {bytes: Buffer.from(strictly({words, fields: draft.fields})), expected: () => versionNotSupported};
}

/** The most that a mutated request can change in the index. */
export type Mutation = {readonly method: 'ADD' | 'REMOVE' | 'LOOKUP' | 'LIST'; readonly bytes: Buffer};

/**
 * A request with a few bytes changed, inserted or removed anywhere but in its Port, so that any peer that it creates
 * has an existing upload port.
 */
export function mutated(random: Random, senders: readonly Sender[]): Mutation {
	const {host, port} = random.pick(senders);
	const rfc = 1 + random.below(25);
	const method = random.pick(['ADD', 'ADD', 'ADD', 'REMOVE', 'LOOKUP', 'LIST'] as const);
	const target = method === 'LIST' ? 'ALL' : `RFC ${rfc}`;
	const before = Buffer.from(`${method} ${target} P2P-CI/1.0\r\nHost: ${host}\r\n`);
	const after = Buffer.from(`Title: ${random.pick(titles.slice(0, -1))}\r\n\r\n`);
	const parts = random.chance(50) ? [edited(random, before), after] : [before, edited(random, after)];
	return {method, bytes: Buffer.concat([parts[0] ?? before, Buffer.from(`Port: ${port}\r\n`), parts[1] ?? after])};
}

function edited(random: Random, original: Buffer): Buffer {
	let bytes = original;
	for (let edits = 1 + random.below(4); edits > 0; edits--) {
		const at = random.below(bytes.length);
		const put = random.pick([
			() => Buffer.from([random.below(256)]),
			() => Buffer.from(random.pick(['\r', '\n', '\r\n', ':', ' ', '\t', '\u0000', '0', '\u0080'])),
			() => Buffer.alloc(0),
			() => bytes.subarray(at, at + random.below(12)),
			() => Buffer.alloc(random.below(2000), 'z'),
		])();
		bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + random.below(3))]);
	}
	return bytes;
}

const soup = [
	'ADD',
	'LOOKUP',
	'LIST',
	'RFC',
	'ALL',
	'PEER',
	'P2P-CI/1.0',
	'P2P-CI/1.1',
	'Host:',
	'Title:',
	' ',
	'\r\n',
	'\n',
	'1',
	'x',
];

/** Bytes that cannot change anything: noise, or words of the protocol without a Port. */
export function garbage(random: Random): Buffer {
	if (random.chance(50)) return Buffer.from(random.several(1, 400, () => random.below(256)));
	return Buffer.from(random.several(1, 120, () => random.pick(soup)).join(random.pick(['', ' '])));
}
