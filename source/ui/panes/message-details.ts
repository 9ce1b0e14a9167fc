/** A message in full: as it was on the wire with visible line ends, as bytes, or explained field by field. */
import type {WireEntry} from '../../net/wire-log.ts';
import {clockMillis} from '../../text/clock-time.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count} from '../../text/quantity.ts';
import {displayWidth} from '../../text/width.ts';
import type {Details} from '../details.ts';
import {millis} from '../format.ts';
import {keyOf} from '../keys.ts';
import {joinLines, type Line, type Lines, linesOf} from '../kit/lines.ts';
import {chop, wrap} from '../kit/wrap.ts';
import {type ExplainedLine, explain, type Note} from '../wire/explain.ts';
import {hexLines} from '../wire/hex.ts';
import {messageWords} from '../wire/message-words.ts';
import type {WireScene} from '../wire/wire-acts.ts';
import type {WireList} from '../wire/wire-list.ts';
import type {MessageMode} from '../wire/wire-look.ts';

export type MessageLook = {
	readonly width: number;
	readonly mode: MessageMode;
	/** Only the message itself, without the other half of its exchange. */
	readonly alone: boolean;
};

function heading(entry: WireEntry): string {
	const who = printable(entry.party);
	const words = {received: `from ${who}`, sent: `to ${who}`, event: who}[entry.direction];
	const took = entry.duration === undefined ? '' : `, after ${millis(entry.duration)} ms`;
	return `${clockMillis(entry.time)} ${words}, ${count(entry.bytes)} bytes${took}`;
}

const headingLines = (entry: WireEntry, width: number): Line[] =>
	wrap(heading(entry), width).map(text => ({text, tone: 'strong'}));

/** Minimum distance between a line and its gloss. */
const glossGap = 3;

/** A line with its gloss on the right, if there is room. */
function withGloss({text, gloss}: ExplainedLine, width: number): Line[] {
	const used = displayWidth(text);
	const room = width - used - glossGap;
	if (gloss === '' || room < displayWidth(gloss)) return chop(text, width);
	const column = Math.max(used + glossGap, Math.min(32, width - displayWidth(gloss)));
	return [{text, note: `${' '.repeat(column - used)}${gloss}`}];
}

function noteLines({part, says, where}: Note, width: number): Line[] {
	const about = part === '' ? '' : `${part}: `;
	return wrap(`${about}${says}${where === '' ? '' : ` (${where})`}`, width - 4).map(
		(line): Line => ({text: `    ${line}`, tone: 'dim'}),
	);
}

const explainedLine = (line: ExplainedLine, width: number): Line[] => [
	...chop(line.text, width).map((text): Line => ({text, tone: 'accent'})),
	...(line.notes.length === 0 && line.gloss !== '' ? noteLines({part: '', says: line.gloss, where: ''}, width) : []),
	...line.notes.flatMap(note => noteLines(note, width)),
];

const indented = (line: Line): Line => (typeof line === 'string' ? `  ${line}` : {...line, text: `  ${line.text}`});

function body(entry: WireEntry, list: WireList, {width, mode}: MessageLook): Lines {
	if (entry.direction === 'event') return linesOf(wrap(printable(entry.summary), width - 2).map(indented));
	if (mode === 'raw') return hexLines(entry.text, width);
	const request = list.requestOf(entry)?.summary;
	const lines = explain({text: entry.text === '' ? entry.summary : entry.text, bytes: entry.bytes, request});
	const shown = mode === 'explained' ? explainedLine : withGloss;
	return linesOf(lines.flatMap(line => shown(line, width - 2)).map(indented));
}

/** A note that the log kept only part of the message. */
function kept(entry: WireEntry): Line[] {
	const length = Buffer.byteLength(entry.text);
	if (entry.bytes <= length || entry.text === '' || entry.text.startsWith('{')) return [];
	return [{text: `  (and ${bytes(entry.bytes - length)} that the log does not keep)`, tone: 'dim'}];
}

const whole = (entry: WireEntry, list: WireList, look: MessageLook): Lines =>
	joinLines(joinLines(linesOf(headingLines(entry, look.width)), body(entry, list, look)), linesOf(kept(entry)));

/** Where to find the other half of the exchange. */
function pointer(entry: WireEntry, list: WireList): Line[] {
	const other = list.counterpartOf(entry);
	if (other === undefined) return [];
	const words = messageWords(other, list.requestOf(other));
	const status = other.status === undefined ? '' : `${other.status}${/^[A-Z]/.test(words) ? ' ' : ', '}`;
	return [
		'',
		{
			text:
				other.id > entry.id
					? `answered by: ${status}${words} (${keyOf('next-message', 'message')})`
					: `answers: ${words} (${keyOf('previous-message', 'message')})`,
			tone: 'dim',
		},
	];
}

/**
 * A message, or the whole exchange with the request first, wrapped to the width; and the line where the message
 * itself starts.
 */
function messageDetails(
	entry: WireEntry,
	list: WireList,
	look: MessageLook,
): {readonly lines: Lines; readonly start: number} {
	if (look.alone) return {lines: joinLines(whole(entry, list, look), linesOf(pointer(entry, list))), start: 0};
	const other = list.counterpartOf(entry);
	if (other === undefined) return {lines: whole(entry, list, look), start: 0};
	const isAnswer = other.id < entry.id;
	const [first, second] = isAnswer ? [other, entry] : [entry, other];
	const before = joinLines(whole(first, list, look), linesOf(['']));
	return {lines: joinLines(before, whole(second, list, look)), start: isAnswer ? before.count : 0};
}

/** The text of the details pane for a message. */
export function messagePane(
	{message, model, look, zoomed}: Pick<WireScene, 'message' | 'model' | 'look' | 'zoomed'>,
	width: number,
): Details | undefined {
	if (message === undefined) return undefined;
	const title = {text: 'Message', raw: 'Message, its bytes', explained: 'Message, explained'}[look.mode];
	const shown = messageDetails(message, model.list, {width, mode: look.mode, alone: zoomed});
	return {subject: `message ${message.id} ${look.mode}`, title, ...shown};
}
