/** The results as they are drawn now: all RFCs under what is looked for, or the holders of one. */
import type {Peer} from '../peer/peer.ts';
import type {PeerFacts} from '../peer/peer-state.ts';
import type {Standing as Document} from '../rfc/standing.ts';
import {sentence} from '../text/failures.ts';
import {type TableModel, tableModel} from './kit/table-model.ts';
import type {Room} from './panes/library-table.ts';
import {type Result, resultColumns, resultKey, type Standing} from './panes/results-table.ts';
import type {Answer, PeerView} from './peer-view.ts';
import {hasVersion, holdersOf, isOwn, resultsOf} from './results.ts';
import {neverShared} from './standing-words.ts';

export type ResultsModel = {
	readonly results: TableModel<Result, string>;
	/** Whether the results are several versions of one RFC. */
	readonly ambiguous: boolean;
	/** Whether a row above the table tells what is looked for. */
	readonly find: boolean;
};

/** How records stand to this peer. Asked for each visible row. */
export function standingOf(
	peer: Peer,
	facts: PeerFacts,
	{answer, marked}: Pick<PeerView, 'answer' | 'marked'>,
): Standing {
	const newest = new Map(facts.downloads.toReversed().map(download => [download.rfc, download]));
	const isMine = isOwn(facts);
	return {
		has: rfc => peer.has(rfc),
		hasVersion: record => hasVersion(peer, record),
		isMine,
		shares: rfc => holdersOf(peer, answer, rfc).some(isMine),
		wants: rfc => facts.wanted.includes(rfc),
		becameOf: rfc => peer.standingOf(rfc),
		isMarked: rfc => marked.has(rfc),
		downloadOf: rfc => newest.get(rfc),
	};
}

const notJoined =
	'All RFCs that are shared will stand here as soon as the index server answers. What you have is in Library: ] goes there.';
const nothingAsked =
	'Nothing asked yet: this index server speaks P2P-CI/1.0 and does not tell by itself what is shared. 3 asks the index server who has an RFC, 4 lists all that is shared, 6 gets one.';
const nobodyShares = 'Nobody shares anything yet. 1 shares an RFC of yours; what others share shows here by itself.';

/** What the results say when they are empty. */
function emptyResults(
	answer: Answer | undefined,
	isLive: boolean,
	{session, document}: Pick<PeerFacts, 'session'> & {document(rfc: number): Document},
): string {
	if (answer?.kind === 'all' || (answer === undefined && isLive)) return nobodyShares;
	if (answer === undefined) return session.kind === 'joined' ? nothingAsked : notJoined;
	const never = neverShared(document(answer.rfc));
	if (never !== undefined) return sentence(never);
	return `Nobody has RFC ${answer.rfc} now. w puts it on your wanted list: it comes as soon as somebody shares it.`;
}

/** Rows that are needed inside the pane before one of them is spent on what is looked for. */
const findFrom = 5;

/** Whether a row tells what is looked for: always while it is typed, else where there is room, and a list to look in. */
function showsFind({answer, form, filtering, focus}: PeerView, isLive: boolean, height: number): boolean {
	if (form !== undefined || answer?.kind === 'holders') return false;
	if (filtering && focus === 'results') return true;
	return (isLive || answer !== undefined) && height >= findFrom;
}

/** `room` is that of the pane, the row of the field included. */
export function resultsModel(
	peer: Peer,
	view: PeerView,
	{facts, room}: {readonly facts: PeerFacts; readonly room: Room},
): ResultsModel {
	const isLive = peer.index() !== undefined;
	const {kind, ambiguous, source} = resultsOf(peer, view.answer);
	// What a server of 1.0 told once stays as it told it.
	const sort = kind === 'rfc' && isLive && view.answer === undefined ? view.sort : undefined;
	const find = showsFind(view, isLive, room.height);
	const height = Math.max(0, room.height - (find ? 1 : 0));
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
			empty: emptyResults(view.answer, isLive, {...facts, document: rfc => peer.standingOf(rfc)}),
			starts: kind === 'rfc',
			headless: height < 4,
		}),
	};
}
