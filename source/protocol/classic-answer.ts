/**
 * Bytes in, answers of a P2P-CI/1.0 index server out, incrementally and liberally (RFC 900001, sections 4 and 6):
 *
 *   status line -> [blank line] -> data lines -> blank line: complete
 *   status line with another code than 200 -> blank line: complete
 *
 * Data lines may follow the status line at once, and heading lines may stand anywhere; an answer may also end by
 * close or silence: then call `end`.
 */
import {LineBuffer} from './line-buffer.ts';
import type {RfcRecord} from './message.ts';
import {parseClassicLine} from './records.ts';
import {parseClassicStatus} from './response-head.ts';

export type ClassicAnswer = {
	readonly code: number;
	readonly phrase: string;
	readonly records: readonly RfcRecord[];
	/** The beginning of the answer as received, at most `maxClassicText` characters. */
	readonly text: string;
	/** Size of the whole answer. */
	readonly bytes: number;
};

export type ClassicEvent =
	| {readonly kind: 'answer'; readonly answer: ClassicAnswer}
	| {readonly kind: 'garbage'; readonly text: string};

/** What the request tells about its answer. */
export type ClassicExpected = {
	/**
	 * Whether the answer may have any number of records, so that a blank line after a heading is not its end: records,
	 * or a second blank line, follow. Otherwise it has at most one record.
	 */
	readonly tabular: boolean;
	/** Where we are, as the one record of an answer about us says it: with this it is complete, also without a line end. */
	readonly own?: {readonly host: string; readonly port: number};
};

/** The longest accepted line; a title has at most 4,096 bytes. */
const maxLine = 16_384;
const maxClassicText = 16_384;
/** The largest accepted answer: a million records are some 60 MB. */
const maxAnswer = 64 * 1024 * 1024;
/** The least a line counts for: a short record takes more memory than its bytes. */
const leastLine = 32;

/** `blankEnds`: the next blank line is the end, not the one before the data lines. */
type Draft = {
	code: number;
	phrase: string;
	records: RfcRecord[];
	text: string;
	bytes: number;
	weight: number;
	blankEnds: boolean;
};

export class ClassicAnswerDecoder {
	#input = new LineBuffer();
	#draft: Draft | undefined;
	readonly #mostBytes: number;
	#expected: ClassicExpected = {tabular: true};
	/** This server was silent behind the status line of an answer with one record at most: it sends none. */
	#endsAtStatus = false;
	#dead = false;

	/** Accepts answers of up to `mostBytes`. */
	constructor(mostBytes = maxAnswer) {
		this.#mostBytes = mostBytes;
	}

	/**
	 * To be called before each request is sent; at first any number of records is expected. What came behind the answer
	 * before, padding or a closing line, is no part of the next one.
	 */
	expect(expected: ClassicExpected): void {
		this.#expected = expected;
		this.#input = new LineBuffer();
		this.#draft = undefined;
		this.#dead = false;
	}

	/** Whether an answer has begun that silence would complete. */
	get open(): boolean {
		return this.#draft !== undefined || (this.#input.begun && !this.#isCut(this.#input.partialLine));
	}

	push(bytes: Uint8Array): ClassicEvent[] {
		const events: ClassicEvent[] = [];
		if (this.#dead) return events;
		this.#input.push(bytes);
		for (;;) {
			const line = this.#input.line(maxLine);
			if (line === undefined) {
				const event = this.#endAtRecord();
				if (event) events.push(event);
				return events;
			}
			const event = line === 'too-long' ? this.#die('') : this.#take(line.text, line.ending);
			if (event) events.push(event);
			if (this.#dead) return events;
		}
	}

	/**
	 * Ends the answer, because of a close or silence. Returns what has arrived of it; undefined when none has begun, or only
	 * the status line of a list.
	 */
	end(): ClassicEvent | undefined {
		if (this.#dead) return undefined;
		const rest = this.#input.bytes(maxLine).toString('utf8');
		if (this.#isCut(rest)) return undefined;
		if (rest.trim() !== '') {
			const event = this.#take(rest, '');
			if (event) return event;
		}
		const draft = this.#draft;
		if (!draft) return undefined;
		this.#endsAtStatus ||= !this.#expected.tabular && draft.code === 200 && draft.records.length === 0;
		return this.#complete(draft);
	}

	/**
	 * Whether `text`, the beginning of a line, is all that came of a list: no empty one, since its server may hang. Errors,
	 * and answers to ADD, are all there without a line end, which some servers do not send.
	 */
	#isCut(text: string): boolean {
		return !this.#draft && this.#expected.tabular && parseClassicStatus(text)?.code === 200;
	}

	/**
	 * Many servers end an answer to ADD with its one record, without a blank line, some without any line end; waiting for
	 * it would take 2 s each time. Some send the status line alone: there only the first answer takes so long.
	 */
	#endAtRecord(): ClassicEvent | undefined {
		const draft = this.#draft;
		const {tabular, own} = this.#expected;
		if (!draft || tabular || draft.code !== 200) return undefined;
		if (!this.#input.begun) return draft.records.length > 0 || this.#endsAtStatus ? this.#complete(draft) : undefined;
		const record = own && parseClassicLine(this.#input.partialLine);
		return record && record.host === own.host && record.port === own.port ? this.end() : undefined;
	}

	#take(text: string, ending: string): ClassicEvent | undefined {
		const draft = this.#draft;
		if (!draft) return this.#begin(text, ending);
		this.#count(draft, text + ending);
		if (draft.weight > this.#mostBytes) return this.#die(draft.text);
		if (text.trim() === '') {
			if (draft.blankEnds) return this.#complete(draft);
			draft.blankEnds = true;
			return undefined;
		}
		if (draft.code !== 200) return undefined;
		const record = parseClassicLine(text);
		if (record) draft.records.push(record);
		draft.blankEnds = draft.records.length > 0 || !this.#expected.tabular;
		return undefined;
	}

	#begin(text: string, ending: string): ClassicEvent | undefined {
		if (text.trim() === '') return undefined;
		const status = parseClassicStatus(text);
		// A record behind an answer that was taken for complete belongs to that.
		if (!status && this.#endsAtStatus && parseClassicLine(text)) return undefined;
		if (!status) return this.#die(text);
		const {code, phrase} = status;
		// The blank line directly after a successful status line is not the end.
		this.#draft = {code, phrase, records: [], text: '', bytes: 0, weight: 0, blankEnds: code !== 200};
		this.#count(this.#draft, text + ending);
		return undefined;
	}

	#count(draft: Draft, text: string): void {
		const bytes = Buffer.byteLength(text);
		draft.bytes += bytes;
		draft.weight += Math.max(bytes, leastLine);
		if (draft.text.length < maxClassicText) draft.text += text;
	}

	#complete({code, phrase, records, text, bytes}: Draft): ClassicEvent {
		this.#draft = undefined;
		return {kind: 'answer', answer: {code, phrase, records, text, bytes}};
	}

	#die(text: string): ClassicEvent {
		this.#dead = true;
		return {kind: 'garbage', text};
	}
}
