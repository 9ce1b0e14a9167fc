/**
 * The head of a 1.0 answer to GET, incrementally, as lenient as RFC 900001, section 6.2, asks. Where it ends is in doubt
 * without a blank line, or where unknown fields may be data.
 */
import {fieldName, followsField, knownFields, lengthField, longestName} from './download-fields.ts';
import {lineText, startsWithReturn} from './download-lines.ts';
import {type HeadLimits, parseField} from './head.ts';
import {decimal} from './numbers.ts';
import {parseClassicStatus} from './response-head.ts';

export type DownloadHead = {
	readonly code: number;
	readonly phrase: string;
	/** The announced length; absent when there was none, or it was not a number. */
	readonly length?: number;
	/** The head as received, line ends included. */
	readonly text: string;
};

/** Why nothing useful can follow: the status line was an error, or is none. */
export type HeadFailure =
	| {readonly kind: 'refused'; readonly code: number; readonly phrase: string}
	| {readonly kind: 'garbage'; readonly reason: string};

const lineFeed = 10;
const nothing: Buffer = Buffer.alloc(0);
const noStatus: HeadFailure = {kind: 'garbage', reason: 'no status line'};

export class DownloadHeadReader {
	readonly #limits: HeadLimits;
	#head: DownloadHead | undefined;
	#failure: HeadFailure | undefined;
	/** Bytes that have not been parsed yet. */
	#pending = nothing;
	#text = '';
	/** How much of the text certainly belongs to the head: all but the lines in doubt. */
	#certainText = 0;
	#status: {readonly code: number; readonly phrase: string} | undefined;
	#length: number | undefined;
	#lines = 0;
	/** Whether the lines end with LF CR, so that a CR follows the LF of the blank line. */
	#reversed = false;
	#headBytes = 0;
	/** Unknown fields and a blank line: part of the head, unless the byte count shows in the end that they are data. */
	#prefix: Buffer[] = [];

	constructor(limits: HeadLimits) {
		this.#limits = limits;
	}

	/** The head, once its end is known. */
	get head(): DownloadHead | undefined {
		return this.#head;
	}

	/** Set as soon as nothing useful can follow. */
	get failure(): HeadFailure | undefined {
		return this.#failure;
	}

	/** What belongs before the data if their length is right only with it. */
	get prefix(): readonly Buffer[] {
		return this.#prefix;
	}

	/** Hands over what came behind the head. */
	takeRest(): Buffer {
		const rest = this.#pending;
		this.#pending = nothing;
		return rest;
	}

	/** Takes bytes, until the end of the head is known. */
	push(bytes: Uint8Array): void {
		this.#pending = Buffer.concat([this.#pending, bytes]);
		this.#read();
	}

	/** Nothing more comes: what was held back is data. */
	flush(): void {
		if (this.#status) this.#beginData(this.#pending.includes(lineFeed));
	}

	/** The failure if nothing more comes and there is no head. An error may lack even its line end. */
	end(): HeadFailure {
		const status = parseClassicStatus(lineText(this.#pending));
		return status !== undefined && status.code !== 200 ? {kind: 'refused', ...status} : noStatus;
	}

	#read(): void {
		while (!this.#head && !this.#failure) {
			const end = this.#pending.indexOf(lineFeed);
			if (end < 0) break;
			const text = lineText(this.#pending.subarray(0, end));
			if (!this.#status) this.#takeStatus(text, end + 1);
			else if (text !== '') this.#takeLine(text, end + 1);
			else if (!this.#takeBlank(end + 1)) return;
		}
		if (!this.#head && !this.#failure) this.#checkPartial();
	}

	#takeStatus(text: string, size: number): void {
		if (text === '' && this.#headBytes + size <= this.#limits.head) {
			this.#take(size);
			return;
		}
		const status = text.length <= this.#limits.startLine ? parseClassicStatus(text) : undefined;
		if (!status) {
			this.#failure = noStatus;
			return;
		}
		this.#status = status;
		if (status.code !== 200) {
			this.#finish(this.#text + this.#pending.toString('utf8'));
			this.#failure = {kind: 'refused', ...status};
			return;
		}
		this.#take(size);
		this.#certainText = this.#text.length;
	}

	#takeLine(text: string, size: number): void {
		const line = this.#pending.subarray(0, size);
		const field = size <= this.#limits.fieldLine ? parseField(text) : undefined;
		const name = field?.[0] ?? '';
		const full = this.#headBytes + size > this.#limits.head || this.#lines >= this.#limits.fields;
		if (field === undefined || full || (!knownFields.test(name) && !fieldName.test(name))) {
			this.#beginData(false);
			return;
		}
		// A known field after unknown ones shows that those were fields too.
		if (knownFields.test(name)) this.#prefix = [];
		else this.#prefix.push(Buffer.from(line));
		if (lengthField.test(name)) this.#length ??= decimal(field[1]);
		this.#lines++;
		this.#reversed = startsWithReturn(line);
		this.#take(size);
		if (this.#prefix.length === 0) this.#certainText = this.#text.length;
	}

	/**
	 * Some dates bring a line end, and some write one behind the status line, so that fields follow the blank line. False
	 * while that is undecided.
	 */
	#takeBlank(size: number): boolean {
		if (this.#reversed && this.#pending.length === size) return false;
		const more = this.#length === undefined && followsField(this.#pending.subarray(size));
		if (more) this.#take(size);
		else if (more === false) this.#beginData(true);
		return more !== undefined;
	}

	/** Ends the head: after a blank line, or before a line that is data. */
	#beginData(blankLine: boolean): void {
		const doubtful = this.#prefix;
		this.#prefix = [];
		if (!blankLine || (doubtful.length > 0 && this.#length === undefined)) {
			// The first line that is not a known field begins the data.
			this.#pending = Buffer.concat([...doubtful, this.#pending]);
			this.#text = this.#text.slice(0, this.#certainText);
		} else {
			const end = this.#pending.indexOf(lineFeed) + 1;
			const size = this.#reversed && startsWithReturn(this.#pending.subarray(end)) ? end + 1 : end;
			this.#prefix = [...doubtful, Buffer.from(this.#pending.subarray(0, size))];
			this.#take(size);
		}
		this.#finish(this.#text);
	}

	#finish(text: string): void {
		if (!this.#status) return;
		this.#head = {...this.#status, ...(this.#length === undefined ? {} : {length: this.#length}), text};
	}

	#checkPartial(): void {
		const partial = this.#pending;
		if (!this.#status) {
			if (partial.length > this.#limits.startLine) this.#failure = noStatus;
			return;
		}
		const name = partial.indexOf(':');
		const tooLong = name < 0 ? partial.length > longestName : partial.length > this.#limits.fieldLine;
		if (tooLong || name > longestName) this.#beginData(false);
	}

	#take(size: number): void {
		this.#text += this.#pending.toString('utf8', 0, size);
		this.#headBytes += size;
		this.#pending = this.#pending.subarray(size);
	}
}
