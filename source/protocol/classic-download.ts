/**
 * Bytes of a 1.0 answer to GET in, the document's bytes out, incrementally: the lenient reader of RFC 900001, section
 * 6.2. It never holds more than a head and the surplus.
 *
 *   status line -> fields -> data -> surplus -> over
 *        \             \       \---------\----> unverified (no length, or more bytes than announced: the close ends it)
 *         \-------------\--> failed (refused, or no P2P-CI)
 */
import {fieldName, followsField, knownFields, lengthField, longestName} from './download-fields.ts';
import {isSurplus, lineText, startsWithReturn} from './download-lines.ts';
import {defaultHeadLimits, type HeadLimits, parseField} from './head.ts';
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

export type DownloadEnd =
	/** `prefix` belongs before all data passed on; usually empty. Without `lengthChecked` there should be a warning. */
	| {readonly kind: 'complete'; readonly prefix: Uint8Array; readonly bytes: number; readonly lengthChecked: boolean}
	| {readonly kind: 'incomplete'; readonly received: number; readonly total?: number}
	/** The status line was an error. */
	| {readonly kind: 'refused'; readonly code: number; readonly phrase: string}
	| {readonly kind: 'garbage'; readonly reason: string};

const lineFeed = 10;
const nothing: Buffer = Buffer.alloc(0);

export class ClassicDownload {
	readonly #limits: HeadLimits;
	#head: DownloadHead | undefined;
	#failure: DownloadEnd | undefined;
	#phase: 'status' | 'fields' | 'data' | 'surplus' | 'unverified' = 'status';
	/** Bytes of the head that have not been parsed yet. */
	#pending = nothing;
	#text = '';
	/** How much of the text certainly belongs to the head: all but the lines in doubt. */
	#certainText = 0;
	#status: {readonly code: number; readonly phrase: string} = {code: 0, phrase: ''};
	#length: number | undefined;
	#lines = 0;
	/** Whether the lines end with LF CR, so that a CR follows the LF of the blank line. */
	#reversed = false;
	#headBytes = 0;
	/** Unknown fields and a blank line: part of the head, unless the byte count shows in the end that they are data. */
	#prefix: Buffer[] = [];
	#surplus = nothing;
	#given = 0;

	constructor(limits: HeadLimits = defaultHeadLimits) {
		this.#limits = limits;
	}

	/** The head, once its end is known. */
	get head(): DownloadHead | undefined {
		return this.#head;
	}

	/** Set as soon as nothing useful can follow. */
	get failure(): DownloadEnd | undefined {
		return this.#failure;
	}

	/** All announced bytes have arrived; anything that follows is surplus. */
	get satisfied(): boolean {
		return this.#phase === 'surplus';
	}

	/** Whether bytes and prefix together have the announced length: only then may silence count as the end. */
	get wholeWithPrefix(): boolean {
		const prefix = this.#prefix.reduce((sum, line) => sum + line.length, 0);
		return this.#phase === 'data' && prefix > 0 && this.#given + prefix === this.#length;
	}

	/** Takes bytes; returns the bytes of the document among them, as views of `bytes` where possible. */
	push(bytes: Uint8Array): readonly Uint8Array[] {
		if (this.#failure) return [];
		if (this.#head) return this.#data(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
		this.#pending = Buffer.concat([this.#pending, bytes]);
		this.#readHead();
		return this.#afterHead();
	}

	/** Bytes that were held back and turn out to be data when nothing more comes. To be called before `end`. */
	flush(): readonly Uint8Array[] {
		if (this.#failure || this.#phase !== 'fields') return [];
		this.#beginData(this.#pending.includes(lineFeed));
		return this.#afterHead();
	}

	/** The outcome if the connection was closed properly now, after `flush`. An error may lack even its line end. */
	end(): DownloadEnd {
		if (this.#failure) return this.#failure;
		if (!this.#head) {
			const status = parseClassicStatus(lineText(this.#pending));
			const refused = status !== undefined && status.code !== 200;
			return refused ? {kind: 'refused', ...status} : {kind: 'garbage', reason: 'no status line'};
		}
		const total = this.#length;
		if (this.#phase === 'unverified' || total === undefined) {
			return {kind: 'complete', prefix: nothing, bytes: this.#given, lengthChecked: false};
		}
		if (this.wholeWithPrefix) {
			return {kind: 'complete', prefix: Buffer.concat(this.#prefix), bytes: total, lengthChecked: true};
		}
		if (this.#given < total) return {kind: 'incomplete', received: this.#given, total};
		return {kind: 'complete', prefix: nothing, bytes: total, lengthChecked: true};
	}

	#readHead(): void {
		while (!this.#head && !this.#failure) {
			const end = this.#pending.indexOf(lineFeed);
			if (end < 0) break;
			const text = lineText(this.#pending.subarray(0, end));
			if (this.#phase === 'status') this.#takeStatus(text, end + 1);
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
			this.#failure = {kind: 'garbage', reason: 'no status line'};
			return;
		}
		this.#status = status;
		this.#phase = 'fields';
		if (status.code !== 200) {
			this.#finishHead(this.#text + this.#pending.toString('utf8'));
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
		this.#finishHead(this.#text);
		this.#phase = this.#length === undefined ? 'unverified' : this.#length === 0 ? 'surplus' : 'data';
	}

	#finishHead(text: string): void {
		this.#head = {...this.#status, ...(this.#length === undefined ? {} : {length: this.#length}), text};
	}

	#checkPartial(): void {
		const partial = this.#pending;
		if (this.#phase === 'status') {
			if (partial.length > this.#limits.startLine) this.#failure = {kind: 'garbage', reason: 'no status line'};
			return;
		}
		const name = partial.indexOf(':');
		const tooLong = name < 0 ? partial.length > longestName : partial.length > this.#limits.fieldLine;
		if (tooLong || name > longestName) this.#beginData(false);
	}

	#afterHead(): readonly Uint8Array[] {
		if (!this.#head || this.#failure) return [];
		const rest = this.#pending;
		this.#pending = nothing;
		return this.#data(rest);
	}

	#data(bytes: Buffer): readonly Uint8Array[] {
		if (bytes.length === 0) return [];
		if (this.#phase === 'unverified') return this.#give(bytes);
		const missing = (this.#length ?? 0) - this.#given;
		if (bytes.length < missing) return this.#give(bytes);
		const data = missing > 0 ? this.#give(bytes.subarray(0, missing)) : [];
		this.#phase = 'surplus';
		return [...data, ...this.#takeSurplus(bytes.subarray(missing))];
	}

	#takeSurplus(bytes: Buffer): readonly Uint8Array[] {
		if (bytes.length === 0) return [];
		this.#surplus = Buffer.concat([this.#surplus, bytes]);
		if (isSurplus(this.#surplus)) return [];
		this.#phase = 'unverified';
		const surplus = this.#surplus;
		this.#surplus = nothing;
		return this.#give(surplus);
	}

	#give(bytes: Buffer): readonly Uint8Array[] {
		this.#given += bytes.length;
		return [bytes];
	}

	#take(size: number): void {
		this.#text += this.#pending.toString('utf8', 0, size);
		this.#headBytes += size;
		this.#pending = this.#pending.subarray(size);
	}
}
