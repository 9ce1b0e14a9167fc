/** The rows of plain words above the keys, and the questions of the peer's screen. */
import type {PeerFacts} from '../peer/peer-state.ts';
import {printable} from '../text/printable.ts';
import {count} from '../text/quantity.ts';
import {fit} from '../text/width.ts';
import {percent, timeLeft} from './format.ts';
import type {Task} from './hooks/use-task.ts';
import {waiting} from './kit/spinner.ts';
import {wrapAtMost} from './kit/wrap.ts';
import {type Size, wideColumns} from './layout.ts';
import {sessionTrouble} from './panes/peer-header.ts';
import {type Said, say} from './said.ts';
import type {Theme, Tone} from './theme.ts';
import {type Undo, undoHint} from './undo.ts';

type Words = {
	readonly facts: PeerFacts;
	readonly said: Said;
	readonly undo?: Undo | undefined;
	readonly task: Task | undefined;
	readonly now: number;
};

function current({said, undo, task, now}: Words): Said {
	if (task === undefined)
		return undo === undefined ? said : {...said, text: `${said.text} · ${undoHint(undo)}`.trimStart()};
	const {sign, seconds} = waiting(now - task.since);
	return {text: `${sign} ${task.words} …${seconds}${seconds === '' ? '' : ' (esc cancels)'}`, tone: 'busy'};
}

/** What to begin with, as long as nothing happened. */
export function openingWords({session, shared, notShared}: PeerFacts, isLive: boolean): Said {
	if (session.kind === 'joined' && shared + notShared === 0) {
		return say(
			'You share no RFC yet; searching and getting work all the same. 1 shares one, or start with --rfcs FOLDER.',
		);
	}
	if (!isLive) return say('1-6 choose from the menu: 3 asks the index server who has an RFC, 6 gets it.');
	return say('/ finds among all shared RFCs, enter gets one; 1-6 choose from the menu.');
}

/** Rows for what is wrong, for what happened, and for what happened where nothing is wrong: by the rows of the terminal. */
function shares(rows: number): readonly [trouble: number, now: number, alone: number] {
	if (rows < 12) return [1, 0, 1];
	return rows < 22 ? [2, 1, 2] : [3, 2, 4];
}

/** The most rows that `peerWords` takes in a terminal of so many rows. */
export const mostWords = (rows: number): number => Math.max(shares(rows)[0] + shares(rows)[1], shares(rows)[2]);

/** The fewest rows: where most sentences take two, the panes above would change their heights with each of them. */
const fewestWords = ({columns, rows}: Size): number => (columns < wideColumns && rows >= 20 ? 2 : 1);

/** What is wrong with the session, then what is waited for or what happened last. At least one row. */
export function peerWords(
	words: Words,
	{size, theme}: {readonly size: Size; readonly theme: Theme},
): readonly string[] {
	const [most, besides, alone] = shares(size.rows);
	const width = size.columns - 2;
	const trouble = sessionTrouble(words.facts, words.now);
	const now = current(words);
	const rows = (text: string, tone: Tone, most: number): string[] =>
		wrapAtMost(text, width, most).map(line => theme.paint(tone, fit(` ${line}`, size.columns)));
	const shown =
		trouble === undefined || (besides === 0 && words.task !== undefined)
			? rows(now.text, now.tone, alone)
			: [...rows(`✗ ${trouble}`, 'bad', most), ...rows(now.text, now.tone, besides)];
	const empty = ' '.repeat(size.columns);
	return [...shown, ...Array.from({length: Math.max(0, fewestWords(size) - shown.length)}, () => empty)];
}

/** What quitting now would stop, by name. */
export function leaveQuestion({downloads, uploads}: PeerFacts): string {
	const stops = downloads.flatMap(({rfc, state}) => {
		if (state.kind === 'connecting' || state.kind === 'verifying') return [`RFC ${rfc} stops`];
		if (state.kind !== 'running') return [];
		const share = state.total === undefined ? '' : ` at ${percent(state.received, state.total).trim()}`;
		return [`RFC ${rfc} stops${share} (what came is kept)`];
	});
	const losers = uploads
		.filter(({state}) => state === 'running')
		.map(({rfc, to}) => `${printable(to)} may lose RFC ${rfc}, which you are sending`);
	const all = [...stops, ...losers];
	// They may be done while the person thinks about it.
	if (all.length === 0) return 'Quit now? Nothing is running any more.';
	const more = all.length > 3 ? ` And ${count(all.length - 3)} more.` : '';
	return `Quit now? ${all.slice(0, 3).join('; ')}.${more}`;
}

/** What can be answered to it. */
export function leaveHint({downloads, uploads}: PeerFacts): string {
	const moving = [
		...downloads.flatMap(({state}) =>
			state.kind === 'running' ? [{missing: (state.total ?? 0) - state.received, rate: state.rate}] : [],
		),
		...uploads.flatMap(({state, sent, total, rate}) => (state === 'running' ? [{missing: total - sent, rate}] : [])),
	];
	const seconds = Math.max(
		0,
		...moving.map(({missing, rate}) => (rate > 0 ? missing / rate : Number.POSITIVE_INFINITY)),
	);
	const about = seconds > 0 && Number.isFinite(seconds) ? ` (about ${timeLeft(seconds, 1)})` : '';
	return `y quits · w quits when they are done${about} · n stays`;
}

export const removeQuestion = (rfc: number, title: string): string =>
	`Remove RFC ${rfc} (${printable(title).slice(0, 80)}) from the index? Peers can't get it from you any more. Your file stays.`;
