/** The row of plain words follows what happens on the wire, and stands still long enough to be read. */
import {useEffect, useRef} from 'react';
import type {WireLog} from '../../net/wire-log.ts';
import {type Said, say} from '../said.ts';
import {narrate, type Told} from '../wire/narration.ts';
import type {WireList} from '../wire/wire-list.ts';

/** Milliseconds that a sentence stays at least: what the wire tells, what an act did, and what is good, bad or to be decided. */
const stays = {narrated: 1500, plain: 3000, toned: 8000} as const;

/** What was not told by then is not news any more. */
const stale = 8000;

type Waiting = Told & {readonly since: number};

/** How long the words that stand there stay. */
const holdOf = (said: Said, narrated: boolean): number =>
	narrated ? stays.narrated : said.tone === 'plain' ? stays.plain : stays.toned;

export type Narration = {
	readonly log: WireLog;
	readonly list: WireList;
	readonly me: string;
	readonly said: Said;
	/** Whether the words that stand there must not go yet. */
	readonly held: boolean;
	/** Milliseconds, any epoch. */
	clock(): number;
	tell(said: Said): void;
};

/** Of two sentences that wait, the one that matters more; of equal ones the newer. */
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
				tell(words);
			},
			Math.max(0, since + holdOf(standing, narrated) - now),
		);
		return () => clearTimeout(timer);
	});
}
