/** Explains start lines: methods, targets, versions, codes. Sections are those of the project's own documents. */

/** A part of a message, its meaning, and where that is defined. */
export type Note = {readonly part: string; readonly says: string; readonly where: string};

export type Version = '1.0' | '1.1';

/** The port on which a message is exchanged: that of the index, or the upload port of a peer. */
export type Port = 'index' | 'upload';

/** A safe lookup of a stranger's word in a table. */
export const own = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined =>
	Object.hasOwn(table, word) ? table[word] : undefined;

type Method = {
	/** About three words. */
	readonly gloss: string;
	readonly says: string;
	/** Sections in RFC 900001 (1.0), and in RFC 900002 or 900003 (1.1). */
	readonly classic?: string;
	readonly named?: string;
};

const methods: Readonly<Record<string, Method>> = {
	JOIN: {
		gloss: 'a peer arrives',
		says: 'Registers the sender: from now on it is a peer that others can be told about.',
		classic: '4.8',
		named: '3.2',
	},
	RENEW: {
		gloss: 'a peer is still here',
		says: 'Says that the sender is still here: its lease begins anew.',
		named: '3.3',
	},
	LEAVE: {
		gloss: 'a peer goes',
		says: 'Takes the sender and all its records out of the index.',
		classic: '4.9',
		named: '3.4',
	},
	ADD: {gloss: 'a peer shares an RFC', says: 'Says that the sender holds this RFC.', classic: '4.4', named: '4.3'},
	REMOVE: {
		gloss: 'a peer takes one back',
		says: 'Takes back one record: the sender does not share this RFC any more.',
		classic: '4.7',
		named: '4.4',
	},
	LOOKUP: {
		gloss: 'who has it?',
		says: 'Asks which peers hold this RFC. It joins nobody.',
		classic: '4.5',
		named: '4.5',
	},
	LIST: {gloss: 'what is there?', says: 'Asks for everything that the index has.', classic: '4.6', named: '4.6'},
	SEARCH: {gloss: 'finds by words', says: 'Asks for RFCs whose number or title fits the words of Query.', named: '4.8'},
	WATCH: {
		gloss: 'tell me what changes',
		says: 'Asks to be told of every change, for as long as the connection lasts.',
		named: '5.2',
	},
	GET: {gloss: 'send me the file', says: 'Asks a peer for the document itself.', classic: '5.1', named: '2'},
	HEAD: {gloss: 'what would you send?', says: 'As GET, but the answer is the head alone.', named: '2'},
};

/** The document and section that define a method. */
function methodWhere(name: string, version: Version): string {
	const method = own(methods, name);
	if (version === '1.0') return method?.classic === undefined ? 'RFC 900001, 3.6' : `RFC 900001, ${method.classic}`;
	const transfer = name === 'GET' || name === 'HEAD';
	return method?.named === undefined ? 'RFC 900002, 2.1' : `RFC ${transfer ? 900003 : 900002}, ${method.named}`;
}

const targets: Readonly<Record<string, string>> = {
	ALL: 'The whole index.',
	PEER: 'The peer that sends this.',
	PEERS: 'All peers, instead of their records.',
	CHANGES: 'What happens to the index from now on.',
};

const versionNote = (part: string, version: Version | undefined): Note => ({
	part,
	says:
		version === undefined
			? 'No version that p2pci speaks: the answer is 505, framed as 1.0.'
			: version === '1.0'
				? 'The classic protocol. The answer is framed as 1.0: no fields from the index, data lines after a blank line.'
				: 'The newer protocol. The answer has fields and, but for WATCH, a Content-Length.',
	where: version === undefined ? 'RFC 900002, 7.1' : version === '1.0' ? 'RFC 900001, 4.2' : 'RFC 900002, 2.2',
});

/** The version that a first line names; undefined for one that is unknown. */
export const versionOf = (line: string): Version | undefined => {
	const found = /\bP2P-CI\/(1\.[01])(?=\s|$)/.exec(line)?.[1];
	return found === '1.0' || found === '1.1' ? found : undefined;
};

/** The port for this request. */
export const portOf = (line: string): Port => (/^\s*(?:GET|HEAD)\b/.test(line) ? 'upload' : 'index');

export type StartLine = {readonly gloss: string; readonly notes: readonly Note[]};

