/** What a handler returns: a complete answer, or one that is rendered in pieces while it is sent. */
import {setImmediate} from 'node:timers/promises';
import {answerHead, emptyAnswer} from '../protocol/encode.ts';
import type {Field} from '../protocol/message.ts';
import {phraseOf, type StatusCode} from '../protocol/status.ts';
import {counted} from '../text/quantity.ts';
import type {Outlet} from './watcher.ts';

export type Answer = {
	readonly status: StatusCode;
	/** A short description for the log. */
	readonly summary: string;
} & (
	| {readonly kind: 'whole'; readonly text: string}
	/** Each piece has at most 256 KB of UTF-8. The event loop runs between pieces. */
	| {readonly kind: 'pieces'; readonly pieces: AsyncIterable<string>}
	/** `text`, followed by events for as long as the connection lasts. */
	| {readonly kind: 'watch'; readonly text: string; readonly start: (outlet: Outlet) => Watching}
);

/** A running WATCH. `caughtUp` resolves when it has sent what had happened before, or the connection has closed. */
export type Watching = {readonly caughtUp: Promise<void>; stop(): void};

/** Answers with more lines are sent in pieces. */
export const mostLinesAtOnce = 250;

/** In characters: a character (UTF-16 unit) has at most 3 bytes in UTF-8. */
const pieceLength = 85_000;

/** Lines measured, or made, before the event loop runs. */
const linesAtOnce = 1000;

/** An answer that is sent at once. `summary`: its words in the wire log. */
export const whole = (status: StatusCode, text: string, summary = phraseOf(status)): Answer => ({
	kind: 'whole',
	status,
	summary,
	text,
});

/** A 1.1 answer without a body. */
export const bodiless = (status: StatusCode, fields: readonly Field[] = []): Answer =>
	whole(status, emptyAnswer(status, fields));

/** Joins texts, which may be empty, into pieces of about `pieceLength` characters. */
export async function* inPieces(texts: Iterable<string>): AsyncGenerator<string> {
	let piece = '';
	let lines = 0;
	for (const text of texts) {
		piece += text;
		if (++lines % linesAtOnce !== 0 && piece.length < pieceLength) continue;
		if (piece !== '') yield piece;
		piece = '';
		await setImmediate();
	}
	if (piece !== '') yield piece;
}

export type Lines<Item> = {
	/** Must not change any more. */
	readonly items: readonly Item[];
	/** One line of NDJSON, with its LF; must be deterministic. */
	readonly line: (item: Item, index: number) => string;
	readonly noun: string;
	readonly fields?: readonly Field[];
};

/** A 1.1 answer 200 with a line for each item. */
export function linesAnswer<Item>(lines: Lines<Item>): Answer {
	const {items, line, noun} = lines;
	const summary = counted(items.length, noun);
	if (items.length > mostLinesAtOnce) return {kind: 'pieces', status: 200, summary, pieces: linePieces(lines)};
	let body = '';
	for (const [index, item] of items.entries()) body += line(item, index);
	return whole(200, linesHead(lines, Buffer.byteLength(body)) + body, summary);
}

const linesHead = (lines: Pick<Lines<unknown>, 'fields'>, length: number): string =>
	answerHead(200, [['Content-Type', 'application/x-ndjson'], ...(lines.fields ?? [])], length);

/** Rendered twice, first to count the bytes, so that only references wait for a slow reader, not text. */
async function* linePieces<Item>(lines: Lines<Item>): AsyncGenerator<string> {
	const {items, line} = lines;
	let length = 0;
	for (const [index, item] of items.entries()) {
		length += Buffer.byteLength(line(item, index));
		if (index % linesAtOnce === linesAtOnce - 1) await setImmediate();
	}
	yield linesHead(lines, length);
	yield* inPieces(rendered(lines));
}

function* rendered<Item>({items, line}: Lines<Item>): Generator<string> {
	for (const [index, item] of items.entries()) yield line(item, index);
}
