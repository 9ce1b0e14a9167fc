/**
 * The filter of the wire panes: words and keys, all of which must match. `peer:bob method:LOOKUP status:4xx
 * rfc:2616`. A comma separates alternatives (`method:GET,HEAD`), a leading minus negates (`-method:RENEW`), quotes
 * keep spaces together (`from:"index server"`). Case-insensitive. Pure.
 */
import type {WireEntry} from '../../net/wire-log.ts';

/** The properties of a message that a filter tests. Method and RFC are those of the request, for its answer too. */
export type WireFacts = {
	readonly entry: WireEntry;
	readonly method: string;
	readonly rfc: number | undefined;
};

type Test = (facts: WireFacts) => boolean;

export type WireFilter = {
	matches(facts: WireFacts): boolean;
	/** The words that are searched for in the visible text, to be highlighted. */
	readonly words: readonly string[];
	/** What is wrong with the filter, in a few words; nothing matches then. */
	readonly wrong?: string;
};

const has = (text: string, part: string): boolean => text.toLowerCase().includes(part);

/** The name of this program. */
const me = (value: string): boolean => value === 'me';

const keys = {
	peer:
		(value: string): Test | undefined =>
		facts =>
			has(facts.entry.party, value),
	from:
		(value: string): Test | undefined =>
		({entry}) =>
			(me(value) && entry.direction === 'sent') || (entry.direction === 'received' && has(entry.party, value)),
	to:
		(value: string): Test | undefined =>
		({entry}) =>
			(me(value) && entry.direction === 'received') || (entry.direction === 'sent' && has(entry.party, value)),
	method:
		(value: string): Test | undefined =>
		({method}) =>
			method.toLowerCase().startsWith(value),
	status: statusTest,
	rfc(value: string): Test | undefined {
		const number = /^(?:rfc)?0*(\d{1,10})$/.exec(value)?.[1];
		return number === undefined ? undefined : ({rfc}) => rfc === Number(number);
	},
	text:
		(value: string): Test | undefined =>
		({entry}) =>
			has(entry.text, value),
} as const satisfies Readonly<Record<string, (value: string) => Test | undefined>>;

type Key = keyof typeof keys;

const isKey = (name: string): name is Key => Object.hasOwn(keys, name);

/** The valid values of a key, for the error message. */
const forms: Readonly<Partial<Record<Key, string>>> = {
	status: 'status: takes 404, 4xx',
	rfc: 'rfc: takes a number',
};

/** `404`, `4xx`, and their prefixes while they are being typed: `4`, `40`, `4x`. */
function statusTest(value: string): Test | undefined {
	const digits = /^([1-5]\d{0,2})x{0,2}$/.exec(value)?.[1];
	if (digits === undefined || value.length > 3) return undefined;
	return ({entry}) => entry.status !== undefined && String(entry.status).startsWith(digits);
}

/** The keys, for the pane. */
export const filterKeys = Object.keys(keys)
	.map(key => `${key}:`)
	.join(' ');

type Term = {readonly test: Test; readonly word?: string} | {readonly wrong: string};

const inverted =
	(test: Test): Test =>
	facts =>
		!test(facts);

const anyOf =
	(tests: readonly Test[]): Test =>
	facts =>
		tests.some(test => test(facts));

function wordTest(word: string): Test {
	return ({entry}) =>
		has(entry.summary, word) || has(entry.party, word) || (entry.status !== undefined && String(entry.status) === word);
}

/** A term with a key; undefined while there is nothing after the colon. */
function keyTerm(key: string, value: string): Term | undefined {
	if (!isKey(key)) return {wrong: `no key ${key}: only ${filterKeys}`};
	const values = value.split(',').filter(one => one !== '');
	const tests: Test[] = [];
	for (const one of values) {
		const test = keys[key](one);
		if (test === undefined) return {wrong: forms[key] ?? `${key}: cannot be ${one}`};
		tests.push(test);
	}
	const [only] = values;
	const word =
		(key === 'peer' || key === 'from' || key === 'to') && only !== undefined && !me(only) ? {word: only} : {};
	return values.length === 0 ? undefined : {test: anyOf(tests), ...word};
}

// A term: optionally a minus, optionally letters and a colon, then quoted text, or everything up to the next space.
const terms = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S*))(?:\s+|$)/gy;

function termsOf(filter: string): readonly Term[] {
	const found: Term[] = [];
	for (const [all, minus, key, quoted, bare] of filter.trim().toLowerCase().matchAll(terms)) {
		if (all === '') continue;
		const value = quoted ?? bare ?? '';
		const word = value === '' ? undefined : {test: wordTest(value), word: value};
		const term = key === undefined ? word : keyTerm(key, value);
		if (term === undefined) continue;
		found.push(minus === '-' && 'test' in term ? {test: inverted(term.test)} : term);
	}
	return found;
}

/** Parses a filter. An empty one matches everything. */
export function wireFilter(filter: string): WireFilter {
	const found = termsOf(filter);
	const wrong = found.find(term => 'wrong' in term);
	if (wrong !== undefined) return {matches: () => false, words: [], wrong: wrong.wrong};
	const tests = found.flatMap(term => ('test' in term ? [term.test] : []));
	const words = found.flatMap(term => ('word' in term && term.word !== undefined ? [term.word] : []));
	return {matches: facts => tests.every(test => test(facts)), words};
}

const requestLine = /^([A-Z]{2,10})[ \t]+\S/;
const aboutRfc = /(?:\bRFC[ \t-]?|\brfc-(?:added|changed|removed) )0*(\d{1,10})\b/;

/** The properties of a message: from its own first line, or that of its request. */
export function wireFacts(entry: WireEntry, request: WireEntry | undefined): WireFacts {
	const own = entry.status === undefined ? requestLine.exec(entry.summary)?.[1] : undefined;
	const method = own ?? (request === undefined ? undefined : requestLine.exec(request.summary)?.[1]) ?? '';
	const rfc =
		aboutRfc.exec(entry.summary)?.[1] ?? (request === undefined ? undefined : aboutRfc.exec(request.summary)?.[1]);
	return {entry, method, rfc: rfc === undefined ? undefined : Number(rfc)};
}
