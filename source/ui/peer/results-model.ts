/** The results ready to be drawn: all RFCs that match the search, or the holders of one. */
import type {IndexWindowSource} from '../../peer/index/index-window-source.ts';
import type {Peer} from '../../peer/peer.ts';
import type {Download, PeerFacts} from '../../peer/peer-state.ts';
import type {PeerRecord, RfcRecord, Version} from '../../protocol/message.ts';
import type {Standing as Document} from '../../rfc/standing.ts';
import {rfcNumber} from '../../rfc/typed-number.ts';
import {sentence} from '../../text/failures.ts';
import {isOwn, placeKey} from '../../text/place-key.ts';
import {keyAtStart, keyOf} from '../keys.ts';
import {type TableModel, tableModel} from '../kit/table-model.ts';
import {fillingWords} from '../panes/index-note.ts';
import type {Room} from '../panes/library-table.ts';
import {type Result, resultColumns, resultKey, type Standing} from '../panes/results-table.ts';
import {neverShared} from '../standing-words.ts';
import {type Answer, findsInList, type PeerView} from './peer-view.ts';
import {hasVersion, holdersOf, resultsOf} from './results.ts';

export type ResultsModel = {
	readonly results: TableModel<Result, string>;
	/** Whether the results are several versions of one RFC. */
	readonly ambiguous: boolean;
	/** Whether a row above the table shows the search words. */
	readonly find: boolean;
};

const places = new WeakMap<readonly PeerRecord[], ReadonlyMap<string, PeerRecord>>();

/**
 * Whether a holder can be reached, as far as the copy of the index knows. Its peers are sorted once for each change.
 */
function reachableIn(index: IndexWindowSource | undefined, record: RfcRecord): boolean | undefined {
	const peers = index?.peers();
	if (peers === undefined) return undefined;
	const known = places.get(peers) ?? new Map(peers.map(each => [placeKey(each), each]));
	places.set(peers, known);
	return known.get(placeKey(record))?.reachable;
}

const newest = new WeakMap<readonly Download[], ReadonlyMap<number, Download>>();

/** The newest download of each RFC. Computed once for each change: there may be thousands. */
function newestOf(downloads: readonly Download[]): ReadonlyMap<number, Download> {
	const known = newest.get(downloads) ?? new Map(downloads.toReversed().map(download => [download.rfc, download]));
	newest.set(downloads, known);
	return known;
}

/** How RFCs and records relate to this peer. Called for each visible row. */
export function standingOf(
	peer: Peer,
	facts: PeerFacts,
	{answer, marked}: Pick<PeerView, 'answer' | 'marked'>,
): Standing {
	const isMine = isOwn(facts);
	return {
		has: rfc => peer.has(rfc),
		hasVersion: record => hasVersion(peer, record),
		isMine,
		isReachable: record => reachableIn(peer.index(), record),
		answerMs: record => peer.answerMs(record),
		shares: rfc => holdersOf(peer, answer, rfc).some(isMine),
		wants: rfc => facts.wanted.includes(rfc),
		becameOf: rfc => peer.standingOf(rfc),
		isMarked: rfc => marked.has(rfc),
		downloadOf: rfc => newestOf(facts.downloads).get(rfc),
	};
}

const notJoined = (): string =>
	`All RFCs that are shared will appear here as soon as the index server answers. What you have is in Library: ${keyOf('next-tab', 'peer')} goes there.`;
const whyNothing = {
	'1.0': 'with this index server you speak P2P-CI/1.0, which does not tell by itself what is shared',
	'1.1': 'this index cannot be shown as a whole',
} as const;
const nothingAsked = (protocol: Version): string =>
	`Nothing asked yet: ${whyNothing[protocol]}. ${keyOf('operation-3', 'peer')} asks the index server who has an RFC, ${keyOf('operation-4', 'peer')} lists all that is shared, ${keyOf('operation-6', 'peer')} gets one.`;
const nobodyShares = (): string =>
	`Nobody shares anything yet. ${keyOf('operation-1', 'peer')} shares an RFC of yours; what others share will appear here by itself.`;

/** The text of empty results. */
function emptyResults(
	answer: Answer | undefined,
	index: IndexWindowSource | undefined,
	{session, wanted, document}: Pick<PeerFacts, 'session' | 'wanted'> & {document(rfc: number): Document},
): string {
	if (answer === undefined && index?.state === 'filling') return fillingWords('what is shared');
	if (answer?.kind === 'all' || (answer === undefined && index !== undefined)) return nobodyShares();
	if (answer === undefined) return session.kind === 'joined' ? nothingAsked(session.protocol) : notJoined();
	const never = neverShared(document(answer.rfc));
	if (never !== undefined) return sentence(never);
	const list = wanted.includes(answer.rfc)
		? 'It is on your wanted list'
		: `${keyOf('want', 'results')} puts it on your wanted list`;
	return `Nobody has RFC ${answer.rfc} now. ${list}: it comes as soon as somebody shares it.`;
}

/** What is said when nothing in the list fits what is typed into the form above it. */
function notInList({form}: PeerView): string {
	const number = form === undefined || form.kind === 'add-details' ? undefined : rfcNumber(form.text);
	if (number === undefined) return 'No RFC that is shared now has these words in its title.';
	return `Nobody shares RFC ${number} now. ${keyAtStart('submit', 'field')} asks the index server all the same.`;
}

/** Minimum number of inner rows before one of them is used for the search words. */
const findFrom = 5;

/**
 * Whether a row shows the search words: always while they are being typed, else if there is room and a list to
 * search.
 */
function showsFind({answer, form, filtering, focus}: PeerView, isLive: boolean, height: number): boolean {
	if (form !== undefined || answer?.kind === 'holders') return false;
	if (filtering && focus === 'results') return true;
	return (isLive || answer !== undefined) && height >= findFrom;
}

/** `room` is the inner height of the pane, including the row of the field. */
export function resultsModel(
	peer: Peer,
	view: PeerView,
	{facts, room}: {readonly facts: PeerFacts; readonly room: Room},
): ResultsModel {
	const isLive = peer.index() !== undefined;
	const {kind, ambiguous, source} = resultsOf(peer, view.answer);
	// The answer of a 1.0 server keeps its order.
	const sort = kind === 'rfc' && isLive && view.answer === undefined ? view.sort : undefined;
	const find = showsFind(view, isLive, room.height);
	const height = Math.max(0, room.height - (find ? 1 : 0));
	const empty = emptyResults(view.answer, peer.index(), {...facts, document: rfc => peer.standingOf(rfc)});
	return {
		ambiguous,
		find,
		results: tableModel({
			...room,
			height,
			source: sort === undefined ? source : query => source({...query, sort}),
			...(sort === undefined ? {} : {sort}),
			keyOf: resultKey,
			columns: resultColumns(kind, standingOf(peer, facts, view), {lettered: ambiguous, width: room.width}),
			at: view.results,
			// Enter gets from whom the cursor is on. A list of RFCs begins with its first row, in whatever order it comes.
			sticks: kind === 'holder',
			empty,
			...(isLive || view.answer !== undefined
				? findsInList(view)
					? {unmatched: notInList(view)}
					: {}
				: {unmatched: empty}),
			starts: kind === 'rfc',
			headless: height < 4,
		}),
	};
}
