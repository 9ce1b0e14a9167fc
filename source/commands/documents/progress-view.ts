/**
 * Renders the progress of many transfers: as two lines for a terminal of any width, or one sentence for a log. Pure.
 */

import {nameList} from '../../text/name-list.ts';
import {printable} from '../../text/printable.ts';
import {progressBar} from '../../text/progress-bar.ts';
import {bytes, count, counted, duration} from '../../text/quantity.ts';
import {cut, displayWidth} from '../../text/width.ts';

export type ProgressFacts = {
	/** What is being counted, in the singular. */
	readonly noun: string;
	readonly files: {readonly done: number; readonly total: number};
	/** `total` is absent while it is unknown. */
	readonly bytes: {readonly done: number; readonly total?: number};
	/** Bytes a second, smoothed. */
	readonly rate: number;
	/** Documents being downloaded, oldest first. */
	readonly running: readonly {readonly rfc: number; readonly received: number; readonly total?: number}[];
	/** Names of the current sources. Not yet printable. */
	readonly sources: readonly string[];
	/** Names of holders that answered that they are busy, while nobody sends anything. Not yet printable. */
	readonly busy: readonly string[];
};

export type ViewOptions = {
	/** Width of the terminal. */
	readonly columns: number;
	readonly colour: boolean;
};

const widestBar = 32;
const narrowestBar = 8;
const gap = '  ';

/** The lines of the display, at most `columns - 2` wide: no terminal wraps them, with the ^C after them that Ctrl-C shows. */
export function progressLines(facts: ProgressFacts, {columns, colour}: ViewOptions): readonly string[] {
	const width = Math.max(1, columns - 2);
	const amounts = amountsOf(facts);
	// What does not fit is dropped from the end: share and count matter most.
	while (amounts.length > 1 && displayWidth(amounts.join(gap)) > width) amounts.pop();
	const text = amounts.join(gap);
	const left = width - displayWidth(text) - gap.length;
	const bar = left < narrowestBar ? '' : barOf(shareOf(facts), {cells: Math.min(widestBar, left), colour}) + gap;
	const first = bar + cut(text, width);
	const second = cut(detailOf(facts), width);
	return second === '' ? [first] : [first, colour ? `\u001B[2m${second}\u001B[22m` : second];
}

/** One line for a log: `123 of 261 RFCs, 5.6 of 12 MiB, 3.2 MiB/s, 2 s left, from alice and bob`. */
export function progressSentence(facts: ProgressFacts): string {
	const holders = holdersText(facts);
	return [...amountsOf(facts).slice(1), ...(holders === '' ? [] : [holders])].join(', ');
}

/** The share that is done, 0 to 1: of the bytes if all sizes are known, else of the files. */
function shareOf({files, bytes: size}: ProgressFacts): number {
	if (size.total) return Math.min(1, size.done / size.total);
	return files.total === 0 ? 0 : files.done / files.total;
}

function amountsOf(facts: ProgressFacts): string[] {
	const {files, bytes: size, rate, noun} = facts;
	const left = secondsLeft(facts);
	return [
		`${String(Math.floor(100 * shareOf(facts))).padStart(3)} %`,
		`${count(files.done)} of ${counted(files.total, noun)}`,
		size.total === undefined ? bytes(size.done) : `${bytes(size.done)} of ${bytes(size.total)}`,
		`${bytes(rate)}/s`,
		...(left === undefined ? [] : [`${duration(left)} left`]),
	];
}

/** Whole seconds, never less than are left: not 0 before the end. Undefined while it is unknown. */
function secondsLeft({bytes: size, rate}: ProgressFacts): number | undefined {
	if (size.total === undefined || rate < 1) return undefined;
	return Math.ceil(Math.max(0, size.total - size.done) / rate);
}

function barOf(share: number, {cells, colour}: {readonly cells: number; readonly colour: boolean}): string {
	const bar = progressBar(share, cells);
	if (!colour) return bar;
	const done = bar.replace(/░+$/, '');
	return `\u001B[36m${done}\u001B[39m\u001B[2m${bar.slice(done.length)}\u001B[22m`;
}

/** `from alice and bob: RFC 2616 82 %, RFC 791 12 %`. */
function detailOf(facts: ProgressFacts): string {
	const documents = facts.running.map(({rfc, received, total}) =>
		total ? `RFC ${rfc} ${Math.floor((100 * received) / total)} %` : `RFC ${rfc} ${bytes(received)}`,
	);
	return [holdersText(facts), documents.join(', ')].filter(part => part !== '').join(': ');
}

/** Who sends, or whose fault it is that nobody does; empty when neither is known. */
function holdersText({sources, busy}: ProgressFacts): string {
	if (sources.length > 0) return `from ${namesText(sources)}`;
	return busy.length === 0 ? '' : `waiting for an upload slot at ${namesText(busy)}`;
}

/** The sources of what came; nobody is asked for a document that an earlier run has left whole. */
export const sourcesText = (names: readonly string[]): string =>
	names.length === 0 ? 'an earlier run' : namesText(names);

/** `alice, bob, carol and 3 more`, safe to show. */
export const namesText = (names: readonly string[]): string => nameList(names.map(printable));
