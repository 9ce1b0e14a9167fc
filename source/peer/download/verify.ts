/**
 * Finds out who sent wrong bytes when a complete document has the wrong digest: it is downloaded whole from one
 * holder after another until the digest is right, and then compared with what each holder sent (RFC 900003).
 */

import type {RfcRecord} from '../../protocol/message.ts';
import {FailureError} from '../../text/failures.ts';
import {size} from '../disk/range-set.ts';
import type {ResumablePart} from '../disk/resumable-part.ts';
import type {Contributions} from './contributions.ts';
import {type DownloadTask, type Fetched, TryFailed} from './download-task.ts';
import {downloadStream} from './stream-download.ts';

/**
 * Drops the liars and reports them as failures, unless it is the part that was changed. Returns the right document if a
 * holder could send it. Rejects as `downloadStream` does, except for a `TryFailed`.
 */
export async function findLiars(
	task: DownloadTask,
	part: ResumablePart,
	contributions: Contributions,
): Promise<Fetched | undefined> {
	const [only, ...others] = contributions.list();
	if (only && others.length === 0 && !part.changed) {
		// What an earlier run of the program left may have been damaged since: then the next attempt starts afresh.
		if (part.contents.have.length === 0) blame(task, only.holder);
		return undefined;
	}
	const gave = (holder: RfcRecord): number => size(contributions.of(holder));
	// The most promising holders first: fewest failures, then most bytes sent.
	const likely = task.holders.toSorted(
		(one, other) => task.failuresOf(one) - task.failuresOf(other) || gave(other) - gave(one),
	);
	for (const holder of likely) {
		const whole = await fetchedFrom(task, holder);
		if (whole?.kind !== 'complete') continue;
		if (part.changed) return whole;
		for (const {holder: other, ranges} of contributions.list()) {
			const compared = {one: part.path, other: whole.part.path, ranges};
			// The holder that was just found to send a wrong document has been reported already.
			if (task.isDropped(other)) continue;
			if (await task.tools.disk.do('differ', compared)) blame(task, other);
		}
		return whole;
	}
	return undefined;
}

function blame(task: DownloadTask, {host, ...holder}: RfcRecord): void {
	task.failed({...holder, host}, new FailureError({kind: 'wrong-bytes', rfc: task.rfc, from: host}));
}

/** Downloads the whole document from this holder alone. Reports it if that is wrong, too. */
async function fetchedFrom(task: DownloadTask, holder: RfcRecord): Promise<Fetched | undefined> {
	try {
		return await downloadStream(task, holder);
	} catch (error) {
		if (error instanceof TryFailed) return undefined;
		throw error;
	}
}
