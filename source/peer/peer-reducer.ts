/** What can happen to a peer, and how that changes its facts. Pure: facts in, facts out. */
import {lowest} from '../order/sorted-list.ts';
import type {Failure} from '../text/failures.ts';
import type {PeerOptions} from './peer-facade.ts';
import type {Download, PeerFacts, SessionState, Upload} from './peer-state.ts';

export type PeerEvent =
	| {readonly kind: 'session'; readonly session: SessionState}
	| {readonly kind: 'listening'; readonly port: number}
	| {readonly kind: 'address'; readonly address: string}
	| {readonly kind: 'library'; readonly shared: number; readonly notShared: number}
	/** A download started or changed its state. */
	| {readonly kind: 'download'; readonly download: Download}
	| {readonly kind: 'download-dropped'; readonly id: number}
	| {readonly kind: 'wanted'; readonly wanted: readonly number[]}
	/**
	 * Uploads that started, progressed or ended, the newest last, and how many documents were sent completely
	 * meanwhile.
	 */
	| {readonly kind: 'uploads'; readonly uploads: readonly Upload[]; readonly sent: number}
	| {readonly kind: 'pace'; readonly pace: number | undefined}
	| {readonly kind: 'standings'}
	| {readonly kind: 'warning'; readonly failure: Failure};

const mostDownloads = 200;
const mostUploads = 50;
const mostWarnings = 50;

/** The facts of a peer that has not started yet. */
export const initialFacts = (
	about: Pick<PeerFacts, 'name' | 'server' | 'network' | 'uploadPort' | 'address'> &
		Pick<PeerOptions, 'pace' | 'rfcs' | 'samples' | 'memory'>,
): PeerFacts => {
	const {pace, rfcs, samples, memory, ...rest} = about;
	return {
		...rest,
		session: {kind: 'connecting'},
		shared: 0,
		notShared: 0,
		...(rfcs === undefined ? {} : {folder: rfcs}),
		samples: samples !== undefined,
		remembers: memory !== undefined,
		got: 0,
		gotBytes: 0,
		sent: 0,
		downloads: [],
		wanted: [],
		uploads: [],
		standings: 0,
		warnings: [],
		...(pace === undefined ? {} : {pace}),
	};
};

/** The facts after an event; what did not change stays the same object. */
export function reduce(facts: PeerFacts, event: PeerEvent): PeerFacts {
	switch (event.kind) {
		case 'session':
			return {...facts, session: event.session};
		case 'listening':
			return {...facts, uploadPort: event.port};
		case 'address':
			return {...facts, address: event.address};
		case 'library':
			return {...facts, shared: event.shared, notShared: event.notShared};
		case 'download':
			return withDownload(facts, event.download);
		case 'download-dropped':
			return {...facts, downloads: facts.downloads.filter(({id}) => id !== event.id)};
		case 'wanted':
			return {...facts, wanted: event.wanted};
		case 'uploads':
			return withUploads(facts, event);
		case 'pace':
			return withPace(facts, event.pace);
		case 'standings':
			return {...facts, standings: facts.standings + 1};
		case 'warning':
			return {...facts, warnings: [event.failure, ...facts.warnings].slice(0, mostWarnings)};
	}
}

/** Whether a download has ended for good and may be removed from the list. */
export const isOver = ({state}: Download): boolean =>
	state.kind === 'done' || state.kind === 'already-here' || state.kind === 'failed' || state.kind === 'cancelled';

function withDownload(facts: PeerFacts, download: Download): PeerFacts {
	// The newest first: by falling ids.
	const at = lowest(facts.downloads.length, index => (facts.downloads[index]?.id ?? 0) <= download.id);
	const before = facts.downloads[at]?.id === download.id ? facts.downloads[at] : undefined;
	const all = facts.downloads.toSpliced(at, before ? 1 : 0, download);
	const downloads = isOver(download) ? capped(all, mostDownloads, isOver) : all;
	if (download.state.kind !== 'done' || before?.state.kind === 'done') return {...facts, downloads};
	return {...facts, downloads, got: facts.got + 1, gotBytes: facts.gotBytes + download.state.bytes};
}

function withUploads(facts: PeerFacts, {uploads: news, sent}: Extract<PeerEvent, {kind: 'uploads'}>): PeerFacts {
	const changed = new Map(news.map(upload => [upload.id, upload]));
	const known = facts.uploads.map(upload => {
		const now = changed.get(upload.id);
		changed.delete(upload.id);
		return now ?? upload;
	});
	const uploads = [...[...changed.values()].reverse(), ...known];
	return {...facts, uploads: capped(uploads, mostUploads, each => each.state !== 'running'), sent: facts.sent + sent};
}

/** Drops the oldest removable items beyond the limit. */
function capped<Item>(items: readonly Item[], most: number, mayGo: (item: Item) => boolean): readonly Item[] {
	let seen = 0;
	return items.filter(item => !mayGo(item) || ++seen <= most);
}

function withPace(facts: PeerFacts, pace: number | undefined): PeerFacts {
	const {pace: _before, ...rest} = facts;
	return pace === undefined ? rest : {...rest, pace};
}
