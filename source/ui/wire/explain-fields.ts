/** Explains fields by name. */
import {type Note, own, type Port, type Version} from './explain-start.ts';

/** Where a field occurs. */
export type FieldPlace = {
	readonly version: Version;
	readonly port: Port;
	readonly answer: boolean;
	/** The method of the request: `JOIN`. */
	readonly method: string;
};

type Text = string | ((value: string, at: FieldPlace) => string);
type Field = {readonly gloss: Text; readonly says: Text; readonly where: Text};

const either =
	(request: string, answer: string) =>
	(_: string, {answer: isAnswer}: FieldPlace): string =>
		isAnswer ? answer : request;

/** One section in 1.0, another in 1.1. */
const since =
	(classic: string, named: string) =>
	(_: string, {version}: FieldPlace): string =>
		version === '1.0' ? `RFC 900001, ${classic}` : `RFC ${named}`;

const transfer = 'RFC 900003, 2';

const fields: Readonly<Record<string, Field>> = {
	host: {
		gloss: 'who asks',
		says: (_, {version, method}) =>
			version === '1.0'
				? 'Who asks, as it calls itself. With Port and the address that it comes from it is one peer.'
				: method === 'JOIN'
					? 'The name that the peer wants: nobody else has it while its lease lives.'
					: 'The name of the peer that asks.',
		where: (_, at) =>
			at.port === 'upload'
				? at.version === '1.0'
					? 'RFC 900001, 5.1'
					: transfer
				: since('4.10', '900002, 3.1')('', at),
	},
	port: {
		gloss: 'its upload port',
		says: 'Where its upload server listens: other peers connect there to GET.',
		where: since('3.4', '900002, 3.2'),
	},
	title: {
		gloss: 'the title',
		says: 'The title of the RFC, as this peer gives it: up to 1,024 characters.',
		where: since('3.4', '900002, 4.3'),
	},
	address: {
		gloss: either('where to reach it', 'as the server sees it'),
		says: either(
			'Where others should connect to. Believed only when it is the address of this connection.',
			"The peer's address as the server sees it, and as it hands it out.",
		),
		where: 'RFC 900002, 3.2',
	},
	os: {
		gloss: 'what it runs on',
		says: 'The operating system of the sender; for people.',
		where: (_, at) =>
			at.port === 'upload' ? since(at.answer ? '5.2' : '5.1', '900003, 2')('', at) : 'RFC 900002, 3.2',
	},
	'user-agent': {
		gloss: 'its program',
		says: 'The program that asks, and its version; for people.',
		where: 'RFC 900002, 3.2',
	},
	token: {
		gloss: 'proof of the name (hidden)',
		says: either(
			'Proves that the sender is who has this name. It is never shown here: **** stands for it.',
			'The secret that proves this name from now on. It is never shown here: **** stands for it.',
		),
		where: 'RFC 900002, 3.1',
	},
	lease: {
		gloss: value => `${value} s to live`,
		says: value =>
			`Seconds that the registration lives without a word from the peer: it sends RENEW every third of ${value}.`,
		where: 'RFC 900002, 3.1',
	},
	server: {
		gloss: "the server's program",
		says: "Name and version of the server's program; for people.",
		where: 'RFC 900002, 3.2',
	},
	generation: {
		gloss: 'state of the index',
		says: 'Epoch and number: the number grows by one with each change of the index, the epoch is new when it starts from nothing.',
		where: 'RFC 900002, 5.1',
	},
	reachable: {
		gloss: value => (value === '?1' ? 'others can connect' : 'others cannot connect'),
		says: value =>
			value === '?1'
				? 'The server could connect to the upload port when it last tried.'
				: 'The server could not connect to the upload port: a firewall? Others cannot get from this peer.',
		where: 'RFC 900002, 3.3',
	},
	size: {gloss: 'bytes of the file', says: 'The length of the document in bytes.', where: 'RFC 900002, 4.3'},
	'repr-digest': {
		gloss: 'SHA-256 of the file',
		says: (_, {port}) =>
			port === 'upload'
				? 'The SHA-256 of the whole file, whichever part of it follows. What the index said counts more.'
				: 'The SHA-256 of the document: equal digests are equal bytes, whoever has them.',
		where: (_, {port}) => (port === 'upload' ? 'RFC 900003, 6' : 'RFC 900002, 4.2'),
	},
	'unencoded-digest': {
		gloss: 'SHA-256 of the file',
		says: 'The SHA-256 of the file before it was compressed: compared after unpacking.',
		where: 'RFC 900003, 4',
	},
	'last-modified': {
		gloss: 'age of the file',
		says: 'When the file was last changed.',
		where: (_, at) => (at.port === 'upload' ? since('5.2', '900003, 2')('', at) : 'RFC 900002, 4.3'),
	},
	offset: {
		gloss: 'from here on',
		says: 'How many to leave out at the beginning: for lists in pages.',
		where: 'RFC 900002, 4.6',
	},
	limit: {
		gloss: 'so many at most',
		says: 'How many to send at most.',
		where: (_, {method}) => (method === 'SEARCH' ? 'RFC 900002, 4.8' : 'RFC 900002, 4.6'),
	},
	'if-none-match': {
		gloss: 'only if it changed',
		says: 'What the asker has already: when it is still the same the answer is 304, without a body.',
		where: (_, {port}) => (port === 'upload' ? transfer : 'RFC 900002, 4.6'),
	},
	etag: {
		gloss: (_, {port}) => (port === 'upload' ? 'this very file' : 'state of the index'),
		says: (_, {port}) =>
			port === 'upload'
				? 'A name for these very bytes: another file has another one.'
				: 'The generation of the index at which this list was made: pages with different ones do not fit together.',
		where: (_, {port}) => (port === 'upload' ? transfer : 'RFC 900002, 4.6'),
	},
	total: {
		gloss: 'how many there are',
		says: 'How many there are in all, whatever part of them follows.',
		where: 'RFC 900002, 4.6',
	},
	query: {
		gloss: 'the words',
		says: 'Words of a title, or a number; beginnings and small typing errors count.',
		where: 'RFC 900002, 4.8',
	},
	since: {
		gloss: 'what I know',
		says: 'The last generation that the watcher knows: all changes after it are told first.',
		where: 'RFC 900002, 5.2',
	},
	'retry-after': {
		gloss: value => `again in ${value} s`,
		says: 'Seconds after which the same request can be sent again.',
		where: (_, {port}) => (port === 'upload' ? 'RFC 900003, 5' : 'RFC 900002, 2.2'),
	},
	'content-type': {
		gloss: value =>
			/ndjson/.test(value) ? 'a JSON object a line' : /problem/.test(value) ? 'what went wrong' : 'plain text',
		says: value =>
			/ndjson/.test(value)
				? 'The body is one JSON object a line.'
				: /problem/.test(value)
					? 'The body says in a sentence what was wrong.'
					: 'What the bytes are: text, unchanged.',
		where: (_, at) => (at.port === 'upload' ? since('5.2', '900003, 2')('', at) : 'RFC 900002, 2.2'),
	},
	'content-length': {
		gloss: 'bytes that follow',
		says: (_, {method}) =>
			method === 'HEAD'
				? 'Bytes that a GET would send; nothing follows here.'
				: 'Bytes after the blank line. So the receiver knows where this answer ends.',
		where: (_, at) => (at.port === 'upload' ? since('5.2', '900003, 2')('', at) : 'RFC 900002, 2.2'),
	},
	date: {gloss: 'when it was sent', says: 'When the answer was made.', where: since('5.2', '900003, 2')},
	'accept-ranges': {gloss: 'parts can be had', says: 'Range may be used here.', where: 'RFC 900003, 3'},
	range: {
		gloss: 'only this part',
		says: 'Asks for these bytes of the file only, counted from 0, the last one included.',
		where: 'RFC 900003, 3',
	},
	'if-range': {
		gloss: 'if it is the same file',
		says: 'The part only if the file is still this one; else the whole new one.',
		where: 'RFC 900003, 3',
	},
	'content-range': {
		gloss: 'which part this is',
		says: 'Which bytes of the file follow, and how many it has in all.',
		where: 'RFC 900003, 3',
	},
	'accept-encoding': {
		gloss: 'may be compressed',
		says: 'The codings that the asker can unpack.',
		where: 'RFC 900003, 4',
	},
	'content-encoding': {gloss: 'compressed', says: 'The bytes that follow are compressed so.', where: 'RFC 900003, 4'},
	vary: {gloss: 'depends on the asker', says: 'Who accepts other codings may get other bytes.', where: 'RFC 900003, 4'},
};

const text = (of: Text, value: string, at: FieldPlace): string => (typeof of === 'string' ? of : of(value, at));

/** Explains a field line, which contains a colon. */
export function explainField(line: string, at: FieldPlace): {readonly gloss: string; readonly notes: readonly Note[]} {
	const colon = line.indexOf(':');
	const name = line.slice(0, colon);
	const value = line.slice(colon + 1).trim();
	if (/^\s|\s$/.test(name)) {
		const says = 'White space before the colon, or a folded line: refused with 400, as it can be read in two ways.';
		return {gloss: 'refused', notes: [{part: name.trim(), says, where: 'RFC 900001, 3.3'}]};
	}
	// Other implementations write a space for the hyphen.
	const key = name.toLowerCase().replaceAll(' ', '-');
	const field = own(fields, key);
	if (field === undefined) {
		const says = 'A field that p2pci does not know: receivers ignore it.';
		return {
			gloss: 'not known',
			notes: [{part: name, says, where: at.version === '1.0' ? 'RFC 900001, 3.3' : 'RFC 900002, 2.2'}],
		};
	}
	return {
		gloss: text(field.gloss, value, at),
		notes: [{part: name, says: text(field.says, value, at), where: text(field.where, value, at)}],
	};
}
