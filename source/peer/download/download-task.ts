/** What all ways of downloading one document have in common. */

import {setTimeout as wait} from 'node:timers/promises';
import {ConnectError} from '../../net/connect.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {type Failure, FailureError} from '../../text/failures.ts';
import {placeKey} from '../../text/place-key.ts';
import type {Adoptable} from '../disk/adopt.ts';
import type {Disk} from '../disk/disk.ts';
import type {Library} from '../library/library.ts';
import type {Verdict} from '../peer-state.ts';
import type {BufferPool} from './buffer-pool.ts';
import type {DownloadProgress} from './download-progress.ts';
import type {FolderTrouble} from './folder-trouble.ts';
import {Intake} from './intake.ts';
import {type Holder, outlook, sourceFailure} from './source-failure.ts';
import type {Expected} from './source-request.ts';
import type {Uploader} from './uploader.ts';
import type {Uploaders, UploadersOptions} from './uploaders.ts';

/** What all downloads of a program share. */
export type DownloadTools = Pick<UploadersOptions, 'name' | 'os' | 'wire'> & {
	readonly library: Library;
	readonly uploaders: Uploaders;
	readonly disk: Disk;
	readonly memory: BufferPool;
	readonly trouble: FolderTrouble;
	/** Limit in bytes a second for each document; undefined is full speed. */
	readonly pace?: (() => number | undefined) | undefined;
	/**
	 * How long a holder may answer that it is busy while nothing of the document arrives, in ms; 5 minutes by default.
	 */
	readonly busyMs?: number | undefined;
};

const mostBusyMs = 5 * 60_000;

/** The result of a successful attempt. */
export type Fetched =
	/** It has its final name. */
	| {readonly kind: 'saved'; readonly file: string; readonly bytes: number; readonly verified: Verdict}
	/** It is complete and needs its final name. */
	| {readonly kind: 'complete'; readonly part: Adoptable; readonly verified: Verdict};

/** No holder could send the document in this attempt. */
export class TryFailed extends Error {
	override readonly name = 'TryFailed';
	readonly failure: Failure;
	/** Whether a later attempt may succeed, and when at the earliest. */
	readonly again: boolean;
	readonly afterMs: number;

	constructor(failure: Failure, {again, afterMs = 0}: {readonly again: boolean; readonly afterMs?: number}) {
		super('nobody could send it');
		this.failure = failure;
		this.again = again;
		this.afterMs = afterMs;
	}
}

/** The download of one document: who may be asked, and who failed how. */
export class DownloadTask {
	readonly tools: DownloadTools;
	readonly rfc: number;
	readonly expected: Expected;
	readonly progress: DownloadProgress;
	readonly signal: AbortSignal;
	readonly intake: Intake;
	readonly #holders: RfcRecord[];
	readonly #holderListeners = new Set<(holder: RfcRecord) => void>();
	readonly #onTrouble: ((failure: Failure) => void) | undefined;
	readonly #banned = new Map<string, Failure>();
	/** Failures of each holder. */
	readonly #failures = new Map<string, number>();
	/** For holders that have only answered that they are busy: since when, and the bytes received by then. */
	readonly #busy = new Map<string, {readonly since: number; readonly received: number}>();
	#last: Failure | undefined;

	constructor(task: {
		readonly tools: DownloadTools;
		readonly rfc: number;
		readonly holders: readonly RfcRecord[];
		readonly expected: Expected;
		readonly progress: DownloadProgress;
		readonly signal: AbortSignal;
		readonly onTrouble?: ((failure: Failure) => void) | undefined;
	}) {
		this.tools = task.tools;
		this.rfc = task.rfc;
		this.expected = task.expected;
		this.progress = task.progress;
		this.signal = task.signal;
		this.intake = new Intake(task.tools.pace, task.signal);
		this.#holders = [...task.holders];
		this.#onTrouble = task.onTrouble;
	}

	/** Holders that may still be asked. */
	get holders(): readonly RfcRecord[] {
		return this.#holders.filter(holder => !this.isDropped(holder));
	}

