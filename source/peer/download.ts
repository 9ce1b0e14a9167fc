/**
 * One document, from the first question to the file under its name: for a peer's downloads and for one-shot commands.
 *
 *   small (declared, less than 1 MiB)  small-download    whole from one source, verified in memory
 *   large (declared)                   large-download    ranges from all holders, into a part that survives
 *   not declared                       stream-download   whole from one source, unverified or by its length
 */
import {ConnectError} from '../net/connect.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import type {Adoptable} from './adopt.ts';
import {backoff} from './backoff.ts';
import {DownloadProgress, type OnState} from './download-progress.ts';
import {DownloadTask, type DownloadTools, type Fetched, TryFailed} from './download-task.ts';
import {downloadLarge} from './large-download.ts';
import type {DownloadState, Verdict} from './peer-state.ts';
import {ResumablePart} from './resumable-part.ts';
import {mostRangeBytes} from './scheduler.ts';
import {downloadSmall} from './small-download.ts';
import type {Expected} from './source-request.ts';
import {downloadStream} from './stream-download.ts';

export type DownloadOrder = {
	readonly rfc: number;
	readonly title: string;
	/** Who is asked: holders of one version, or of none that is declared. The first one first, where one is enough. */
	readonly holders: readonly RfcRecord[];
	/** What the index says that the bytes are. */
	readonly expected: Expected;
	readonly signal: AbortSignal;
	/** Told when the state changes, and several times a second while bytes come. */
	readonly onState?: OnState | undefined;
	/** Told of each holder that failed, at once. */
	readonly onTrouble?: ((failure: Failure) => void) | undefined;
	/** Tries before it is given up; 3 unless said. */
	readonly tries?: number | undefined;
};

export type DownloadEnd = {
	readonly state: DownloadState;
	/** Names of those that bytes came from. */
	readonly from: readonly string[];
	/** The document that waits, where the state is `differs`; the caller replaces or discards it. */
	readonly waiting?: {readonly part: Adoptable; readonly verified: Verdict};
};

/** Downloads one document. Never rejects. The last state is told as the end, not to `onState`. */
export async function download(tools: DownloadTools, order: DownloadOrder): Promise<DownloadEnd> {
	const progress = new DownloadProgress(order.onState, order.expected.bytes);
	const task = new DownloadTask({...order, tools, progress});
	try {
		const fetched = await persistently(task, order.tries ?? 3);
		progress.stop();
		return await adopted(task, order, fetched);
	} catch (error) {
		progress.stop();
		return {state: failedState(task, error), from: progress.givers};
	}
}

/** Tries until it is there, waiting longer each time. Rejects with what ended it. */
async function persistently(task: DownloadTask, tries: number): Promise<Fetched> {
	for (let attempt = 0; ; ) {
		try {
			return await fetchOnce(task);
		} catch (error) {
			if (!(error instanceof TryFailed)) throw error;
			const {failure, again, afterMs} = error;
			// Who is only busy did not fail.
			if (afterMs === 0) attempt++;
			if (!again || attempt >= tries) throw new FailureError(failure, {cause: error});
			const ms = Math.max(afterMs, backoff(Math.max(0, attempt - 1), Math.random()));
			task.progress.state({kind: 'waiting', ...task.progress.reached, failure, retryAt: Date.now() + ms});
			await task.pause(ms);
		}
	}
}

function fetchOnce(task: DownloadTask): Promise<Fetched> {
	const {digest, bytes} = task.expected;
	if (digest === undefined || bytes === undefined) return downloadStream(task);
	return bytes < mostRangeBytes ? downloadSmall(task, {digest, bytes}) : downloadLarge(task, {digest, bytes});
}

async function adopted(task: DownloadTask, {rfc, title}: DownloadOrder, fetched: Fetched): Promise<DownloadEnd> {
	const {library} = task.tools;
	const from = task.progress.givers;
	const seconds = (performance.now() - task.progress.started) / 1000;
	if (fetched.kind === 'saved') {
		const {file, bytes, verified} = fetched;
		await library.took(rfc, title);
		return {state: {kind: 'done', bytes, seconds, file, verified}, from};
	}
	const {part, verified} = fetched;
	try {
		const {bytes} = part;
		const end = await library.adopt(rfc, part, title);
		const {file} = end;
		if (end.kind === 'differs') {
			const state = {kind: 'differs', bytes, existingBytes: end.existingBytes, file} as const;
			return {state, from, waiting: fetched};
		}
		if (part instanceof ResumablePart) await part.done();
		if (end.kind === 'already-here') return {state: {kind: 'already-here', bytes, file}, from};
		return {state: {kind: 'done', bytes, seconds, file, verified}, from};
	} catch (error) {
		// What was verified once is gone on with, when it can be.
		await (part instanceof ResumablePart ? part.leave() : part.discard());
		throw task.diskFailure(error);
	}
}

function failedState(task: DownloadTask, error: unknown): DownloadState {
	const {received} = task.progress;
	if (task.signal.aborted || (error instanceof ConnectError && error.reason === 'aborted')) {
		return {kind: 'cancelled', received};
	}
	const {failure} = error instanceof FailureError ? error : task.diskFailure(error);
	return {kind: 'failed', received, failure};
}
