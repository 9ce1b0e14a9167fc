/**
 * Bytes of a 1.0 answer to GET in, the document's bytes out, incrementally: the lenient reader of RFC 900001, section
 * 6.2. It never holds more than a head and the surplus.
 *
 *   head -> data -> surplus -> over
 *     \       \---------\----> unverified (no length, or more bytes than announced: the close ends it)
 *      \----> failed (refused, or no P2P-CI)
 */
import {type DownloadHead, DownloadHeadReader, type HeadFailure} from './download-head.ts';
import {isSurplus} from './download-lines.ts';
import {defaultHeadLimits, type HeadLimits} from './head.ts';

export type DownloadEnd =
	/** `prefix` belongs before all data passed on; usually empty. Without `lengthChecked` there should be a warning. */
	| {readonly kind: 'complete'; readonly prefix: Uint8Array; readonly bytes: number; readonly lengthChecked: boolean}
	| {readonly kind: 'incomplete'; readonly received: number; readonly total?: number}
	| HeadFailure;

const nothing: Buffer = Buffer.alloc(0);

export class ClassicDownload {
	readonly #reader: DownloadHeadReader;
	#phase: 'head' | 'data' | 'surplus' | 'unverified' = 'head';
	#surplus = nothing;
	#given = 0;

	constructor(limits: HeadLimits = defaultHeadLimits) {
		this.#reader = new DownloadHeadReader(limits);
	}

	/** The head, once its end is known. */
	get head(): DownloadHead | undefined {
		return this.#reader.head;
	}

	/** Set as soon as nothing useful can follow. */
	get failure(): HeadFailure | undefined {
		return this.#reader.failure;
	}

	/** All announced bytes have arrived; anything that follows is surplus. */
	get satisfied(): boolean {
		return this.#phase === 'surplus';
	}

	/** Whether bytes and prefix together have the announced length: only then may silence count as the end. */
	get wholeWithPrefix(): boolean {
		const prefix = this.#reader.prefix.reduce((sum, line) => sum + line.length, 0);
		return this.#phase === 'data' && prefix > 0 && this.#given + prefix === this.head?.length;
	}

	/** Takes bytes; returns the bytes of the document among them, as views of `bytes` where possible. */
	push(bytes: Uint8Array): readonly Uint8Array[] {
		if (this.failure) return [];
		if (this.#phase !== 'head') return this.#data(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
		this.#reader.push(bytes);
		return this.#afterHead();
	}

	/** Bytes that were held back and turn out to be data when nothing more comes. To be called before `end`. */
	flush(): readonly Uint8Array[] {
		if (this.failure || this.#phase !== 'head') return [];
		this.#reader.flush();
		return this.#afterHead();
	}

	/** The outcome if the connection was closed properly now, after `flush`. */
	end(): DownloadEnd {
		if (this.failure) return this.failure;
		if (!this.head) return this.#reader.end();
		const total = this.head.length;
		if (this.#phase === 'unverified' || total === undefined) {
			return {kind: 'complete', prefix: nothing, bytes: this.#given, lengthChecked: false};
		}
		if (this.wholeWithPrefix) {
			return {kind: 'complete', prefix: Buffer.concat(this.#reader.prefix), bytes: total, lengthChecked: true};
		}
		if (this.#given < total) return {kind: 'incomplete', received: this.#given, total};
		return {kind: 'complete', prefix: nothing, bytes: total, lengthChecked: true};
	}

	#afterHead(): readonly Uint8Array[] {
		if (!this.head || this.failure) return [];
		const {length} = this.head;
		this.#phase = length === undefined ? 'unverified' : length === 0 ? 'surplus' : 'data';
		return this.#data(this.#reader.takeRest());
	}

	#data(bytes: Buffer): readonly Uint8Array[] {
		if (bytes.length === 0) return [];
		if (this.#phase === 'unverified') return this.#give(bytes);
		const missing = (this.head?.length ?? 0) - this.#given;
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
}
