/**
 * Bytes in, answers of a P2P-CI/1.0 index server out, incrementally and liberally (PROTOCOL.md 2 and 3, "Other parties"):
 *
 *   status line -> [blank line] -> data lines -> blank line: complete
 *   status line with another code than 200 -> blank line: complete
 *
 * Data lines may follow the status line at once; an answer may also end by close or silence: then call `end`.
 */
import {LineBuffer} from './line-buffer.ts';
import type {RfcRecord} from './message.ts';
import {parseClassicLine} from './records.ts';
import {parseStatusLine} from './response-head.ts';

export type ClassicAnswer = {
	readonly code: number;
	readonly phrase: string;
	readonly records: readonly RfcRecord[];
	/** The beginning of the answer as it was on the wire, at most `maxClassicText` characters. */
	readonly text: string;
	/** Bytes of the whole answer. */
	readonly bytes: number;
};

export type ClassicEvent =
	| {readonly kind: 'answer'; readonly answer: ClassicAnswer}
	| {readonly kind: 'garbage'; readonly text: string};

/** Longest line taken; a title has at most 4,096 bytes. */
const maxLine = 16_384;
export const maxClassicText = 16_384;

type Draft = {code: number; phrase: string; records: RfcRecord[]; text: string; bytes: number; lines: number};

export class ClassicAnswerDecoder {
	readonly #input = new LineBuffer();
	#draft: Draft | undefined;
	#dead = false;

	/** Whether an answer has begun and is not complete. */
	get open(): boolean {
		return this.#draft !== undefined;
	}

	push(bytes: Uint8Array): ClassicEvent[] {
		const events: ClassicEvent[] = [];
		if (this.#dead) return events;
		this.#input.push(bytes);
		for (;;) {
			const line = this.#input.line(maxLine);
			if (line === undefined) return events;
			const event = line === 'too-long' ? this.#die('') : this.#take(line.text, line.ending);
			if (event) events.push(event);
			if (this.#dead) return events;
		}
	}

	/** The answer ends here, by close or by silence. Gives what has come of it; undefined when none has begun. */
	end(): ClassicEvent | undefined {
		if (this.#dead) return undefined;
		const rest = this.#input.bytes(maxLine).toString('utf8');
		if (rest.trim() !== '') {
			const event = this.#take(rest, '');
			if (event) return event;
		}
		return this.#draft ? this.#complete(this.#draft) : undefined;
	}

	#take(text: string, ending: string): ClassicEvent | undefined {
		const draft = this.#draft;
		if (!draft) return this.#begin(text, ending);
		this.#count(draft, text + ending);
		draft.lines++;
		if (text.trim() !== '') {
			const record = draft.code === 200 ? parseClassicLine(text) : undefined;
			if (record) draft.records.push(record);
			return undefined;
		}
		// The blank line right after the status line of a success is not the end: data lines, or a second one, follow.
		return draft.code === 200 && draft.lines === 1 ? undefined : this.#complete(draft);
	}

	#begin(text: string, ending: string): ClassicEvent | undefined {
		if (text.trim() === '') return undefined;
		const status = parseStatusLine(text);
		if (!status) return this.#die(text);
		this.#draft = {code: status.code, phrase: status.phrase, records: [], text: '', bytes: 0, lines: 0};
		this.#count(this.#draft, text + ending);
		return undefined;
	}

	#count(draft: Draft, text: string): void {
		draft.bytes += Buffer.byteLength(text);
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
