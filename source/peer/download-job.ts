/** One download in the queue of a peer. */
import type {RfcRecord} from '../protocol/message.ts';
import type {DownloadEnd} from './download.ts';
import {keyOf} from './download-progress.ts';
import type {Download, DownloadState} from './peer-state.ts';
import {mostRangeBytes} from './scheduler.ts';

export type Job = {
	download: Download;
	readonly record: RfcRecord;
	stop: AbortController;
	/** What the person wants when it is stopped. */
	wish: 'go' | 'pause' | 'cancel' | 'again';
	/** Waits for the person to decide. */
	waiting?: DownloadEnd['waiting'] | undefined;
	running?: Promise<void> | undefined;
};

/** Whether something happens to it by itself. */
export const isUnderWay = ({kind}: DownloadState): boolean =>
	kind === 'queued' || kind === 'connecting' || kind === 'running' || kind === 'waiting' || kind === 'verifying';

/** How much is here, and how much it is in all, as far as that is known. */
export function amounts({record, download: {state: now}}: Job, state = now): {received: number; total?: number} {
	const total = 'total' in now ? now.total : record.size;
	return {received: 'received' in state ? state.received : 0, ...(total === undefined ? {} : {total})};
}

/** Whether it comes whole, into memory. */
export const isSmall = ({size, digest}: RfcRecord): boolean =>
	digest !== undefined && size !== undefined && size < mostRangeBytes;

/** The same bytes from anybody, or whatever it is from the same holder. */
export const isSame = (one: RfcRecord, other: RfcRecord): boolean =>
	one.rfc === other.rfc && one.digest === other.digest && (one.digest !== undefined || keyOf(one) === keyOf(other));
