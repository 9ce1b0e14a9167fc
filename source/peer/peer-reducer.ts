/** What happened to a peer, and what its facts are then. Pure: facts in, facts out. */
import type {Failure} from '../text/failures.ts';
import type {Download, PeerFacts, SessionState, Upload} from './peer-state.ts';

export type PeerEvent =
	| {readonly kind: 'session'; readonly session: SessionState}
	| {readonly kind: 'listening'; readonly port: number}
	| {readonly kind: 'address'; readonly address: string}
	| {readonly kind: 'library'; readonly shared: number; readonly notShared: number}
	/** A download that began, or that is in another state. */
	| {readonly kind: 'download'; readonly download: Download}
	| {readonly kind: 'download-dropped'; readonly id: number}
	| {readonly kind: 'wanted'; readonly wanted: readonly number[]}
	/** An upload that began, or went on. */
	| {readonly kind: 'upload'; readonly upload: Upload}
	| {readonly kind: 'pace'; readonly pace: number | undefined}
	| {readonly kind: 'warning'; readonly failure: Failure};

const mostDownloads = 200;
const mostUploads = 50;
const mostWarnings = 50;

/** The facts of a peer that has not begun. */
export const initialFacts = (
	about: Pick<PeerFacts, 'name' | 'server' | 'uploadPort' | 'address'> & {readonly pace?: number | undefined},
): PeerFacts => {
	const {pace, ...rest} = about;
	return {
		...rest,
		session: {kind: 'connecting'},
		shared: 0,
		notShared: 0,
		got: 0,
		gotBytes: 0,
		sent: 0,
		downloads: [],
		wanted: [],
		uploads: [],
		warnings: [],
		...(pace === undefined ? {} : {pace}),
	};
};

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
		case 'upload':
			return withUpload(facts, event.upload);
		case 'pace':
			return withPace(facts, event.pace);
		case 'warning':
			return {...facts, warnings: [event.failure, ...facts.warnings].slice(0, mostWarnings)};
	}
}

/** Whether a download needs nothing more: it may go from the list. */
export const isOver = ({state}: Download): boolean =>
	state.kind === 'done' || state.kind === 'already-here' || state.kind === 'failed' || state.kind === 'cancelled';

function withDownload(facts: PeerFacts, download: Download): PeerFacts {
	const before = facts.downloads.find(({id}) => id === download.id);
	const downloads = before
		? facts.downloads.map(each => (each === before ? download : each))
		: capped([download, ...facts.downloads], mostDownloads, isOver);
	if (download.state.kind !== 'done' || before?.state.kind === 'done') return {...facts, downloads};
	return {...facts, downloads, got: facts.got + 1, gotBytes: facts.gotBytes + download.state.bytes};
}

function withUpload(facts: PeerFacts, upload: Upload): PeerFacts {
	const before = facts.uploads.find(({id}) => id === upload.id);
	const uploads = before
		? facts.uploads.map(each => (each === before ? upload : each))
		: capped([upload, ...facts.uploads], mostUploads, each => each.state !== 'running');
	const sent = upload.state === 'done' && before?.state !== 'done' ? facts.sent + 1 : facts.sent;
	return {...facts, uploads, sent};
}

/** Without the oldest ones that may go, beyond so many of those. */
function capped<Item>(items: readonly Item[], most: number, mayGo: (item: Item) => boolean): readonly Item[] {
	let seen = 0;
	return items.filter(item => !mayGo(item) || ++seen <= most);
}

function withPace(facts: PeerFacts, pace: number | undefined): PeerFacts {
	const {pace: _before, ...rest} = facts;
	return pace === undefined ? rest : {...rest, pace};
}
