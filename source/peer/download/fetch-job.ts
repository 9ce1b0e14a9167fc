/** What a fetcher is asked for, and how that ends. Pure. */
import {sizedHolders} from '../../order/version-groups.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {Failure} from '../../text/failures.ts';
import type {DownloadSource, DownloadState, Verdict} from '../peer-state.ts';
import {mostRangeBytes} from './source-window.ts';

export type FetchJob = {
	readonly rfc: number;
	readonly title: string;
	/** The holders, according to the index. */
	readonly records: readonly RfcRecord[];
	/** `sha-256=:base64:`: only holders of these bytes are asked. Without it nothing is verified. */
	readonly digest?: string | undefined;
	/** Replaces an existing file with other contents. */
	readonly replace?: boolean | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Called when the state changes, and several times a second while bytes arrive. */
	readonly onState?: ((state: DownloadState, sources: readonly DownloadSource[]) => void) | undefined;
	/** Called at once for each source that failed; the document may still come from another. */
	readonly onTrouble?: ((failure: Failure) => void) | undefined;
};

export type FetchEnd =
	| {
			readonly kind: 'done' | 'already-here';
			readonly file: string;
			readonly bytes: number;
			/** The digest of the document; absent where nobody declared one. */
			readonly digest?: string;
			/** Names of the holders it came from; empty for `already-here`. */
			readonly from: readonly string[];
			readonly verified: Verdict;
			/** Whether it replaced an empty file. */
			readonly wasEmpty?: boolean;
	  }
	/**
	 * A file with other contents exists and was left as it is. `bytes`: the size of the version in the network, if
	 * known.
	 */
	| {
			readonly kind: 'differs';
			readonly file: string;
			readonly existingBytes: number;
			readonly bytes?: number;
			readonly digest?: string;
	  }
	| {readonly kind: 'failed'; readonly failure: Failure}
	| {readonly kind: 'cancelled'};

/** The holders of the wanted bytes. */
export type Group = {
	readonly digest?: string | undefined;
	readonly bytes?: number | undefined;
	readonly records: readonly RfcRecord[];
	/** See `sizedHolders`. */
	readonly others?: readonly RfcRecord[];
};

/** The holders to ask, and the digest and size that they declare. */
export function groupFor({records, digest}: FetchJob): Group {
	if (digest === undefined) return {records};
	const same = records.filter(record => record.digest === digest);
	const {bytes, holders, others} = sizedHolders(same);
	return {digest, records: holders, others, bytes};
}

/** Few documents are larger. */
const usualBytes = 128 * 1024;

/** A small document counts by the memory it needs. */
export function weightOf(job: FetchJob): number {
	const {digest, bytes} = groupFor(job);
	const small = digest !== undefined && bytes !== undefined && bytes < mostRangeBytes;
	return small ? Math.max(1, Math.ceil(bytes / usualBytes)) : Number.POSITIVE_INFINITY;
}
