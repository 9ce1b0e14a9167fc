/**
 * Explains a message line by line: what each part means, and which of the project's own documents defines it. Pure;
 * accepts any bytes. Everything in the result is safe to show.
 */
import {printable} from '../../text/printable.ts';
import {count} from '../../text/quantity.ts';
import {explainDataLine, explainObject} from './explain-body.ts';
import {explainField, type FieldPlace} from './explain-fields.ts';
import {explainRequest, explainStatus, type Note, portOf, type StartLine, versionOf} from './explain-start.ts';

export type {Note} from './explain-start.ts';

export type ExplainedLine = {
	/** As on the wire, with a visible line end: `Host: carol␍␊`. */
	readonly text: string;
	/** A few words; empty when there is nothing to say. */
	readonly gloss: string;
	readonly notes: readonly Note[];
};

export type Message = {
	/** As on the wire, with tokens masked. May be shorter than `bytes`. */
	readonly text: string;
	readonly bytes: number;
	/** The first line of the request that it answers. */
	readonly request?: string | undefined;
};

type Line = {readonly raw: string; readonly end: '\r\n' | '\n' | ''};

function linesOf(text: string): Line[] {
	const lines = text.split('\n');
	const rest = lines.pop() ?? '';
	const ended = lines.map((line): Line => {
		const crlf = line.endsWith('\r');
		return {raw: crlf ? line.slice(0, -1) : line, end: crlf ? '\r\n' : '\n'};
	});
	return rest === '' ? ended : [...ended, {raw: rest, end: ''}];
}

type Part = Omit<ExplainedLine, 'text'>;

const says = (gloss: string, text = '', where = ''): Part => ({
	gloss,
	notes: text === '' ? [] : [{part: '', says: text, where}],
});

/** A line in a head that ends with a bare line feed: tolerated, but worth a note. */
const bareEnd: Note = {part: '␊', says: 'A line feed alone: receivers take it for ␍␊.', where: 'RFC 900001, 3.3'};

const firstCounts: Note = {
	part: 'twice',
	says: 'It came before: in 1.0 the first one counts.',
	where: 'RFC 900001, 3.3',
};
const twiceRefused: Note = {
	part: 'twice',
	says: 'It came before: in 1.1 that is refused with 400, as it can be understood in two ways.',
	where: 'RFC 900002, 2.1',
};

/** Reads a message from its first line on. */
class Reading {
	#place: FieldPlace | undefined;
	#part: 'start' | 'head' | 'body' | 'events' = 'start';
	readonly #names = new Set<string>();
	#bareEnds = 0;
	#objects = 0;
	/** Whether the head said that nothing follows it. */
	#isEmpty = false;
	#records = 0;
	readonly #request: string;

	constructor(request: string) {
		this.#request = request;
	}

	line({raw, end}: Line): Part {
		// Some write LF CR for a line end, so that the CR of one stands before the text of the next.
		const part = this.#read(raw.startsWith('\r') ? raw.slice(1) : raw);
		const isBare = this.#part === 'head' && end === '\n' && this.#bareEnds++ === 0;
		return isBare ? {...part, notes: [...part.notes, bareEnd]} : part;
	}

	/** Whether it is a request without its blank line. */
	get lacksEnd(): boolean {
		return this.#part === 'head' && this.#place?.answer === false;
	}

	#read(raw: string): Part {
		if (this.#part === 'start') return this.#start(raw);
		if (this.#part === 'head') return this.#head(raw);
		return this.#body(raw);
	}

	#start(raw: string): Part {
		if (raw.trim() === '')
			return says('forgiven', 'A blank line before a message: receivers skip it.', 'RFC 900001, 3.3');
		if (raw.startsWith('{')) {
			this.#part = 'events';
			return this.#body(raw);
		}
		this.#part = 'head';
		const answer = /^\s*P2P-CI\//.test(raw);
		const asked = answer ? this.#request : raw;
		const port = portOf(asked);
		const method = /^\s*(\S+)/.exec(asked)?.[1] ?? '';
		this.#place = {version: versionOf(raw) ?? '1.0', port, answer, method};
		const start: StartLine = answer ? explainStatus(raw, port) : explainRequest(raw);
		return start;
	}

