/** Sentences about what happened, for the rows above the keys. */
import {type Failure, FailureError, sentence} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import type {PeerTab} from './layout/peer.ts';
import type {Tone} from './theme.ts';

export type Said = {
	readonly text: string;
	readonly tone: Tone;
	/** What keys do about it, in the only tab in which they do that. */
	readonly keys?: {readonly tab: PeerTab; readonly text: string};
};

/** A sentence in a tone. */
export const say = (text: string, tone: Tone = 'plain'): Said => ({text, tone});

/** A sentence, and after it what keys do about it in a tab. */
export const withKeys = (said: Said, tab: PeerTab, text: string): Said => ({...said, keys: {tab, text}});

/** The sentence as it is read in a tab. */
export const saidIn = (tab: PeerTab, said: Said): Said =>
	said.keys?.tab === tab ? {...said, text: `${said.text} ${said.keys.text}`} : said;

/** Before anything happened: the words then depend on what is shown. */
export const nothingSaid: Said = say('');

/** The shortest time in which a sentence of one row can be read, in milliseconds. */
export const leastStayMs = 1500;
const longestStayMs = 8000;

/** As many characters are read at a glance; every further one takes 40 ms, as at 250 words a minute. */
const glance = 100;
const readingMs = 40;

/** The shortest time in which it can be read, in milliseconds: an answer about several versions has three rows. */
export function leastStayOf(said: Said): number {
	if (said === nothingSaid) return 0;
	const length = said.text.length + (said.keys?.text.length ?? 0);
	return Math.min(longestStayMs, leastStayMs + readingMs * Math.max(0, length - glance));
}

/** How long a sentence stays before something less urgent may take its place, in milliseconds. */
export function stayOf(said: Said): number {
	if (said === nothingSaid) return 0;
	return said.tone === 'plain' ? Math.max(3000, leastStayOf(said)) : longestStayMs;
}

/** The sentence for who has a screen: what a server refused, and with which words, is in its Wire tab. */
export const onScreen = (failure: Failure): string =>
	failure.kind === 'server-refused'
		? `${sentence(failure)} The Wire tab shows the request and the answer.`
		: sentence(failure);

/** An error of the engine as a sentence; `tell` makes it of a failure. */
export function sentenceOf(error: unknown, tell: (failure: Failure) => string = onScreen): string {
	return tell(error instanceof FailureError ? error.failure : {kind: 'unexpected', reason: reasonOf(error)});
}
