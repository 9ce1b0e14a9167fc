/** A message in full: as it was on the wire with line ends visible, byte by byte, or explained field by field. */
import type {WireEntry} from '../../net/wire-log.ts';
import {clockMillis} from '../../text/clock-time.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count} from '../../text/quantity.ts';
import {displayWidth} from '../../text/width.ts';
import {millis} from '../format.ts';
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

/** Cells that a gloss keeps away from its line, at least. */
const glossGap = 3;

/** A line with its few words to the right, where there is room for them. */
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

/** What is left out of the log, where it keeps less than was sent. */
function kept(entry: WireEntry): Line[] {
	const length = Buffer.byteLength(entry.text);
	if (entry.bytes <= length || entry.text === '' || entry.text.startsWith('{')) return [];
	return [{text: `  (and ${bytes(entry.bytes - length)} that the log does not keep)`, tone: 'dim'}];
}

const whole = (entry: WireEntry, list: WireList, look: MessageLook): Lines =>
	joinLines(
		joinLines(linesOf([{text: heading(entry), tone: 'strong'}]), body(entry, list, look)),
		linesOf(kept(entry)),
	);

/** Where the other half of the exchange is. */
function pointer(entry: WireEntry, list: WireList): Line[] {
	const other = list.counterpartOf(entry);
	if (other === undefined) return [];
	const words = messageWords(other, list.requestOf(other));
	const status = other.status === undefined ? '' : `${other.status}${/^[A-Z]/.test(words) ? ' ' : ', '}`;
	return [
		'',
		{text: other.id > entry.id ? `answered by: ${status}${words} (n)` : `answers: ${words} (N)`, tone: 'dim'},
	];
}

/** A message, or the whole exchange that it belongs to, request first, broken to the width. */
export function messageDetails(entry: WireEntry, list: WireList, look: MessageLook): Lines {
	if (look.alone) return joinLines(whole(entry, list, look), linesOf(pointer(entry, list)));
	const other = list.counterpartOf(entry);
	if (other === undefined) return whole(entry, list, look);
	const [first, second] = other.id < entry.id ? [other, entry] : [entry, other];
	return joinLines(whole(first, list, look), joinLines(linesOf(['']), whole(second, list, look)));
}

/** What the details pane says about a message. */
export function messagePane(
	{message, model, look, zoomed}: Pick<WireScene, 'message' | 'model' | 'look' | 'zoomed'>,
	width: number,
): {readonly subject: string; readonly title: string; readonly lines: Lines} | undefined {
	if (message === undefined) return undefined;
	const title = {text: 'Message', raw: 'Message, its bytes', explained: 'Message, explained'}[look.mode];
	const lines = messageDetails(message, model.list, {width, mode: look.mode, alone: zoomed});
	return {subject: `message ${message.id} ${look.mode}`, title, lines};
}
