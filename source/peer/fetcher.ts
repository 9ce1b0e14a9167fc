/** Getting documents into any folder without a running peer: for one-shot commands and mirrors. */
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import type {Failure} from '../text/failures.ts';
import {fetchDocument} from './fetch-document.ts';
import type {DownloadSource, DownloadState, Verdict} from './peer-state.ts';

export type FetcherOptions = {
	/** Where `rfcN.txt` go; created when it is missing. Parts of documents that are in it are gone on with. */
	readonly folder: string;
	/** What we say of ourselves: our name, our system. */
	readonly name: string;
	readonly os: string;
	readonly wire?: WireLog | undefined;
	/** Bytes a second for each document; undefined is full speed. */
	readonly pace?: (() => number | undefined) | undefined;
	/** Documents at a time; 32 unless said. Large ones are at most 4 of them. */
	readonly documentsAtOnce?: number | undefined;
};

export type FetchJob = {
	readonly rfc: number;
	readonly title: string;
	/** Who holds it, as the index tells. */
	readonly records: readonly RfcRecord[];
	/** `sha-256=:base64:`: only its holders are asked. Absent: the group of holders with most distinct addresses. */
	readonly digest?: string | undefined;
	/** Lets the document take the place of a file with other bytes. */
	readonly replace?: boolean | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Told when the state changes, and several times a second while bytes come. */
	readonly onState?: ((state: DownloadState, sources: readonly DownloadSource[]) => void) | undefined;
	/** Told of each source that failed, at once: the document may still come from another. */
	readonly onTrouble?: ((failure: Failure) => void) | undefined;
};

export type FetchEnd =
	| {
			readonly kind: 'done' | 'already-here';
			readonly file: string;
			readonly bytes: number;
			/** Of the bytes that are here; absent where nobody declared one. */
			readonly digest?: string;
			/** Names of those it came from; empty for `already-here`. */
			readonly from: readonly string[];
			readonly verified: Verdict;
	  }
	/** A file with other bytes has the name, and is as it was. `bytes`: of what the network has, when known. */
	| {
			readonly kind: 'differs';
			readonly file: string;
			readonly existingBytes: number;
			readonly bytes?: number;
			readonly digest?: string;
	  }
	| {readonly kind: 'failed'; readonly failure: Failure}
	| {readonly kind: 'cancelled'};

export type Fetcher = {
	/** Gets one document. Many may be asked for at once: they wait their turn. Never rejects. */
	fetch(job: FetchJob): Promise<FetchEnd>;
	/** Stops everything that is under way and closes all connections. Parts stay, to be gone on with. */
	close(): Promise<void>;
};

/** Opens a fetcher: connections to uploaders are kept from one document to the next. */
export function openFetcher(options: FetcherOptions): Fetcher {
	const closing = new AbortController();
	return {
		fetch: job => fetchOne(options, job, closing.signal),
		close: () => {
			closing.abort();
			return Promise.resolve();
		},
	};
}

async function fetchOne(
	{folder, name, os, wire, pace}: FetcherOptions,
	job: FetchJob,
	closing: AbortSignal,
): Promise<FetchEnd> {
	const {records, digest, replace = false, onState, onTrouble} = job;
	const asked = records.filter(record => digest === undefined || record.digest === digest);
	const signal = job.signal ? AbortSignal.any([job.signal, closing]) : closing;
	let failure: Failure = {kind: 'nobody-holds', rfc: job.rfc, tried: []};
	for (const record of asked) {
		const tell = (state: DownloadState) => onState?.(state, []);
		const state = await fetchDocument({
			record,
			folder,
			replace,
			name,
			os,
			wire,
			signal,
			onState: tell,
			...(pace ? {pace} : {}),
		});
		switch (state.kind) {
			case 'done':
				return {kind: 'done', file: state.file, bytes: state.bytes, from: [record.host], verified: state.verified};
			case 'already-here':
				return {kind: 'already-here', file: state.file, bytes: state.bytes, from: [], verified: 'none'};
			case 'differs':
				return {kind: 'differs', file: state.file, existingBytes: state.existingBytes, bytes: state.bytes};
			case 'cancelled':
				return {kind: 'cancelled'};
			case 'failed':
				failure = state.failure;
				onTrouble?.(failure);
		}
	}
	return {kind: 'failed', failure};
}
