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
import {askWhole} from './source-request.ts';
import {ClassicUploaderError} from './uploader.ts';

/**
 * Makes one attempt: asks each of the holders at most once. Rejects with a `TryFailed`, a `FailureError`, or a
 * `ConnectError`.
 */
export async function downloadStream(task: DownloadTask, holders = task.holders): Promise<Fetched> {
	task.progress.begin(0);
	for (const holder of holders) {
		if (task.uploaderOf(holder).busyFor > 0) continue;
		const attempt = new Attempt(task, holder);
		try {
			return await task.uploaderOf(holder).counting(0, () => attempt.run());
		} catch (error) {
			await attempt.discard();
			task.failed(holder, error);
		}
	}
	throw task.exhausted();
}

class Attempt {
	readonly #task: DownloadTask;
	readonly #holder: RfcRecord;
	#hash: Hash = createHash('sha256');
	#part: PartFile | undefined;
	/** The last write: writes wait for each other, and for the file to be created. */
	#writing: Promise<void> = Promise.resolve();

	constructor(task: DownloadTask, holder: RfcRecord) {
		this.#task = task;
		this.#holder = holder;
	}

	async run(): Promise<Fetched> {
		const verified = await this.#modern().catch((error: unknown) => {
			if (error instanceof ClassicUploaderError) return this.#classic();
			throw error;
		});
		await this.#writing;
		if (!this.#part) throw new Error('no data was begun');
		return {kind: 'complete', part: this.#part, verified};
	}

	async discard(): Promise<void> {
		await this.#writing.catch(() => {});
		await this.#part?.discard();
	}

	async #modern(): Promise<Verdict> {
		const {expected, signal} = this.#task;
		let announced: TransferHead | undefined;
		await askWhole(
			{
				...{uploader: this.#task.uploaderOf(this.#holder), holder: this.#holder, expected, signal},
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
		this.#task.progress.source(this.#holder, 'sending');
		this.#task.progress.dataStarted(0, total);
		await this.#write(async () => {
			this.#part = await this.#task.tools.library.newDownload(this.#task.rfc);
		});
	}

	#take(bytes: Uint8Array): Promise<void> {
		this.#writing = this.#writing.then(() => this.#task.paced(bytes, piece => this.#write(() => this.#put(piece))));
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

	async #write(work: () => Promise<void> | undefined): Promise<void> {
		try {
			await work();
		} catch (error) {
			throw this.#task.diskFailure(error);
		}
	}
}
