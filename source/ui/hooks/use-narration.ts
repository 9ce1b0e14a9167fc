/** The row of plain words: follows what happens on the wire, but shows each sentence long enough to be read. */
import {useEffect, useRef} from 'react';
import type {WireLog} from '../../net/wire-log.ts';
import {type Said, say} from '../said.ts';
import {narrate, type Told} from '../wire/narration.ts';
import type {WireList} from '../wire/wire-list.ts';

/**
 * The minimum display time in milliseconds: of narration, of the result of an action, and of good or bad news and
 * decisions.
 */
const stays = {narrated: 1500, plain: 3000, toned: 8000} as const;

/** A sentence that was not shown by then is out of date. */
const stale = 8000;

type Waiting = Told & {readonly since: number};

/** How long the present words stay. */
const holdOf = (said: Said, narrated: boolean): number =>
	narrated ? stays.narrated : said.tone === 'plain' ? stays.plain : stays.toned;

export type Narration = {
	readonly log: WireLog;
	readonly list: WireList;
	readonly me: string;
	readonly said: Said;
	/** Whether the present words must stay for now. */
	readonly held: boolean;
	/** Milliseconds, any epoch. */
	clock(): number;
	/** Shows `said` in the place of `after`, unless that was replaced in the meantime. */
	tell(said: Said, after: Said): void;
};

/** The more important of two waiting sentences; in a tie the newer. */
function better(pending: Waiting | undefined, told: Told | undefined, now: number): Waiting | undefined {
	const fresh = pending !== undefined && now - pending.since < stale ? pending : undefined;
	if (told === undefined) return fresh;
	return fresh !== undefined && fresh.weight > told.weight ? fresh : {...told, since: now};
}

export function useNarration({log, list, me, said, held, clock, tell}: Narration): void {
	const heard = useRef(log.total);
	const shown = useRef<{said: Said; since: number; narrated: boolean}>({said, since: clock(), narrated: false});
	const waiting = useRef<Waiting>(undefined);
	useEffect(() => {
		const now = clock();
		if (shown.current.said !== said) shown.current = {said, since: now, narrated: false};
		const entries = log.last(log.total - heard.current);
		heard.current = log.total;
		const told =
			entries.length === 0
				? undefined
				: narrate({entries, kept: list.kept, requestOf: entry => list.requestOf(entry), me});
		const next = better(waiting.current, told, now);
		waiting.current = next;
		if (next === undefined || held) return undefined;
		const {said: standing, since, narrated} = shown.current;
		const timer = setTimeout(
			() => {
				waiting.current = undefined;
				const words = say(next.text);
				shown.current = {said: words, since: clock(), narrated: true};
				tell(words, standing);
			},
			Math.max(0, since + holdOf(standing, narrated) - now),
		);
		return () => clearTimeout(timer);
	});
}
