/** Messages as a file for a report: text for people, or NDJSON for programs. Pure, in pieces. */
import type {WireEntry} from '../../net/wire-log.ts';
import {clockMillis} from '../../text/clock-time.ts';
import {jsonText} from '../../text/json-text.ts';
import {printable, visibleLineEnds} from '../../text/printable.ts';
import {count} from '../../text/quantity.ts';
import {millis} from '../format.ts';
import {type LadderStyle, ladderPicture} from './ladder.ts';

export type Transcript = {
	readonly entries: readonly WireEntry[];
	/** The subject of the file, its first line. */
	readonly about: string;
	readonly format: 'text' | 'ndjson';
	/** Draws a ladder of the conversation before the messages; only in text. */
	readonly ladder?: Pick<LadderStyle, 'side' | 'requestOf'> | undefined;
};

/** Width of a ladder in a file: a landscape page, or a wide editor. */
const pictureWidth = 132;

const arrows = {received: '<--', sent: '-->', event: '---'} as const;

function asText(entry: WireEntry): string {
	const took = entry.duration === undefined ? '' : `, ${millis(entry.duration)} ms`;
	const answers = entry.exchange === entry.id ? '' : `, to #${entry.exchange}`;
	const size = entry.direction === 'event' ? '' : `, ${count(entry.bytes)} bytes`;
	const head = `#${entry.id} ${clockMillis(entry.time)} ${arrows[entry.direction]} ${printable(entry.party)}${size}${took}${answers}`;
	const lines =
		entry.direction === 'event' || entry.text === '' ? [printable(entry.summary)] : visibleLineEnds(entry.text);
	return `${head}\n${lines.map(line => `    ${line}\n`).join('')}\n`;
}

const asLine = (entry: WireEntry): string =>
	`${jsonText({
		id: entry.id,
		time: new Date(entry.time).toISOString(),
		direction: entry.direction,
		party: entry.party,
		summary: entry.summary,
		status: entry.status,
		bytes: entry.bytes,
		ms: entry.duration,
		exchange: entry.exchange,
		text: entry.text,
	})}\n`;

/** Messages in one piece: few enough that rendering it causes no delay. */
const atOnce = 20;

/** Joins lines into pieces. */
function* joined(lines: Iterable<string>): Generator<string> {
	let piece: string[] = [];
	for (const line of lines) {
		piece.push(line, '\n');
		if (piece.length < 2 * atOnce) continue;
		yield piece.join('');
		piece = [];
	}
	yield piece.join('');
}

/** The text of the file, some messages at a time. */
export function* transcript({entries, about, format, ladder}: Transcript): Generator<string> {
	if (format === 'text') yield `${about}\n\n`;
	if (format === 'text' && ladder !== undefined) {
		yield* joined(ladderPicture(entries, {...ladder, width: pictureWidth}));
		yield '\n';
	}
	const one = format === 'text' ? asText : asLine;
	for (let at = 0; at < entries.length; at += atOnce) {
		yield entries
			.slice(at, at + atOnce)
			.map(one)
			.join('');
	}
}

/** NDJSON if the file name says so. */
export const formatOf = (name: string): Transcript['format'] => (/\.(?:ndjson|jsonl)$/i.test(name) ? 'ndjson' : 'text');

const two = (value: number): string => String(value).padStart(2, '0');

/** `p2pci-wire-20261123-104205.txt`, in local time. */
export function defaultName(now: number): string {
	const at = new Date(now);
	const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
	return `p2pci-wire-${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}.txt`;
}
