/**
 * A document without a declared digest or length: whole from one source into a file, from the start at each attempt.
 */
import {createHash, type Hash} from 'node:crypto';
import type {RfcRecord} from '../../protocol/message.ts';
import type {TransferHead} from '../../protocol/transfer-head.ts';
import {digestFrom} from '../../protocol/values.ts';
import {FailureError} from '../../text/failures.ts';
import type {PartFile} from '../disk/part-file.ts';
import type {Verdict} from '../peer-state.ts';
import {askClassic} from './classic-source.ts';
import type {DownloadTask, Fetched} from './download-task.ts';
import {firstWhole} from './first-whole.ts';
import {askWhole} from './source-request.ts';
import {ClassicUploaderError} from './uploader-link.ts';

/** Makes one attempt, with all holders or only this one. Rejects as `firstWhole` does. */
export function downloadStream(task: DownloadTask, only?: RfcRecord): Promise<Fetched> {
	task.progress.begin();
	return firstWhole(task, {
		holders: only ? [only] : task.holders,
		joins: !only,
		bytes: 0,
		ask: (holder, signal) => new Attempt(task, holder, signal).run(),
		take: async (fetched, holder) => {
			task.progress.cameFrom(holder, fetched.part.bytes);
			return fetched;
		},
		discard: ({part}) => part.discard().catch(() => {}),
	});
}

type FetchedPart = Extract<Fetched, {readonly kind: 'complete'}>;

class Attempt {
	readonly #task: DownloadTask;
	readonly #holder: RfcRecord;
	readonly #signal: AbortSignal;
	#hash: Hash = createHash('sha256');
	#part: PartFile | undefined;
	/** The last write: writes wait for each other, and for the file to be created. */
	#writing: Promise<void> = Promise.resolve();

	constructor(task: DownloadTask, holder: RfcRecord, signal: AbortSignal) {
		this.#task = task;
		this.#holder = holder;
		this.#signal = signal;
	}

	async run(): Promise<FetchedPart> {
		try {
			return await this.#run();
		} catch (error) {
			await this.#writing.catch(() => {});
			await this.#part?.discard();
			throw error;
		}
	}

	async #run(): Promise<FetchedPart> {
		const verified = await this.#modern().catch((error: unknown) => {
			if (error instanceof ClassicUploaderError) return this.#classic();
			throw error;
		});
		await this.#writing;
		if (!this.#part) throw new Error('no data was begun');
		return {kind: 'complete', part: this.#part, verified};
	}

	async #modern(): Promise<Verdict> {
		const {expected} = this.#task;
		const signal = this.#signal;
		let announced: TransferHead | undefined;
		await askWhole(
			{
				uploader: this.#task.uploaderOf(this.#holder),
				holder: this.#holder,
				expected,
				signal,
				onStart: (head, total) => {
					announced = head;
					this.#writing = this.#begin(total);
					this.#writing.catch(() => {});
				},
				onBytes: bytes => this.#take(bytes),
			},
			{encoded: false},
		);
		// For an empty document no write has waited for the file.
		await this.#writing;
		return this.#verdict(expected.digest ?? announced?.digest, true);
	}

	async #classic(): Promise<Verdict> {
		const {prefix, lengthChecked} = await askClassic(this.#task, this.#holder, {
			signal: this.#signal,
			begin: total => this.#begin(total),
			take: bytes => this.#take(bytes),
		});
		if (prefix.length > 0) await this.#write(() => this.#begunWith(prefix));
		return this.#verdict(this.#task.expected.digest, lengthChecked);
	}

	#verdict(digest: string | undefined, lengthChecked: boolean): Verdict {
		if (digest !== undefined && digest !== digestFrom(this.#hash.digest('base64'))) throw this.#wrong();
		// A digest that only the source declares proves no more than that the bytes arrived intact.
		if (this.#task.expected.digest !== undefined) return 'digest';
		return lengthChecked ? 'length' : 'none';
	}

	#wrong(): FailureError {
		return new FailureError({kind: 'wrong-bytes', rfc: this.#task.rfc, from: this.#holder.host});
	}

	async #begin(total: number | undefined): Promise<void> {
		this.#task.progress.wholeFrom(this.#holder, total);
		await this.#write(async () => {
			this.#part = await this.#task.tools.library.downloads.newPart(this.#task.rfc);
		});
	}

	#take(bytes: Uint8Array): Promise<void> {
		this.#writing = this.#writing.then(() =>
			this.#task.intake.paced(bytes, piece => this.#write(() => this.#put(piece))),
		);
		this.#writing.catch(() => {});
		return this.#writing;
	}

	async #put(piece: Uint8Array): Promise<void> {
		await this.#part?.write(piece);
		this.#hash.update(piece);
		this.#task.uploaderOf(this.#holder).countBytes(piece.length);
		this.#task.progress.addBytes(this.#holder, piece.length);
	}

	/** Bytes of the head turned out to belong to the document. */
	async #begunWith(prefix: Uint8Array): Promise<void> {
		await this.#part?.prepend(prefix);
		this.#hash = createHash('sha256');
		for await (const piece of this.#part?.read() ?? []) this.#hash.update(piece);
	}

	async #write(work: () => Promise<void>): Promise<void> {
		try {
			await this.#task.intake.delay.during(work);
		} catch (error) {
			throw this.#task.diskFailure(error);
		}
	}
}
