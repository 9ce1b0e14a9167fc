/** What stands in the transfers, in which order, and how many of each: downloads, their sources, wants, uploads. */
import type {Download, DownloadSource, Upload} from '../../peer/peer-state.ts';

export type Transfer =
	| {readonly way: 'down'; readonly download: Download}
	/** One of several sources of the download above it. */
	| {readonly way: 'source'; readonly download: Download; readonly source: DownloadSource; readonly last: boolean}
	/** An RFC that is waited for. */
	| {readonly way: 'wanted'; readonly rfc: number}
	| {readonly way: 'up'; readonly upload: Upload};

export function transferKey(transfer: Transfer): string {
	switch (transfer.way) {
		case 'down':
			return `d${transfer.download.id}`;
		case 'source': {
			const {host, address, port} = transfer.source;
			return `d${transfer.download.id} ${host} ${address} ${port}`;
		}
		case 'wanted':
			return `w${transfer.rfc}`;
		case 'up':
			return `u${transfer.upload.id}`;
	}
}

/** What a filter looks for. A source is shown with its download. */
export function transferText(transfer: Transfer): string {
	if (transfer.way === 'up') return `${transfer.upload.rfc} ${transfer.upload.to}`;
	if (transfer.way === 'wanted') return `${transfer.rfc} wanted`;
	const {rfc, title, source, sources} = transfer.download;
	return `${rfc} ${title} ${source.host} ${sources.map(({host}) => host).join(' ')}`;
}

/** Whether bytes come, or are about to. */
export const isActive = ({state}: Download): boolean =>
	state.kind === 'connecting' || state.kind === 'running' || state.kind === 'verifying';

/** Whether it needs nothing more, from anyone. */
const isOver = ({state}: Download): boolean =>
	state.kind === 'done' || state.kind === 'already-here' || state.kind === 'failed' || state.kind === 'cancelled';

/** A download with the sources it has now. One source is told in the line of the download itself. */
function withSources(download: Download): readonly Transfer[] {
	const line = {way: 'down', download} as const;
	if (download.sources.length < 2 || !isActive(download)) return [line];
	const last = download.sources.length - 1;
	return [
		line,
		...download.sources.map((source, place) => ({way: 'source', download, source, last: place === last}) as const),
	];
}

export type TransferFacts = {
	readonly downloads: readonly Download[];
	readonly wanted: readonly number[];
	readonly uploads: readonly Upload[];
};

/** Over comes after the queue, the queue after the rest. */
const rank = (download: Download): number => (isOver(download) ? 2 : Number(download.state.kind === 'queued'));

/**
 * Downloads, what is waited for, uploads; in each what is over comes last, else the newest first. What waits for its turn
 * stands in the order of `queue`, the next first.
 */
export function transfersOf(
	{downloads, wanted, uploads}: TransferFacts,
	queue: readonly number[] = [],
): readonly Transfer[] {
	const place = new Map(queue.map((id, at) => [id, at]));
	const turn = ({id}: Download): number => place.get(id) ?? -1;
	const coming = new Set(downloads.filter(download => !isOver(download)).map(({rfc}) => rfc));
	return [
		...downloads.toSorted((a, b) => rank(a) - rank(b) || turn(a) - turn(b)).flatMap(withSources),
		...wanted.filter(rfc => !coming.has(rfc)).map(rfc => ({way: 'wanted', rfc}) as const),
		...uploads
			.toSorted((a, b) => Number(a.state !== 'running') - Number(b.state !== 'running'))
			.map(upload => ({way: 'up', upload}) as const),
	];
}

/** `2 run · 1 waits · 1 failed · 1 sending`, what there is of it. */
export function transferNote({downloads, wanted, uploads}: TransferFacts): string {
	const number = (...kinds: readonly Download['state']['kind'][]): number =>
		downloads.filter(({state}) => kinds.includes(state.kind)).length;
	const counts: readonly (readonly [number, string, string])[] = [
		[downloads.filter(isActive).length, 'runs', 'run'],
		[number('queued'), 'in the queue', 'in the queue'],
		[number('waiting'), 'waits', 'wait'],
		[number('paused'), 'paused', 'paused'],
		[number('differs'), 'to decide', 'to decide'],
		[number('failed'), 'failed', 'failed'],
		[wanted.length, 'wanted', 'wanted'],
		[uploads.filter(({state}) => state === 'running').length, 'sending', 'sending'],
	];
	return counts
		.filter(([many]) => many > 0)
		.map(([many, one, several]) => `${many} ${many === 1 ? one : several}`)
		.join(' · ');
}

const sum = (rates: readonly number[]): number => rates.reduce((all, one) => all + one, 0);

/** Bytes a second of all that comes, and of all that goes. */
export function ratesOf({downloads, uploads}: TransferFacts): {readonly down: number; readonly up: number} {
	return {
		down: sum(downloads.map(({state}) => (state.kind === 'running' ? state.rate : 0))),
		up: sum(uploads.map(upload => (upload.state === 'running' ? upload.rate : 0))),
	};
}
