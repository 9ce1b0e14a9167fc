/** The rows of plain words above the keys, and the questions of the peer's screen. */
import type {PeerFacts} from '../../peer/peer-state.ts';
import {sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {cut, fit} from '../../text/width.ts';
import {percent, timeLeft} from '../format.ts';
import {type Task, taskSentence} from '../hooks/use-task.ts';
import {bindingFor, type Context, keyOf} from '../keys.ts';
import {wrap, wrapAtMost} from '../kit/wrap.ts';
import type {PeerTab} from '../layout/peer.ts';
import type {Size} from '../layout.ts';
import {hasNothing} from '../panes/library-table.ts';
import {sessionTrouble} from '../panes/peer-header.ts';
import {type Said, say} from '../said.ts';
import type {Theme, Tone} from '../theme.ts';
import {menuKeys} from './menu-keys.ts';
import type {Form} from './peer-view.ts';
import {type Undo, undoHint} from './undo.ts';

type Words = {
	readonly facts: PeerFacts;
	readonly said: Said;
	/** Whether `said` is only what to begin with: it makes room for what is wrong. */
	readonly opening?: boolean;
	readonly undo?: Undo | undefined;
	/** Whether a field has the keys. */
	readonly typing?: boolean;
	readonly task: Task | undefined;
	readonly now: number;
};

function current({said, undo, typing, task, now}: Words): Said {
	if (task === undefined)
		return undo === undefined || typing ? said : {...said, text: `${said.text} · ${undoHint(undo)}`.trimStart()};
	return say(taskSentence(task, now, keyOf('back', 'peer')), 'busy');
}

type Opening = {
	/** Whether there is a live copy of the index. */
	readonly isLive: boolean;
	/** The present contexts of keys. */
	readonly contexts: readonly Context[];
	readonly tab: PeerTab;
	/** For a first-time user. */
	readonly hint?: string | undefined;
};

/** Two rows at most in a terminal of 40 columns. */
const formSentences: Readonly<Record<Form['kind'], string>> = {
	lookup: 'Asks the index server who has the RFC; nothing is downloaded.',
	get: 'Asks the index server who has the RFC, and gets it straight from a peer.',
	remove: 'The index forgets that you share the RFC. Your file stays.',
	add: 'Tells the index that you share an RFC: one of those below, or any file.',
	'add-details': 'Others find the RFC by this number and this title.',
};

/** What a form does, before anything was said about it; and what can be typed, where there is a list to find it in. */
export function formWords({kind}: Form, {isLive}: Pick<Opening, 'isLive'>): Said {
	const finds = isLive && (kind === 'lookup' || kind === 'get');
	return say(`${formSentences[kind]}${finds ? ' Words of a title find it in the list.' : ''}`);
}

/** What to begin with, before anything has happened. */
export function openingWords(facts: PeerFacts, opening: Opening): Said {
	// Without an index server nothing can be asked yet.
	if (facts.session.kind !== 'joined') {
		const where = opening.tab === 'library' ? '' : '; what you have is in Library';
		return say(opening.hint ?? `${menuKeys()}${where}.`);
	}
	return say([firstStep(facts, opening), opening.hint].filter(words => words !== undefined).join(' '));
}

/** As a peer that has joined. */
function firstStep(facts: PeerFacts, {isLive, contexts, tab, hint}: Opening): string | undefined {
	const {shared, notShared, folder, samples} = facts;
	// The peer of a demonstration has neither a folder nor samples, and no flag for them: it is there to get RFCs.
	const canShare = folder !== undefined || samples;
	if (shared + notShared === 0 && canShare) {
		const nothing =
			folder === undefined
				? 'You share no RFC yet; searching and getting work all the same.'
				: sentence({kind: 'folder-empty', folder});
		const key = keyOf('samples', 'library');
		// Not offered while the key means something else.
		const copies = hasNothing(facts) && bindingFor(contexts, key)?.act === 'samples';
		const first = copies
			? `${key} copies p2pci's own sample documents here`
			: `${keyOf('operation-1', 'peer')} shares one`;
		return `${nothing} ${first}, or start with --rfcs FOLDER.`;
	}
	if (!isLive)
		return `${menuKeys()}: ${keyOf('operation-3', 'peer')} asks the index server who has an RFC, ${keyOf('operation-6', 'peer')} gets it.`;
	// The keys below are those of the list of all RFCs.
	if (tab !== 'search') return hint === undefined ? `${menuKeys()}.` : undefined;
	const menu = hint === undefined ? `; ${menuKeys()}` : '';
	return `${keyOf('find', 'results')} finds among all shared RFCs, ${keyOf('open', 'results')} gets one${menu}.`;
}

/**
 * Maximum rows for problems, for the last event, and for the last event without problems, by the height of the
 * terminal.
 */
function shares(rows: number): readonly [trouble: number, now: number, alone: number] {
	if (rows < 12) return [1, 0, 1];
	return rows < 22 ? [2, 1, 3] : [3, 1, 4];
}

/** The most rows that `peerWords` takes in a terminal of this height. */
export const mostWords = (rows: number): number => Math.max(shares(rows)[0] + shares(rows)[1], shares(rows)[2]);

/** The first sentences of a text, as many as fit into these rows; one at least. */
function firstSentences(text: string, width: number, most: number): string {
	const sentences = text.split(/(?<=\.\)?) (?=[A-Z(])/);
	while (sentences.length > 1 && wrap(sentences.join(' '), width).length > most) sentences.pop();
	return sentences.join(' ');
}

/** What is wrong with the session, then the pending task or the last event. At least one row. */
export function peerWords(
	words: Words,
	{size, theme}: {readonly size: Size; readonly theme: Theme},
): readonly string[] {
	const [most, besides, alone] = shares(size.rows);
	const width = size.columns - 2;
	const trouble = sessionTrouble(words.facts, {now: words.now, keys: words.typing !== true});
	const now = current(words);
	const rows = (text: string, tone: Tone, most: number): string[] =>
		wrapAtMost(text, width, most).map(line => theme.paint(tone, fit(` ${line}`, size.columns)));
	if (trouble === undefined || (besides === 0 && words.task !== undefined)) return rows(now.text, now.tone, alone);
	const all = most + besides;
	const isOpening = words.opening === true && words.task === undefined;
	// A request that fails for the same reason is answered with no more than is needed to see that it was made.
	const text = untimed(trouble).startsWith(untimed(now.text)) ? firstSentences(now.text, width, 1) : now.text;
	// What was asked for is answered in whole sentences, as long as some rows are left for what is wrong.
	const answer = isOpening ? 0 : Math.min(wrap(text, width).length, Math.max(besides, all - 2));
	const left = all - answer;
	const wrong = rows(firstSentences(`✗ ${trouble}`, width, left), 'bad', left);
	return [...wrong, ...rows(text, now.tone, isOpening ? Math.min(besides, all - wrong.length) : answer)];
}

/** A sentence without the times that count down in it. */
const untimed = (text: string): string => text.replaceAll(/\d+ (?:s|min)\b/g, '');

/** What quitting now would stop, by name. */
export function leaveQuestion({downloads, uploads, remembers}: PeerFacts): string {
	const stops = downloads.flatMap(({rfc, state}) => {
		if (state.kind === 'connecting' || state.kind === 'verifying') return [`RFC ${rfc} stops`];
		if (state.kind !== 'running') return [];
		const share = state.total === undefined ? '' : ` at ${percent(state.received, state.total).trim()}`;
		return [`RFC ${rfc} stops${share}`];
	});
	const losers = uploads
		.filter(({state}) => state === 'running')
		.map(({rfc, to}) => `${printable(to)} may lose RFC ${rfc}, which you are sending`);
	const all = [...stops, ...losers];
	// Transfers may end while the person is thinking.
	if (all.length === 0) return 'Quit now? Nothing is running any more.';
	const more = all.length > 3 ? ` And ${count(all.length - 3)} more.` : '';
	const waiting = downloads.filter(({state}) => state.kind === 'queued').length;
	const queue =
		waiting === 0 ? '' : `, and so ${waiting === 1 ? 'does' : 'do'} ${counted(waiting, 'RFC')} in the queue`;
	const later = stops.length + waiting === 0 || !remembers ? '' : ` Downloads go on at the next start${queue}.`;
	return `Quit now? ${all.slice(0, 3).join('; ')}.${more}${later}`;
}

/** The possible answers. */
export function leaveHint({downloads, uploads}: PeerFacts): string {
	const moving = [
		...downloads.flatMap(({state}) =>
			state.kind === 'running' ? [{missing: (state.total ?? 0) - state.received, rate: state.rate}] : [],
		),
		...uploads.flatMap(({state, sent, total: asked, whole: total = asked, rate}) =>
			state === 'running' ? [{missing: total - sent, rate}] : [],
		),
	];
	const seconds = Math.max(
		0,
		...moving.map(({missing, rate}) => (rate > 0 ? missing / rate : Number.POSITIVE_INFINITY)),
	);
	const about = seconds > 0 && Number.isFinite(seconds) ? ` (about ${timeLeft(seconds, 1)})` : '';
	return `${keyOf('yes', 'confirm')} quits · ${keyOf('quit-later', 'leaving')} quits when they are done${about} · ${keyOf('no', 'confirm')} stays`;
}

/** The question before a document is taken back. */
export const removeQuestion = (rfc: number, title: string): string =>
	`Remove RFC ${rfc} (${cut(printable(title), 80)}) from the index? Peers can't get it from you any more. Your file stays.`;
