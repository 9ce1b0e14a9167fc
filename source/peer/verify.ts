/**
 * Who lied: a document is whole, and its digest is wrong. It is fetched whole from one holder after another until the
 * digest is right; whose ranges differ from that has sent wrong bytes (PROTOCOL.md 4).
 */
import type {RfcRecord} from '../protocol/message.ts';
import {FailureError} from '../text/failures.ts';
import {keyOf} from './download-progress.ts';
import {type DownloadTask, type Fetched, TryFailed} from './download-task.ts';
import {type RangeSet, size} from './range-set.ts';
import type {ResumablePart} from './resumable-part.ts';
import {downloadStream} from './stream-download.ts';

/** Which bytes of the part a holder gave. */
export type Giver = {readonly holder: RfcRecord; readonly ranges: RangeSet};

/**
 * Drops the liars, who are told of as failures. Gives the right document, when a holder could send it. Rejects as
 * `downloadStream` does, but for a `TryFailed`.
 */
export async function findLiars(
	task: DownloadTask,
	part: ResumablePart,
	givers: readonly Giver[],
): Promise<Fetched | undefined> {
	const [only, ...others] = givers.filter(({ranges}) => ranges.length > 0);
	if (only && others.length === 0) {
		blame(task, only.holder);
		return undefined;
	}
	const gave = (holder: RfcRecord): number =>
		size(givers.find(giver => keyOf(giver.holder) === keyOf(holder))?.ranges ?? []);
	// Those that it can be had from: who failed less, then who gave more.
	const likely = task.holders.toSorted(
		(one, other) => task.failuresOf(one) - task.failuresOf(other) || gave(other) - gave(one),
	);
	for (const holder of likely) {
		const whole = await fetchedFrom(task, holder);
		if (whole?.kind !== 'complete') continue;
		for (const giver of givers) {
			const {ranges} = giver;
			const compared = {one: part.path, other: whole.part.path, ranges};
			if (ranges.length > 0 && (await task.tools.disk.do('differ', compared))) blame(task, giver.holder);
		}
		return whole;
	}
	return undefined;
}

function blame(task: DownloadTask, {host, ...holder}: RfcRecord): void {
	task.failed({...holder, host}, new FailureError({kind: 'wrong-bytes', rfc: task.rfc, from: host}));
}

/** The whole from this holder alone. It is told of when that is wrong too. */
async function fetchedFrom(task: DownloadTask, holder: RfcRecord): Promise<Fetched | undefined> {
	try {
		return await downloadStream(task, [holder]);
	} catch (error) {
		if (error instanceof TryFailed) return undefined;
		throw error;
	}
}
