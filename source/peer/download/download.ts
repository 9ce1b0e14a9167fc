/**
 * One document, from the first question to the file under its name: for a peer's downloads and for one-shot commands.
 *
 *   small (declared, less than 1 MiB)  small-download    whole from one source, verified in memory
 *   large (declared)                   large-download    ranges from all holders, into a part that survives
 *   not declared                       stream-download   whole from one source, unverified or by its length
 */
import {ConnectError} from '../../net/connect.ts';
import {maxDocumentBytes, type RfcRecord} from '../../protocol/message.ts';
import {type Failure, FailureError} from '../../text/failures.ts';
import {backoff} from '../backoff.ts';
import type {Adoptable} from '../disk/adopt.ts';
import {ResumablePart} from '../disk/resumable-part.ts';
import type {DownloadSource, DownloadState, Verdict} from '../peer-state.ts';
import {DownloadProgress, type OnState} from './download-progress.ts';
import {DownloadTask, type DownloadTools, type Fetched, TryFailed} from './download-task.ts';
import {downloadLarge} from './large-download.ts';
import {downloadSmall} from './small-download.ts';
import type {Holder} from './source-failure.ts';
import type {Expected} from './source-request.ts';
import {mostRangeBytes} from './source-window.ts';
import {downloadStream} from './stream-download.ts';

export type DownloadOrder = {
	readonly rfc: number;
	readonly title: string;
	/** Holders of one version, or holders that declare none, in order of preference. */
	readonly holders: readonly RfcRecord[];
	/** Those who declare the same digest and another size, asked where it cannot be had from the holders. */
	readonly others?: readonly RfcRecord[] | undefined;
	/**
	 * Reports holders of the same version that join, or announce it again, while the download runs. Returns the
	 * function to unsubscribe.
	 */
	readonly onHolder?: ((listener: (holder: RfcRecord) => void) => () => void) | undefined;
	/** The declared size and digest, if any. */
	readonly expected: Expected;
	readonly signal: AbortSignal;
	/** Called when the state changes, and several times a second while bytes arrive. */
	readonly onState?: OnState | undefined;
	/** Called at once for each holder that failed. */
	readonly onTrouble?: ((failure: Failure) => void) | undefined;
	/** A holder that was asked before this began, and its error. */
	readonly before?: {readonly holder: Holder; readonly error: unknown} | undefined;
	/** Attempts before giving up; 3 by default. */
	readonly tries?: number | undefined;
};

export type DownloadEnd = {
	readonly state: DownloadState;
	/** Names of the holders that sent bytes. */
	readonly from: readonly string[];
	/** What each source sent in the end. */
	readonly sources: readonly DownloadSource[];
	/** The complete document, where the state is `differs`; the caller replaces the existing file or discards it. */
	readonly waiting?: {
		readonly part: Adoptable;
		readonly verified: Verdict;
		/** How long it took. */
		readonly seconds: number;
	};
};

/**
 * Downloads one document, unless none could be saved a moment ago. Never rejects. The final state is returned and not
 * passed to `onState`.
 */
export async function download(tools: DownloadTools, order: DownloadOrder): Promise<DownloadEnd> {
	const end = await downloadFrom(tools, order);
	const {rfc, others = [], expected} = order;
	if (end.state.kind !== 'failed' || others.length === 0) return end;
	const {digest} = expected;
	const last = await downloadFrom(tools, {...order, holders: others, expected: {digest}, before: undefined});
	if (last.state.kind === 'failed') return end;
	if (last.state.kind === 'done') await tools.library.downloads.discardUnfinished({rfc, ...(digest && {digest})});
	return last;
}

async function downloadFrom(tools: DownloadTools, order: DownloadOrder): Promise<DownloadEnd> {
	const trouble = tools.trouble.of(order.rfc, performance.now());
	if (trouble) return {state: {kind: 'failed', received: 0, failure: trouble}, from: [], sources: []};
	const progress = new DownloadProgress(order.onState, order.expected.bytes);
	const task = new DownloadTask({...order, tools, progress});
	const stop = order.onHolder?.(holder => task.join(holder));
	try {
		if (order.before) task.failed(order.before.holder, order.before.error);
		const fetched = await persistently(task, order.tries ?? 3);
		progress.stop();
		return {...(await adopted(task, order, fetched)), ...sent(progress)};
	} catch (error) {
		progress.stop();
		return {state: failedState(task, error), ...sent(progress)};
	} finally {
		stop?.();
	}
}

/** Who sent what, now that nobody sends any more. */
const sent = (progress: DownloadProgress): Pick<DownloadEnd, 'from' | 'sources'> => ({
	from: progress.senders,
	sources: progress.sources().map(source => (source.state === 'dropped' ? source : {...source, state: 'resting'})),
});

/** Retries until it succeeds, waiting longer each time. Rejects with the error that ended it. */
async function persistently(task: DownloadTask, tries: number): Promise<Fetched> {
	for (let attempt = 0; ; ) {
		try {
			return await fetchOnce(task);
		} catch (error) {
			if (!(error instanceof TryFailed)) throw error;
			const {failure, again, afterMs} = error;
			// A busy uploader does not count as a failed attempt.
			if (afterMs === 0) attempt++;
			if (!again || attempt >= tries) throw new FailureError(failure, {cause: error});
			const ms = Math.max(afterMs, backoff(Math.max(0, attempt - 1), Math.random()));
			task.progress.state({kind: 'waiting', ...task.progress.amounts, failure, retryAt: Date.now() + ms});
			await task.pauseForHolders(ms);
		}
	}
}

async function fetchOnce(task: DownloadTask): Promise<Fetched> {
	const {digest, bytes} = task.expected;
	// Nobody shares such a file: it would only fill the disk.
	if (bytes !== undefined && bytes > maxDocumentBytes) {
		const [from = ''] = task.holders.map(({host}) => host);
		throw new FailureError({kind: 'announced-too-large', rfc: task.rfc, from, bytes, limit: maxDocumentBytes});
	}
	if (digest === undefined || bytes === undefined) return downloadStream(task);
	return bytes < mostRangeBytes ? downloadSmall(task, {digest, bytes}) : downloadLarge(task, {digest, bytes});
}

async function adopted(
	task: DownloadTask,
	{rfc, title}: DownloadOrder,
	fetched: Fetched,
): Promise<Pick<DownloadEnd, 'state' | 'waiting'>> {
	const {library} = task.tools;
	const seconds = (performance.now() - task.progress.started) / 1000;
	if (fetched.kind === 'saved') {
		const {file, bytes, verified} = fetched;
		await library.downloads.added(rfc, title);
		return {state: {kind: 'done', bytes, seconds, file, verified}};
	}
	const {part, verified} = fetched;
	try {
		const {bytes} = part;
		const end = await library.downloads.adopt(rfc, part, title);
		const {file} = end;
		if (end.kind === 'differs') {
			const state = {kind: 'differs', bytes, existingBytes: end.existingBytes, file} as const;
			return {state, waiting: {part, verified, seconds}};
		}
		if (part instanceof ResumablePart) await part.done();
		if (end.kind === 'already-here') return {state: {kind: 'already-here', bytes, file}};
		const {before} = task.progress;
		const how = {...(before > 0 ? {before} : {}), ...(end.wasEmpty ? {wasEmpty: true} : {})};
		return {state: {kind: 'done', bytes, ...how, seconds, file, verified}};
	} catch (error) {
		// Keep verified bytes for a later attempt.
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
	task.tools.trouble.note(failure, performance.now());
	return {kind: 'failed', received, failure};
}
