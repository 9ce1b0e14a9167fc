/** One download in the queue of a peer. */

import type {RfcRecord} from '../../protocol/message.ts';
import {placeKey} from '../../text/place-key.ts';
import type {Download, DownloadState} from '../peer-state.ts';
import type {DownloadEnd} from './download.ts';
import {mostRangeBytes} from './source-window.ts';

export type Job = {
	download: Download;
	readonly record: RfcRecord;
	stop: AbortController;
	/** What to do when the running attempt has stopped. */
	intent: 'go' | 'pause' | 'cancel' | 'again';
	/** A complete file with other bytes than the one that is here, waiting for the person's decision. */
	waiting?: DownloadEnd['waiting'] | undefined;
	running?: Promise<void> | undefined;
	/** Set while it waits for a holder to join; stops that. */
	stopAwaiting?: (() => void) | undefined;
};

/** A download that has not started. */
export function newJob(id: number, record: RfcRecord): Job {
	const {rfc, title, host, address, port, digest} = record;
	const state: DownloadState = {kind: 'queued', received: 0};
	const begun: Download = {
		id,
		rfc,
		title,
		source: {host, address, port},
		sources: [],
		started: Date.now(),
		state,
		...(digest === undefined ? {} : {digest}),
	};
	return {download: begun, record, stop: new AbortController(), intent: 'go'};
}

/** Whether it makes progress without the person's help. */
export const isUnderWay = ({kind}: DownloadState): boolean =>
	kind === 'queued' || kind === 'connecting' || kind === 'running' || kind === 'waiting' || kind === 'verifying';

/** The bytes received so far, and the total as far as it is known. */
export function amounts({record, download: {state: now}}: Job, state = now): {received: number; total?: number} {
	const total = 'total' in now ? now.total : record.size;
	return {received: 'received' in state ? state.received : 0, ...(total === undefined ? {} : {total})};
}

/** The bytes received so far, where nothing more will be. */
export const receivedOf = (job: Job): {received: number} => ({received: amounts(job).received});

/** Whether it is downloaded whole into memory. */
export const isSmall = ({size, digest}: RfcRecord): boolean =>
	digest !== undefined && size !== undefined && size < mostRangeBytes;

/** Equal for records of the same download: the same bytes from anybody, or anything from the same holder. */
export const downloadKey = (record: RfcRecord): string => `${record.rfc} ${record.digest ?? placeKey(record)}`;
