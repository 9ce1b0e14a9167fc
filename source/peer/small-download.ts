/** A document of less than 1 MiB: whole from one source, in memory until it is verified; the next source when that fails. */
import type {RfcRecord} from '../protocol/message.ts';
import {FailureError} from '../text/failures.ts';
import {askClassic} from './classic-source.ts';
import type {DownloadTask, Fetched} from './download-task.ts';
import {writtenPart} from './part-file.ts';
import {askWhole} from './source-request.ts';
import {ClassicUploaderError, patienceMs, type Uploader} from './uploaders.ts';

export type SmallExpected = {readonly digest: string; readonly bytes: number};

/** One try: every holder is asked at most once. Rejects with a `TryFailed`, a `FailureError`, or a `ConnectError`. */
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

/** The one that will be soonest done with what it was asked for; undefined when all want to be left alone. */
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

/** As `fetchWhole`, but gives up a source that gives nothing as long as there is somebody else to ask. */
async function impatiently(fetch: FetchWhole, others: ReadonlySet<RfcRecord>): Promise<Uint8Array> {
	const {task, uploader, holder} = fetch;
	// Who waits for his own pace would wait for nobody.
	if (others.size === 0 || task.tools.pace?.() !== undefined) return fetchWhole(fetch, task.signal);
	const stop = new AbortController();
	const abort = () => stop.abort();
	task.signal.addEventListener('abort', abort, {once: true});
	let stalled = false;
	const patient = uploader.onStall(() => {
		stalled = true;
		stop.abort();
	});
	try {
		return await fetchWhole(fetch, stop.signal);
	} catch (error) {
		throw stalled ? silent(holder) : error;
	} finally {
		patient();
		task.signal.removeEventListener('abort', abort);
	}
}

const silent = ({rfc, host: from}: RfcRecord): FailureError =>
	new FailureError({kind: 'peer-silent', rfc, from, seconds: patienceMs / 1000, received: 0});

async function fetchWhole({task, holder, uploader, expected}: FetchWhole, signal: AbortSignal): Promise<Uint8Array> {
	const {progress} = task;
	// Not given back where it fails: bytes that wait for the pace may come into it yet.
	const document = task.tools.memory.take(expected.bytes);
	let filled = 0;
	const begin = () => progress.flows(0, expected.bytes);
	const take = (bytes: Uint8Array): void | Promise<void> =>
		task.paced(bytes, piece => {
			if (filled + piece.length > document.length) throw tooMuch(holder);
			// From shared memory to shared memory four times as quick as `set`.
			Buffer.from(piece.buffer, piece.byteOffset, piece.length).copy(document, filled);
			filled += piece.length;
			uploader.came(piece.length);
			progress.came(holder, piece.length);
		});
	try {
		await askWhole({uploader, holder, expected, onStart: begin, onBytes: take, signal}, {encoded: true});
		return document;
	} catch (error) {
		if (!(error instanceof ClassicUploaderError)) throw error;
	}
	const pieces: Buffer[] = [];
	const {prefix} = await askClassic(task, holder, {
		begin,
		take: bytes =>
			task.paced(bytes, piece => {
				pieces.push(Buffer.from(piece));
				progress.came(holder, piece.length);
			}),
	});
	return Buffer.concat([prefix, ...pieces]);
}

const tooMuch = ({rfc, host: from}: RfcRecord): FailureError =>
	new FailureError({kind: 'other-version', rfc, from, reason: 'it is longer'});

/** Writes it under its name, or, where something has that, beside it. Undefined when these are not the bytes. */
async function save(task: DownloadTask, {digest}: SmallExpected, bytes: Uint8Array): Promise<Fetched | undefined> {
	const {library, disk, memory} = task.tools;
	try {
		const {target, temporary, taken} = await library.placeFor(task.rfc);
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