/** The first line of a request. */
export function explainRequest(line: string): StartLine {
	const [name = '', ...others] = line.trim().split(/[ \t]+/);
	const last = others.pop();
	const target = others.join(' ');
	const version = versionOf(line);
	const method = own(methods, name);
	if (method === undefined || last === undefined) {
		const says = 'No request of P2P-CI: the answer is 400.';
		return {gloss: 'not understood', notes: [{part: name, says, where: 'RFC 900001, 3.6'}]};
	}
	const of = version ?? '1.0';
	const rfc = /^RFC 0*(\d+)$/.exec(target)?.[1];
	const about =
		rfc === undefined
			? (own(targets, target) ?? 'A target that is not known: the answer is 400.')
			: `The RFC with the number ${rfc}.`;
	const section = of === '1.0' ? 'RFC 900001, 3.1' : `RFC ${portOf(line) === 'upload' ? '900003, 2' : '900002, 2.1'}`;
	const where = name === 'LIST' && target === 'PEERS' ? 'RFC 900002, 4.7' : methodWhere(name, of);
	return {
		gloss: method.gloss,
		notes: [
			{part: name, says: method.says, where},
			{part: target === '' ? '(no target)' : target, says: about, where: section},
			version === undefined && !(rfc !== undefined || Object.hasOwn(targets, target))
				? {part: last, says: 'No version that p2pci speaks.', where: 'RFC 900002, 7.1'}
				: versionNote(last, version),
		],
	};
}

type Code = {readonly says: string; readonly upload?: string; readonly where?: string};

const codes: Readonly<Record<string, Code>> = {
	200: {says: 'Done. What was asked for, if anything, follows.'},
	206: {says: 'Only the part that Range asked for follows.', where: 'RFC 900003, 3'},
	304: {says: 'Nothing has changed since the ETag that was sent; nothing follows.'},
	400: {
		says: 'The request was not understood, or a value in it is wrong.',
		upload: 'The request was not understood. In 1.0 also: no slot is free now.',
	},
	401: {says: 'The Token is missing or wrong, or nobody has this name.'},
	403: {says: 'Understood, and refused.'},
	404: {says: 'Nobody holds this, or there is no such record.', upload: 'This peer does not share that RFC.'},
	408: {says: 'The head of the request took too long; the connection closes.'},
	409: {says: 'The name is taken by a peer that is here. Retry-After says when it could be free.'},
	416: {says: 'The range lies outside of the file.', where: 'RFC 900003, 3'},
	429: {says: 'Asked too often: ask again after Retry-After.'},
	431: {says: 'The head of the request is too long; the connection closes.'},
	500: {says: "The other side's own fault."},
	503: {
		says: 'Not now: ask again after Retry-After.',
		upload: 'All upload slots are taken: ask again after Retry-After.',
		where: 'RFC 900003, 5',
	},
	505: {says: 'The version of the request is neither 1.0 nor 1.1.'},
};

/** The meaning of unknown codes, by their first digit. */
const classes: Readonly<Record<string, string>> = {
	'2': 'Some kind of success.',
	'3': 'Look elsewhere, or at what you have.',
	'4': 'The request cannot be answered as it is.',
	'5': 'The other side cannot answer now.',
};

/** The first line of an answer. */
export function explainStatus(line: string, port: Port): StartLine {
	const [, version = '', code = '', phrase = ''] = /^\s*(\S+)[ \t]*(\d*)[ \t]*(.*)$/.exec(line.trim()) ?? [];
	const known = own(codes, code);
	const of = versionOf(version) ?? '1.0';
	const says =
		(port === 'upload' ? known?.upload : undefined) ?? known?.says ?? own(classes, code.charAt(0)) ?? 'No code.';
	const special = of === '1.1' && port === 'upload' ? known?.where : undefined;
	const where = special ?? (of === '1.0' ? `RFC 900001, ${port === 'upload' ? '5.2' : '4.2'}` : 'RFC 900002, 6');
	const notes: Note[] = [
		versionNote(version, versionOf(version)),
		{part: code === '' ? '(no code)' : code, says, where},
	];
	if (phrase !== '') notes.push({part: phrase, says: 'The code in words, for people: no program looks at it.', where});
	return {gloss: known === undefined ? 'an answer' : code.startsWith('2') ? 'it worked' : 'it did not work', notes};
}
