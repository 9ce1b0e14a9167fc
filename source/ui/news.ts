/**
 * News for the row of plain words: downloads that ended or have to wait, and warnings. The end of a download is told
 * as soon as the words before it can have been read, and only the last one of several; warnings wait for their turn,
 * and each stays long enough to be read. Pure: times are passed in, in milliseconds.
 */
import {newestSince} from '../order/newest.ts';
import type {Download, DownloadState, PeerFacts} from '../peer/peer-state.ts';
import {type Failure, factOf, sentence} from '../text/failures.ts';
import {printable} from '../text/printable.ts';
import {bytes} from '../text/quantity.ts';
import {keyOf} from './keys.ts';
import {sourceWords, verdictClauses} from './panes/transfer-words.ts';
import {leastStayOf, type Said, say, stayOf} from './said.ts';

/** Why a download failed, and whether it goes on by itself. */
export const failureWords = ({failure, awaits}: Extract<DownloadState, {readonly kind: 'failed'}>): string =>
	awaits ? `${factOf(failure)} It goes on by itself as soon as somebody joins who has it.` : sentence(failure);

/** What is to be decided about a download that differs from the file that is here. */
export const undecidedWords = ({rfc, source}: Download): Said =>
	say(
		`RFC ${rfc} of ${printable(source.host)} has other bytes than your file. ${keyOf('replace', 'peer')} takes the new one, ${keyOf('keep', 'peer')} keeps yours.`,
		'busy',
	);

function endOf(download: Download): Said | undefined {
	const {rfc, state} = download;
	switch (state.kind) {
		case 'done':
			return say(
				`RFC ${rfc} is here, ${bytes(state.bytes)} from ${sourceWords(download)}, ${verdictClauses[state.verified]}. You share it now; ${keyOf('open', 'transfers')} on it reads it.`,
				'good',
			);
		case 'waiting':
			return say(
				`${factOf(state.failure)} It is tried again by itself. (In Transfers: ${keyOf('retry', 'transfers')} now, ${keyOf('drop', 'transfers')} drop.)`,
				'busy',
			);
		case 'already-here':
			return say(`You have RFC ${rfc} already, byte for byte: nothing was saved.`, 'good');
		case 'differs':
			return undecidedWords(download);
		case 'failed':
			return say(
				`${failureWords(state)} (In Transfers: ${keyOf('retry', 'transfers')} retry, ${keyOf('drop', 'transfers')} drop.)`,
				'bad',
			);
		default:
			return undefined;
	}
}

export type News = {
	/** The end of a download, a failure first. */
	readonly ended: Said | undefined;
	/** Oldest first. */
	readonly warnings: readonly Failure[];
};

/** What is new in `facts` since `before`. */
export function newsOf(before: PeerFacts, facts: PeerFacts): News {
	if (before === facts) return {ended: undefined, warnings: []};
	const known = new Map(before.downloads.map(download => [download.id, download.state.kind]));
	const ends = facts.downloads
		.filter(({id, state}) => known.get(id) !== state.kind)
		.flatMap(download => endOf(download) ?? []);
	return {
		ended: ends.find(({tone}) => tone === 'bad') ?? ends[0],
		warnings: newestSince(before.warnings, facts.warnings).toReversed(),
	};
}

/** Warnings of one kind: a folder may hold hundreds of files that cannot be read. */
type Alike = {readonly kind: Failure['kind']; readonly newest: Failure; readonly count: number};

/** Without advice: of a source that failed, other sources are asked already. */
const alikeWords = ({newest, count}: Alike): string =>
	`${factOf(newest)}${count === 1 ? '' : ` (And ${count - 1} more like it.)`}`;

export class NewsQueue {
	#ended: Said | undefined;
	/** Kinds of warnings that were never shown, the one that came first being first. */
	#unseen: readonly Alike[] = [];
	/** Warnings that were covered before they could be read. */
	#unread: readonly Said[] = [];
	#warnings = new WeakSet<Said>();
	#offered: {readonly said: Said; readonly of: Alike} | undefined;
	#shown: {readonly said: Said; readonly since: number};

	/** `said`: what is shown at first. */
	constructor(said: Said, now: number) {
		this.#shown = {said, since: now};
	}

	/** Whether anything has yet to be told. */
	get waits(): boolean {
		return this.#ended !== undefined || this.#unread.length > 0 || this.#unseen.length > 0;
	}

	hear({ended, warnings}: News): void {
		this.#ended = ended ?? this.#ended;
		for (const newest of warnings) {
			const {kind} = newest;
			const count = (this.#unseen.find(alike => alike.kind === kind)?.count ?? 0) + 1;
			const alike = {kind, newest, count};
			this.#unseen =
				count === 1 ? [...this.#unseen, alike] : this.#unseen.map(before => (before.kind === kind ? alike : before));
		}
	}

	/** To be told what the row shows now. A warning that was covered too early waits for another turn. */
	shows(said: Said, now: number): void {
		const {said: before, since} = this.#shown;
		if (said === before) return;
		if (this.#warnings.has(before) && now - since < stayOf(before)) this.#unread = [before, ...this.#unread];
		this.#unread = this.#unread.filter(unread => unread !== said);
		if (said === this.#ended) this.#ended = undefined;
		const offered = this.#offered;
		if (said === offered?.said) this.#unseen = this.#unseen.filter(alike => alike !== offered.of);
		this.#shown = {said, since: now};
	}

	/** What to tell next, and in how many milliseconds. */
	next(now: number): {readonly said: Said; readonly inMs: number} | undefined {
		const said = this.#ended ?? this.#unread[0] ?? this.#firstUnseen();
		if (said === undefined) return undefined;
		const {said: standing, since} = this.#shown;
		const until = since + (said === this.#ended ? leastStayOf(standing) : stayOf(standing));
		return {said, inMs: Math.max(0, until - now)};
	}

	#firstUnseen(): Said | undefined {
		const [of] = this.#unseen;
		if (of === undefined) return undefined;
		if (this.#offered?.of !== of) {
			const said = say(alikeWords(of), 'busy');
			this.#warnings.add(said);
			this.#offered = {said, of};
		}
		return this.#offered?.said;
	}
}