	#head(raw: string): Part {
		const place = this.#place;
		if (raw === '') {
			this.#part = 'body';
			return this.#endOfHead();
		}
		// Some servers send records right after the first line; in titles, and after RFC, there may be colons.
		const record = place?.answer === true ? explainDataLine(raw) : undefined;
		if (record !== undefined) return record;
		if (place !== undefined && raw.includes(':')) return this.#field(raw, place);
		return says(
			'not understood',
			'No field: it lacks a colon. A request with it is refused with 400.',
			'RFC 900001, 3.1',
		);
	}

	#field(raw: string, place: FieldPlace): Part {
		const field = explainField(raw, place);
		const name = raw.slice(0, raw.indexOf(':')).toLowerCase();
		if (noBody.test(raw)) this.#isEmpty = true;
		if (!this.#names.has(name)) {
			this.#names.add(name);
			return field;
		}
		const note = place.version === '1.0' ? firstCounts : twiceRefused;
		return {...field, notes: [...field.notes, note]};
	}

	#endOfHead(): Part {
		const {answer = false, port = 'index', version = '1.0', method = ''} = this.#place ?? {};
		if (!answer)
			return says(
				'end of the request',
				'A blank line ends the head. A request has no body: this is all.',
				'RFC 900001, 3.1',
			);
		if (this.#isEmpty || method === 'HEAD')
			return says(
				'end of the answer',
				'A blank line ends the head. No bytes follow: this is all.',
				port === 'upload' ? 'RFC 900003, 2' : 'RFC 900002, 2.2',
			);
		if (port === 'upload') {
			return says(
				'the file follows',
				'A blank line ends the head. What follows is the document, byte for byte; it is not kept here.',
				version === '1.0' ? 'RFC 900001, 5.2' : 'RFC 900003, 2',
			);
		}
		if (version === '1.0')
			return says(
				'the records follow',
				'A blank line ends the head (1.0: no fields from the index). Records follow, if there are any.',
				'RFC 900001, 4.2',
			);
		if (method === 'WATCH')
			return says(
				'changes follow',
				'A blank line ends the head. What changes is told from here on, without end.',
				'RFC 900002, 5.2',
			);
		return says('the body follows', 'A blank line ends the head. Content-Length bytes follow.', 'RFC 900002, 2.2');
	}

	#body(raw: string): Part {
		const {version = '1.1', answer = true} = this.#place ?? {};
		if (!answer) return says('the next message', 'Sent without waiting for the answer.', 'RFC 900002, 2.1');
		if (raw === '') {
			return version === '1.0'
				? says('end of the records', 'A blank line ends the records, also where there are none.', 'RFC 900001, 4.2')
				: says('');
		}
		if (version === '1.0') {
			const found = explainDataLine(raw);
			if (found === undefined)
				return says('no record', 'Not understood as a record; receivers ignore it.', 'RFC 900001, 6.1');
			return this.#records++ === 0 ? found : {...found, notes: []};
		}
		const object = explainObject(raw, this.#objects > 0);
		if (object === undefined) return says('', 'Not understood as a JSON object.', 'RFC 900002, 2.2');
		this.#objects++;
		return object;
	}
}

/** A field that announces nothing. */
const noBody = /^content-length:[ \t]*0+[ \t]*$/i;

const safe = ({part, says: text, where}: Note): Note => ({part: printable(part), says: printable(text), where});

/** The longest part of a line that a note repeats. */
const mostOfPart = 40;

const short = (note: Note): Note => ({
	...note,
	part: note.part.length > mostOfPart ? `${note.part.slice(0, mostOfPart)}…` : note.part,
});

/** Explains a message. If only its beginning was kept, the last line says so. */
export function explain({text, bytes, request = ''}: Message): readonly ExplainedLine[] {
	const reading = new Reading(request);
	const lines = linesOf(text).map((line): ExplainedLine => {
		const {gloss, notes} = reading.line(line);
		const end = line.end === '\r\n' ? '␍␊' : line.end === '\n' ? '␊' : '';
		return {text: printable(line.raw) + end, gloss: printable(gloss), notes: notes.map(note => short(safe(note)))};
	});
	const isCut = text.endsWith('…') && bytes > text.length;
	if (isCut) return [...lines, remark(`The log keeps the beginning only, of ${count(bytes)} bytes.`)];
	return reading.lacksEnd ? [...lines, endMissing] : lines;
}

const remark = (text: string, where = ''): ExplainedLine => ({
	text: '',
	gloss: '',
	notes: [{part: '', says: text, where}],
});

const endMissing = remark(
	'No blank line ends it here. A request needs one: receivers wait 10 s for it, then they refuse the request.',
	'RFC 900001, 3.5',
);
