/** Runs one download of a peer's queue when its turn has come. */
import {sizedHolders} from '../../order/version-groups.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {Failure} from '../../text/failures.ts';
import {placeKey} from '../../text/place-key.ts';
import type {Download, DownloadState} from '../peer-state.ts';
import {type DownloadEnd, download} from './download.ts';
import {amounts, type Job} from './download-job.ts';
import type {DownloadTools} from './download-task.ts';
import type {Holders} from './holders.ts';
import {outlook} from './source-failure.ts';

export type JobRun = {
	readonly job: Job;
	readonly tools: DownloadTools;
	readonly holders: Holders;
	/** Called when its state changes, and several times a second while bytes arrive. */
	readonly set: (state: DownloadState) => void;
	/** Called for each holder that failed while there are others. */
	readonly onTrouble?: ((failure: Failure) => void) | undefined;
};

/**
 * Downloads a document unless it is already here. Resolves with `again` when the person wants it restarted, otherwise
 * after its final state was set.
 */
export async function runJob({job, tools, holders, set, onTrouble}: JobRun): Promise<'over' | 'again'> {
	const {signal} = job.stop;
	const {record} = job;
	set({kind: 'connecting'});
	const here = await stateHere(tools, record);
	if (here) {
		await tools.library.downloads.discardUnfinished(record);
		set(here);
		return 'over';
	}
	const all = await holders.of(record, signal);
	const {bytes, holders: found, others} = sizedHolders(all.length > 0 ? all : [record]);
	let sources = found.length;
	const title = record.title === '' ? (found[0]?.title ?? '') : record.title;
	job.download = {...job.download, title};
	nameSource(job, found[0]);
	const {rfc, digest} = record;
	const end = await download(tools, {
		rfc,
		title,
		signal,
		holders: found,
		others,
		expected: digest === undefined ? {} : {digest, bytes},
		onHolder: listener =>
			holders.onJoin(record, holder => {
				if (bytes !== undefined && holder.size !== undefined && holder.size !== bytes) return;
				sources++;
				nameSource(job, holder);
				listener(holder);
			}),
		onState: (state, told) => {
			if (signal.aborted) return;
			job.download = {...job.download, sources: told};
			set(state);
		},
		onTrouble: failure => {
			// The failure of the only source is reported as the end of the download.
			if (sources > 1) onTrouble?.(failure);
		},
	});
	job.waiting = end.waiting;
	job.download = {...job.download, sources: end.sources};
	if (end.state.kind === 'cancelled' && job.intent === 'again') return 'again';
	const paused = end.state.kind === 'cancelled' && job.intent === 'pause';
	set(paused ? {kind: 'paused', ...amounts(job, end.state)} : finalState(record, end));
	return 'over';
}

/** What an earlier run of the program remembered has a placeholder for its source, until a holder is known. */
function nameSource(job: Job, holder: RfcRecord | undefined): void {
	if (holder === undefined || job.download.source.port !== 0) return;
	const {host, address, port} = holder;
	job.download = {...job.download, source: {host, address, port}};
}

/** Who lacks a document may have it again later, and announces it then. */
const mayPass = (failure: Failure): boolean => failure.kind === 'peer-lacks' || outlook(failure) === 'again';

/** A failure that may pass, such as a holder that has left, is not the end: it awaits a holder. */
function finalState({digest}: RfcRecord, {state, sources}: DownloadEnd): DownloadState {
	if (state.kind !== 'failed' || digest === undefined) return state;
	const {failure} = state;
	const awaits =
		failure.kind === 'nobody-holds'
			? failure.tried.length === 0 || sources.some(source => source.failure && mayPass(source.failure))
			: mayPass(failure);
	return awaits ? {...state, awaits} : state;
}

/** Whether a holder has failed before in a way that `isLasting`. */
const hasFailed = (
	{sources}: Pick<Download, 'sources'>,
	holder: RfcRecord,
	isLasting: (failure: Failure) => boolean,
): boolean =>
	sources.some(
		({failure, ...source}) => placeKey(source) === placeKey(holder) && failure !== undefined && isLasting(failure),
	);

/** Whether somebody who announces a document that failed may be asked for it: not who sent something else before. */
export const mayAskAnnouncer = (download: Pick<Download, 'sources'>, holder: RfcRecord): boolean =>
	!hasFailed(download, holder, failure => outlook(failure) === 'never' && !mayPass(failure));

/** Whether somebody may be asked who is listed as before: nor who lacked it. */
const mayAsk = (download: Pick<Download, 'sources'>, holder: RfcRecord): boolean =>
	!hasFailed(download, holder, failure => outlook(failure) === 'never');

/**
 * Of the holders of a document, the one to get it from: with a digest before without; one whose version was not tried or
 * has not failed, before one that failed; nobody who sent something else before. `last`: the last download of a version.
 */
export function chosenOf(
	records: readonly RfcRecord[],
	last: (record: RfcRecord) => Download | undefined,
): RfcRecord | undefined {
	const declared = records.filter(({digest}) => digest !== undefined);
	for (const some of [declared, records]) {
		const fresh = some.find(record => last(record)?.state.kind !== 'failed');
		const chosen = fresh ?? some.find(record => mayAsk({sources: last(record)?.sources ?? []}, record));
		if (chosen) return chosen;
	}
	return undefined;
}

/** The final state if these very bytes are already in a folder. */
async function stateHere({library}: DownloadTools, {rfc, digest, size}: RfcRecord): Promise<DownloadState | undefined> {
	if (digest === undefined || !library.entry(rfc)) return undefined;
	const file = await library.downloads.fileWithDigest(rfc, digest);
	return file === undefined ? undefined : {kind: 'already-here', bytes: size ?? 0, file};
}