	/** Whether a holder is no longer asked for this document. */
	isDropped(holder: Holder): boolean {
		return this.#banned.has(placeKey(holder));
	}

	/** Adds a holder, unless it is already known, whatever became of it. */
	join(holder: RfcRecord): void {
		if (this.#holders.some(each => placeKey(each) === placeKey(holder))) return;
		this.#holders.push(holder);
		for (const listener of [...this.#holderListeners]) listener(holder);
	}

	/** Calls back for each holder that joins. Returns the function to unsubscribe. */
	onHolder(listener: (holder: RfcRecord) => void): () => void {
		this.#holderListeners.add(listener);
		return () => this.#holderListeners.delete(listener);
	}

	/** How often a holder failed for this document. */
	failuresOf(holder: Holder): number {
		return this.#failures.get(placeKey(holder)) ?? 0;
	}

	uploaderOf(holder: Holder): Uploader {
		return this.tools.uploaders.of(holder);
	}

	/**
	 * Records that a holder failed and returns the failure. Rethrows what no other holder could do better: an abort by
	 * the person, a full disk.
	 */
	failed(holder: Holder, error: unknown): Failure {
		if (this.signal.aborted) throw new ConnectError('aborted', {cause: error});
		const failure = sourceFailure(error, holder);
		if (!failure) throw this.diskFailure(error);
		if (outlook(failure) === 'stop') throw error;
		this.#last = failure;
		const key = placeKey(holder);
		this.#failures.set(key, this.failuresOf(holder) + 1);
		const busy = failure.kind === 'peer-busy' && !this.#isBusyForTooLong(key);
		if (failure.kind === 'peer-busy') this.uploaderOf(holder).busy(failure.seconds ?? 1);
		else if (outlook(failure) === 'again') this.uploaderOf(holder).trouble();
		if (!busy) this.#onTrouble?.(failure);
		if (!busy && (failure.kind === 'peer-busy' || outlook(failure) === 'never')) this.#banned.set(key, failure);
		this.progress.source(holder, this.isDropped(holder) ? 'dropped' : 'resting', failure);
		return failure;
	}

	/** A busy holder has not failed, but the wait for it must end. */
	#isBusyForTooLong(key: string): boolean {
		const {received} = this.progress;
		const now = performance.now();
		const known = this.#busy.get(key);
		if (known && known.received === received) return now - known.since > (this.tools.busyMs ?? mostBusyMs);
		this.#busy.set(key, {since: now, received});
		return false;
	}

	/** The error for an attempt in which every holder failed. */
	exhausted(): TryFailed {
		const {rfc} = this;
		const failure = this.#last;
		const names = [...new Set(this.#holders.map(({host}) => host))];
		const rest = Math.min(...this.holders.map(holder => this.uploaderOf(holder).busyFor));
		return new TryFailed(failure && this.#holders.length === 1 ? failure : {kind: 'nobody-holds', rfc, tried: names}, {
			again: this.holders.length > 0,
			...(Number.isFinite(rest) ? {afterMs: rest} : {}),
		});
	}

	/** `file`: what the error is about, where that is not the document. */
	diskFailure(error: unknown, file?: string): FailureError {
		const failure = this.tools.library.downloads.writeFailure(
			{rfc: this.rfc, from: this.#holders[0]?.host ?? '', file},
			error,
		);
		return new FailureError(failure, {cause: error});
	}

	/**
	 * Waits, but only until a holder joins. Rejects with a `ConnectError` of reason `aborted` when the person stops the
	 * download.
	 */
	async pauseForHolders(ms: number): Promise<void> {
		const joined = Promise.withResolvers<void>();
		const over = new AbortController();
		const stop = this.onHolder(() => joined.resolve());
		const signal = AbortSignal.any([this.signal, over.signal]);
		try {
			await Promise.race([joined.promise, wait(ms, undefined, {signal})]);
		} catch (error) {
			throw new ConnectError('aborted', {cause: error});
		} finally {
			stop();
			over.abort();
		}
	}
}
