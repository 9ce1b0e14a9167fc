/** Sentences about the changes at a peer: each once, when it happens. Pure. */
import {newestSince} from '../../order/newest.ts';
import type {Download, PeerFacts} from '../../peer/peer-state.ts';
import {factOf, sentence} from '../../text/failures.ts';
import {sortedNames} from '../../text/name-list.ts';
import {printable} from '../../text/printable.ts';
import {bytes, counted} from '../../text/quantity.ts';
import {failureWords} from '../news.ts';
import {sourceWords, verdictClauses} from '../panes/transfer-words.ts';

/** How many quarters of the document are here, 0 to 3; 0 if its size is unknown. */
function quarter({state}: Download): number {
	if (state.kind !== 'running' || state.total === undefined || state.total <= 0) return 0;
	return Math.min(3, Math.floor((4 * state.received) / state.total));
}

/** Whom it is coming from: who is asked for it, but for those who failed and have sent nothing. */
function senders({source, sources}: Download): string {
	const asked = sources.filter(({state, bytes: sent, failure}) => state !== 'dropped' && (!failure || sent > 0));
	return sortedNames((asked.length === 0 ? [source] : asked).map(({host}) => printable(host)));
}

function ofDownload(before: Download | undefined, download: Download): readonly string[] {
	const {rfc, state} = download;
	if (before?.state.kind === state.kind) {
		const now = quarter(download);
		// Others may have begun to send it in the meantime.
		const from = download.sources.length > 1 ? `, from ${senders(download)}` : '';
		return now > quarter(before) ? [`RFC ${rfc}: ${now * 25} percent${from}.`] : [];
	}
	switch (state.kind) {
		case 'done':
			return [
				`RFC ${rfc} came from ${sourceWords(download)}, ${bytes(state.bytes)}, ${verdictClauses[state.verified]}. You share it now: read ${rfc} reads it.`,
			];
		case 'already-here':
			return [`You have RFC ${rfc} already, byte for byte: nothing was saved.`];
		case 'differs':
			return [
				`RFC ${rfc} of ${printable(download.source.host)} has other bytes than your file. replace ${rfc} takes it, drop ${rfc} keeps yours.`,
			];
		case 'waiting':
			return [`${factOf(state.failure)} It is tried again by itself. retry ${rfc} tries now, drop ${rfc} gives up.`];
		case 'failed':
			return [`${failureWords(state)} retry ${rfc} tries again.`];
		case 'paused':
			return [`RFC ${rfc} is held. resume ${rfc} lets it go on.`];
		case 'running':
			return before === undefined || before.state.kind === 'connecting' || before.state.kind === 'queued'
				? [
						`RFC ${rfc} is coming from ${senders(download)}${state.total === undefined ? '' : `, ${bytes(state.total)}`}.`,
					]
				: [];
		default:
			return [];
	}
}

/** The state of the session with the index server. */
export function sessionSentence({session, server, shared}: PeerFacts): string {
	const where = printable(server);
	switch (session.kind) {
		case 'connecting':
			return `Connecting to the index server at ${where}.`;
		case 'joined':
			return session.reachable === false
				? `Joined the index server at ${where}, but it cannot connect to you: you can get RFCs, nobody can get yours.`
				: `Joined the index server at ${where}. You share ${counted(shared, 'RFC')}.`;
		case 'waiting':
			return sentence(session.failure);
		case 'left':
			return `Left the index server at ${where}.`;
	}
}

const standing = ({session}: PeerFacts): string =>
	session.kind === 'joined' ? `joined ${session.reachable !== false}` : session.kind;

/** What is new in `facts` since `before`. */
export function announcements(before: PeerFacts, facts: PeerFacts): readonly string[] {
	if (before === facts) return [];
	const known = new Map(before.downloads.map(download => [download.id, download]));
	const sent = new Map(before.uploads.map(upload => [upload.id, upload.state]));
	const isWorthSaying = standing(before) !== standing(facts) && facts.session.kind !== 'connecting';
	return [
		...(isWorthSaying ? [sessionSentence(facts)] : []),
		...facts.downloads.flatMap(download => ofDownload(known.get(download.id), download)),
		...facts.uploads.flatMap(({id, rfc, to, state}) =>
			state !== 'running' && sent.get(id) === 'running'
				? [`${printable(to)} ${state === 'done' ? 'got' : 'did not get all of'} RFC ${rfc} from you.`]
				: [],
		),
		// Without advice: of a source that failed, other sources are asked already.
		...newestSince(before.warnings, facts.warnings).map(factOf),
	];
}
