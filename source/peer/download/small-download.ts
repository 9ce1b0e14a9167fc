/** A document of less than 1 MiB: whole from one source, kept in memory until it is verified. */
import type {RfcRecord} from '../../protocol/message.ts';
import {FailureError} from '../../text/failures.ts';
import {writtenPart} from '../disk/part-file.ts';
import {askClassic} from './classic-source.ts';
import type {DownloadTask, Fetched} from './download-task.ts';
import {firstWhole} from './first-whole.ts';
import {askWhole} from './source-request.ts';
import {ClassicUploaderError} from './uploader-link.ts';

export type SmallExpected = {readonly digest: string; readonly bytes: number};

/** Makes one attempt. Rejects as `firstWhole` does. */
export function downloadSmall(task: DownloadTask, expected: SmallExpected): Promise<Fetched> {
	const {progress, tools} = task;
	progress.begin();
	return firstWhole(task, {
		holders: task.holders,
		joins: true,
		bytes: expected.bytes,
		ask: (holder, signal) => fetchWhole({task, holder, expected, signal}),
		take: async (bytes, holder) => {
			const saved = await save(task, expected, bytes);
			if (!saved) throw new FailureError({kind: 'wrong-bytes', rfc: task.rfc, from: holder.host});
			progress.cameFrom(holder, expected.bytes);
			return saved;
		},
		discard: bytes => tools.memory.giveBack(bytes),
	});
}

type FetchWhole = {
	readonly task: DownloadTask;
	readonly holder: RfcRecord;
	readonly expected: SmallExpected;
	readonly signal: AbortSignal;
};

async function fetchWhole({task, holder, expected, signal}: FetchWhole): Promise<Uint8Array> {
	const {progress} = task;
	const uploader = task.uploaderOf(holder);
	// Not returned to the pool on failure: bytes that wait for the pace may still be written to it.
	let document: Buffer | undefined;
	let filled = 0;
	const begin = () => progress.wholeFrom(holder, expected.bytes);
	const count = (bytes: number) => {
		uploader.countBytes(bytes);
		progress.addBytes(holder, bytes);
	};
	const take = (bytes: Uint8Array): void | Promise<void> =>
		task.intake.paced(bytes, piece => {
			document ??= task.tools.memory.take(expected.bytes);
			if (filled + piece.length > document.length) throw tooMuch(holder);
			// Between shared buffers `copy` is four times as fast as `set`.
			Buffer.from(piece.buffer, piece.byteOffset, piece.length).copy(document, filled);
			filled += piece.length;
			count(piece.length);
		});
	try {
		await askWhole({uploader, holder, expected, onStart: begin, onBytes: take, signal}, {encoded: true});
		return document ?? Buffer.alloc(0);
	} catch (error) {
		if (!(error instanceof ClassicUploaderError)) throw error;
	}
	const pieces: Buffer[] = [];
	const {prefix} = await askClassic(task, holder, {
		signal,
		begin,
		take: bytes =>
			task.intake.paced(bytes, piece => {
				pieces.push(Buffer.from(piece));
				count(piece.length);
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
		await library.downloads.make();
		const {target, temporary, taken} = library.downloads.placeFor(task.rfc);
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
