/** Tells news in the row of plain words: each once, when it happens or when there is room for it. */
import {useEffect, useRef} from 'react';
import type {PeerFacts} from '../../peer/peer-state.ts';
import {NewsQueue, newsOf} from '../news.ts';
import {nothingSaid, type Said} from '../said.ts';

export type NewsRow = {
	/** What the row shows. */
	readonly said: Said;
	/** Whether the row is covered, or needed for something else: news wait. */
	readonly held: boolean;
	/** Milliseconds, any epoch. */
	clock(): number;
	/** Shows `said` in the place of `after`, unless that was replaced in the meantime. */
	tell(said: Said, after: Said): void;
};

/** Returns a function that tells whether there are news that have yet to be told; current after this effect. */
export function useNews(facts: PeerFacts, {said, held, clock, tell}: NewsRow): () => boolean {
	// Warnings from before the first frame are news, too.
	const before = useRef<PeerFacts>({...facts, warnings: []});
	const queue = useRef<NewsQueue>(undefined);
	useEffect(() => {
		const now = clock();
		queue.current ??= new NewsQueue(said, now);
		const news = queue.current;
		news.hear(newsOf(before.current, facts));
		before.current = facts;
		news.shows(held ? nothingSaid : said, now);
		const next = held ? undefined : news.next(now);
		if (next === undefined) return undefined;
		if (next.inMs === 0) {
			tell(next.said, said);
			return undefined;
		}
		const timer = setTimeout(tell, next.inMs, next.said, said);
		return () => clearTimeout(timer);
	});
	return () => queue.current?.waits ?? false;
}
