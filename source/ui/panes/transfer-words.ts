/** Words about a download: its place in the queue, where it came from, and in what time. */
import type {Download, DownloadState} from '../../peer/peer-state.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count, duration} from '../../text/quantity.ts';
import {keyOf} from '../keys.ts';

/** What was checked about a document, for a row of a table. */
export const verdictWords = {digest: 'SHA-256 right', length: 'length right', none: 'unverified'} as const;

/** The same in a sentence: what was not checked, and why not. */
export const verdictClauses = {
	digest: 'SHA-256 right',
	length: 'only its length was checked, because nobody declares its digest',
	none: 'not checked, because neither a digest nor a length that fits was declared',
} as const;

/** A sender's percent of what is here: 0 and 100 only if it sent nothing or all; those of two are 100 together. */
export function shareOf(part: number, all: number): number {
	const exact = (100 * part) / all;
	if (part === 0 || part === all) return exact;
	return Math.min(99, Math.max(1, exact < 50 ? Math.ceil(exact - 0.5) : Math.round(exact)));
}

/** `alice`, or `alice 61%, dave 39%`: which source sent how much of what is here. */
export function sourceWords({source, sources}: Pick<Download, 'source' | 'sources'>): string {
	const senders = sources.filter(one => one.bytes > 0);
	// Before its first bytes have come, the source that began is known by its state.
	const [only = sources.find(one => one.state === 'sending') ?? source] = senders;
	if (senders.length < 2) return printable(only.host);
	const all = senders.reduce((sum, one) => sum + one.bytes, 0);
	return senders
		.toSorted((a, b) => b.bytes - a.bytes)
		.map(one => `${printable(one.host)} ${shareOf(one.bytes, all)}%`)
		.join(', ');
}

function timeTaken(seconds: number): string {
	// In seconds it would read 0.0.
	if (seconds < 0.05) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
	return seconds < 10 ? `${seconds.toFixed(1)} s` : duration(seconds);
}

/** `1.0 GiB in 9.1 s`; of one that went on, only what came since then took that time. */
export function cameWords({bytes: all, before = 0, seconds}: Extract<DownloadState, {readonly kind: 'done'}>): string {
	const rest = before > 0 && before < all ? `, the last ${bytes(all - before)}` : '';
	return `${bytes(all)}${rest} in ${timeTaken(seconds)}`;
}

/** `next`, `2nd of 7`: the position in the queue. */
export function placeWords(id: number, queue: readonly number[]): string {
	const place = queue.indexOf(id) + 1;
	if (place <= 1) return place === 1 ? 'next in the queue' : 'waits for its turn';
	const tens = place % 100 >= 11 && place % 100 <= 13;
	const ending = (tens ? undefined : {1: 'st', 2: 'nd', 3: 'rd'}[place % 10]) ?? 'th';
	return `${count(place)}${ending} of ${count(queue.length)} in the queue · ${keyOf('raise', 'transfers')} moves it to the front`;
}
