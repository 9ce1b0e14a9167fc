/** The row of plain words: follows what happens on the wire, but shows each sentence long enough to be read. */
import {useEffect, useRef} from 'react';
import type {WireLog} from '../../net/wire-log.ts';
import {leastStayMs, type Said, say, stayOf} from '../said.ts';
import {narrate, type Told} from '../wire/narration.ts';
import type {WireList} from '../wire/wire-list.ts';

/** A sentence that was not shown by then is out of date. */
const stale = 8000;

/** `from`: the number of messages before those that it tells of. */
type Waiting = Told & {readonly since: number; readonly from: number};

/** What the row shows, since when, and whether it is narration. */
type Shown = {readonly said: Said; readonly since: number; readonly narrated: boolean};

/** The words at the start stay as long as the result of an action. */
const openingMs = 3000;

/** How long the present words stay. */
const holdOf = (said: Said, narrated: boolean): number => (narrated ? leastStayMs : stayOf(said) || openingMs);

/**
 * When what was heard at that time is told; undefined if it will be out of date: what led to the present words must not
 * be told after them.
 */
export function dueAt({said, since, narrated}: Shown, heard: {readonly since: number}): number | undefined {
	const due = since + holdOf(said, narrated);
	return due - heard.since < stale ? due : undefined;
}

export type Narration = {
	readonly log: WireLog;
	readonly list: WireList;
	readonly me: string;
	readonly wanted: readonly number[];
	readonly said: Said;
	/** Whether the present words must stay for now; asked after each frame. */
	isHeld(): boolean;
	/** Milliseconds, any epoch. */
	clock(): number;
	/** Shows `said` in the place of `after`, unless that was replaced in the meantime. */
	tell(said: Said, after: Said): void;
};

export function useNarration({log, list, me, wanted, said, isHeld, clock, tell}: Narration): void {
	const heard = useRef(log.total);
	const shown = useRef<Shown>({said, since: clock(), narrated: false});
	const waiting = useRef<Waiting>(undefined);
	useEffect(() => {
		const now = clock();
		const isSaid = shown.current.said !== said;
		if (isSaid) shown.current = {said, since: now, narrated: false};
		const pending = waiting.current !== undefined && now - waiting.current.since < stale ? waiting.current : undefined;
		// What comes with an answer is what it answers, which the answer itself has told.
		const isNew = !isSaid && log.total > heard.current;
		// What waits is told anew with what came since, so that many changes become one sentence.
		const from = pending?.from ?? heard.current;
		heard.current = log.total;
		const told = isNew
			? narrate({
					entries: log.last(log.total - from),
					kept: list.kept,
					requestOf: entry => list.requestOf(entry),
					me,
					wanted,
				})
			: undefined;
		const next = told === undefined || told.text === pending?.text ? pending : {...told, since: now, from};
		waiting.current = next;
		if (next === undefined || isHeld()) return undefined;
		const {said: standing} = shown.current;
		const due = dueAt(shown.current, next);
		if (due === undefined) {
			// Nor after the words that come next.
			waiting.current = undefined;
			return undefined;
		}
		const timer = setTimeout(
			() => {
				waiting.current = undefined;
				const words = say(next.text);
				shown.current = {said: words, since: clock(), narrated: true};
				tell(words, standing);
			},
			Math.max(0, due - now),
		);
		return () => clearTimeout(timer);
	});
}
