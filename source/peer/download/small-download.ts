/**
 * A document of less than 1 MiB: whole from one source, kept in memory until it is verified; from the next source
 * when that fails.
 */
import type {RfcRecord} from '../../protocol/message.ts';
import {FailureError} from '../../text/failures.ts';
import {writtenPart} from '../disk/part-file.ts';
import {askClassic} from './classic-source.ts';
import type {DownloadTask, Fetched} from './download-task.ts';
import {askWhole} from './source-request.ts';
import {ClassicUploaderError, patienceMs, type Stall, type Uploader} from './uploader.ts';

export type SmallExpected = {readonly digest: string; readonly bytes: number};

/**
 * Makes one attempt: asks every holder at most once. Rejects with a `TryFailed`, a `FailureError`, or a
 * `ConnectError`.
 */
export async function downloadSmall(task: DownloadTask, expected: SmallExpected): Promise<Fetched> {
	const left = new Set(task.holders);
	task.progress.begin(0);
	while (left.size > 0) {
		const holder = leastBusy(task, left);
		if (!holder) break;
		left.delete(holder);
		try {
			const uploader = task.uploaderOf(holder);
			const bytes = await uploader.counting(expected.bytes, () =>
				impatiently({task, holder, uploader, expected}, left),
			);
			const saved = await save(task, expected, bytes);
			if (saved) return saved;
			throw new FailureError({kind: 'wrong-bytes', rfc: task.rfc, from: holder.host});
		} catch (error) {
			task.failed(holder, error);
		}
	}
	throw task.exhausted();
}

/** The holder with the shortest queue; undefined when all of them asked for a rest. */
function leastBusy(task: DownloadTask, holders: ReadonlySet<RfcRecord>): RfcRecord | undefined {
	let best: RfcRecord | undefined;
	let least = Number.POSITIVE_INFINITY;
	for (const holder of holders) {
		const uploader = task.uploaderOf(holder);
		if (uploader.busyFor > 0) continue;
		const queue = uploader.queue;
		if (queue < least) [best, least] = [holder, queue];
	}
	return best;
}

type FetchWhole = {
	readonly task: DownloadTask;
	readonly holder: RfcRecord;
	readonly uploader: Uploader;
	readonly expected: SmallExpected;
};

/** As `fetchWhole`, but gives up a silent source as long as there is another holder to ask. */
async function impatiently(fetch: FetchWhole, others: ReadonlySet<RfcRecord>): Promise<Uint8Array> {
	const {task, uploader, holder} = fetch;
	// With a pace limit, silence may be our own doing.
	if (others.size === 0 || task.tools.pace?.() !== undefined) return fetchWhole(fetch, task.signal);
	const stop = new AbortController();
	const abort = () => stop.abort();
	task.signal.addEventListener('abort', abort, {once: true});
	let stalled: Stall | undefined;
	const patient = uploader.onStall(how => {
		stalled = how;
		stop.abort();
	});
	try {
		return await fetchWhole(fetch, stop.signal);
	} catch (error) {
		throw stalled ? stalling(holder, stalled) : error;
	} finally {
		patient();
		task.signal.removeEventListener('abort', abort);
	}
}

const stalling = ({rfc, host: from}: RfcRecord, kind: Stall): FailureError =>
	new FailureError({kind, rfc, from, seconds: patienceMs / 1000, received: 0});

async function fetchWhole({task, holder, uploader, expected}: FetchWhole, signal: AbortSignal): Promise<Uint8Array> {
	const {progress} = task;
	// Not returned to the pool on failure: bytes that wait for the pace may still be written to it.
	const document = task.tools.memory.take(expected.bytes);
	let filled = 0;
	const begin = () => {
		progress.source(holder, 'sending');
		progress.dataStarted(0, expected.bytes);
	};
	const take = (bytes: Uint8Array): void | Promise<void> =>
		task.paced(bytes, piece => {
			if (filled + piece.length > document.length) throw tooMuch(holder);
			// Between shared buffers `copy` is four times as fast as `set`.
			Buffer.from(piece.buffer, piece.byteOffset, piece.length).copy(document, filled);
			filled += piece.length;
			uploader.countBytes(piece.length);
			progress.addBytes(holder, piece.length);
		});
	try {
		await askWhole({uploader, holder, expected, onStart: begin, onBytes: take, signal}, {encoded: true});
		return document;
	} catch (error) {
		if (!(error instanceof ClassicUploaderError)) throw error;
	}
	const pieces: Buffer[] = [];
	const {prefix} = await askClassic(task, holder, {
		signal,
		begin,
		take: bytes =>
			task.paced(bytes, piece => {
				pieces.push(Buffer.from(piece));
				uploader.countBytes(piece.length);
				progress.addBytes(holder, piece.length);
			}),
	});
	return Buffer.concat([prefix, ...pieces]);
}

const tooMuch = ({rfc, host: from}: RfcRecord): FailureError =>
	new FailureError({kind: 'other-version', rfc, from, reason: 'it is longer'});

/** Writes it under its final name, or under a temporary one if that exists. Undefined when the digest is wrong. */
async function save(task: DownloadTask, {digest}: SmallExpected, bytes: Uint8Array): Promise<Fetched | undefined> {
	const {library, disk, memory} = task.tools;
	try {
		await library.makeDownloads();
		const {target, temporary, taken} = library.placeFor(task.rfc);
		const size = bytes.length;
		const order = {temporary, target: taken ? undefined : target, bytes, digest};
		const end = await disk.do('save', order);
		if (end === 'wrong') return undefined;
		if (end === 'saved') return {kind: 'saved', file: target, bytes: size, verified: 'digest'};
		return {kind: 'complete', part: writtenPart(temporary, size), verified: 'digest'};
	} catch (error) {
		throw task.diskFailure(error);
	} finally {
		memory.giveBack(bytes);
	}
}
