/** The rows of the transfers, their order and their counts: downloads with their sources, wanted RFCs, uploads. */
import type {Download, DownloadSource, Upload} from '../../peer/peer-state.ts';
import {placeKey} from '../../text/place-key.ts';
import {count} from '../../text/quantity.ts';

export type Transfer =
	| {readonly way: 'down'; readonly download: Download}
	/** One of several sources of the download above it. */
	| {readonly way: 'source'; readonly download: Download; readonly source: DownloadSource; readonly last: boolean}
	/** A wanted RFC. */
	| {readonly way: 'wanted'; readonly rfc: number}
	| {readonly way: 'up'; readonly upload: Upload};

/** A transfer as the key of a row: no two kinds have one in common. */
export function transferKey(transfer: Transfer): string {
	switch (transfer.way) {
		case 'down':
			return `d${transfer.download.id}`;
		case 'source':
			return `d${transfer.download.id} ${placeKey(transfer.source)}`;
		case 'wanted':
			return `w${transfer.rfc}`;
		case 'up':
			return `u${transfer.upload.id}`;
	}
}

/** The text that a filter matches. A source is shown with its download. */
export function transferText(transfer: Transfer): string {
	if (transfer.way === 'up') return `${transfer.upload.rfc} ${transfer.upload.to}`;
	if (transfer.way === 'wanted') return `${transfer.rfc} wanted`;
	const {rfc, title, source, sources} = transfer.download;
	return `${rfc} ${title} ${source.host} ${sources.map(({host}) => host).join(' ')}`;
}

/** Whether bytes are arriving, or are about to. */
export const isActive = ({state}: Download): boolean =>
	state.kind === 'connecting' || state.kind === 'running' || state.kind === 'verifying';

/** Whether it has ended for good. */
const isOver = ({state}: Download): boolean =>
	state.kind === 'done' || state.kind === 'already-here' || state.kind === 'failed' || state.kind === 'cancelled';

/** A download with its sources. A single source is shown in the line of the download itself. */
function withSources(download: Download): readonly Transfer[] {
	const line = {way: 'down', download} as const;
	if (download.sources.length < 2 || !isActive(download)) return [line];
	const last = download.sources.length - 1;
	return [
		line,
		...download.sources.map((source, place) => ({way: 'source', download, source, last: place === last}) as const),
	];
}

/** The transfers in an order of their keys; the sources of a download stay below it. */
export function arranged(transfers: readonly Transfer[], keys: readonly string[]): readonly Transfer[] {
	const groups = new Map<string, Transfer[]>();
	let group: Transfer[] = [];
	for (const transfer of transfers) {
		if (transfer.way !== 'source') {
			group = [];
			groups.set(transferKey(transfer), group);
		}
		group.push(transfer);
	}
	return keys.flatMap(key => groups.get(key) ?? []);
}

/**
 * The transfers without the sources that would push other downloads that run out of so many rows. Of a single one all
 * sources are shown.
 */
export function within(transfers: readonly Transfer[], rows: number): readonly Transfer[] {
	const running = transfers.filter(each => each.way === 'down' && isActive(each.download)).length;
	if (transfers.length <= rows || running < 2) return transfers;
	let spare = rows - running;
	const hidden = new Set<Download>();
	for (const each of transfers) {
		if (each.way !== 'down' || !isActive(each.download)) continue;
		const {length} = withSources(each.download).slice(1);
		if (length <= spare) spare -= length;
		else hidden.add(each.download);
	}
	return transfers.filter(each => each.way !== 'source' || !hidden.has(each.download));
}

export type TransferFacts = {
	readonly downloads: readonly Download[];
	readonly wanted: readonly number[];
	readonly uploads: readonly Upload[];
};

const asRow = (upload: Upload): Transfer => ({way: 'up', upload});

/** The items that are so, and the others. */
function parted<Item>(items: readonly Item[], isSo: (item: Item) => boolean): readonly [Item[], Item[]] {
	const [so, others]: [Item[], Item[]] = [[], []];
	for (const item of items) (isSo(item) ? so : others).push(item);
	return [so, others];
}

/**
 * Those first of which bytes arrive, since a low pane shows only the first few; then those that are asked for, those
 * that wait, and the queue.
 */
function rank({state}: Download): number {
	switch (state.kind) {
		case 'verifying':
			return 0;
		case 'running':
			return state.rate > 0 ? 0 : 1;
		case 'connecting':
			return 1;
		case 'waiting':
		case 'paused':
		case 'differs':
			return 2;
		default:
			return 3;
	}
}

/**
 * Downloads, wanted RFCs, uploads, then those of them that have ended; of the downloads those that move come first,
 * otherwise the newest. Queued downloads are in the order of `queue`, the next first.
 */
export function transfersOf(
	{downloads, wanted, uploads}: TransferFacts,
	queue: readonly number[] = [],
): readonly Transfer[] {
	const place = new Map(queue.map((id, at) => [id, at]));
	const turn = ({id}: Download): number => place.get(id) ?? -1;
	const [ended, live] = parted(downloads, isOver);
	const [sends, sent] = parted(uploads, ({state}) => state === 'running');
	const coming = new Set(live.map(({rfc}) => rfc));
	return [
		...live.toSorted((a, b) => rank(a) - rank(b) || turn(a) - turn(b)).flatMap(withSources),
		...wanted.filter(rfc => !coming.has(rfc)).map(rfc => ({way: 'wanted', rfc}) as const),
		...sends.map(asRow),
		...ended.map(download => ({way: 'down', download}) as const),
		...sent.map(asRow),
	];
}

/** `2 running · 1 waiting · 1 failed · 1 sending`, without zeros. */
export function transferNote({downloads, wanted, uploads}: TransferFacts): string {
	const number = (...kinds: readonly Download['state']['kind'][]): number =>
		downloads.filter(({state}) => kinds.includes(state.kind)).length;
	const counts: readonly (readonly [number, string])[] = [
		[downloads.filter(isActive).length, 'running'],
		[number('queued'), 'in the queue'],
		[number('waiting'), 'waiting'],
		[number('paused'), 'paused'],
		[number('differs'), 'to decide'],
		[number('failed'), 'failed'],
		[wanted.length, 'wanted'],
		[uploads.filter(({state}) => state === 'running').length, 'sending'],
	];
	return counts
		.filter(([many]) => many > 0)
		.map(([many, words]) => `${count(many)} ${words}`)
		.join(' · ');
}

const sum = (rates: readonly number[]): number => rates.reduce((all, one) => all + one, 0);

/** The total rates of downloads and uploads, in bytes a second. */
export function ratesOf({downloads, uploads}: TransferFacts): {readonly down: number; readonly up: number} {
	return {
		down: sum(downloads.map(({state}) => (state.kind === 'running' ? state.rate : 0))),
		up: sum(uploads.map(upload => (upload.state === 'running' ? upload.rate : 0))),
	};
}
