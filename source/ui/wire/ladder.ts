/**
 * A conversation as a ladder diagram: a line for each party, an arrow for each message. Pure: strings of the given
 * width.
 */
import type {WireEntry} from '../../net/wire-log.ts';
import {clockMillis, clockTime} from '../../text/clock-time.ts';
import {printable} from '../../text/printable.ts';
import {cut, displayWidth, fit} from '../../text/width.ts';
import type {WireSide} from '../panes/wire-table.ts';
import {createTheme, type Theme, type Tone, unstyled} from '../theme.ts';
import {type Ladder, ladderOf} from './ladder-columns.ts';
import {isProbe, messageWords, partyName, statusSign, statusTone, withoutVersion} from './message-words.ts';

/** A document being transferred: it appears in the log only when it is complete. */
export type Moving = {readonly party: string; readonly way: 'in' | 'out'; readonly label: string};

export type LadderStyle = {
	readonly side: WireSide;
	readonly width: number;
	readonly theme: Theme;
	readonly focused: boolean;
	/** The message under the cursor. */
	readonly cursor: number | undefined;
	requestOf(entry: WireEntry): WireEntry | undefined;
};

/** An arrow between two lines, or a note beside one. */
type Arrow = {
	readonly from: number;
	readonly to: number;
	readonly label: string;
	readonly tone: Tone;
	readonly stroke: '─' | '═';
};

/** Width of the time of day; narrow ladders omit it. */
const timeWidth = (width: number): number => (width >= 100 ? 12 : width >= 56 ? 8 : 0);

const margin = 2;

/** The cells left of the lines. */
const indent = (width: number): number => margin + (timeWidth(width) === 0 ? 0 : timeWidth(width) + 1);

function toneOf(entry: WireEntry): Tone {
	if (entry.trouble) return 'bad';
	return entry.status === undefined ? 'plain' : statusTone(entry.status);
}

/** `LOOKUP RFC 9293`, `200, 3 records`, `✗ 404 Not Found`. */
function labelOf(entry: WireEntry, request: WireEntry | undefined): string {
	const words = withoutVersion(messageWords(entry, request));
	const {status, direction} = entry;
	if (status === undefined)
		return direction === 'event' && !isProbe(entry) ? `${entry.trouble ? '✗' : '·'} ${words}` : words;
	const sign = status < 300 ? '' : `${statusSign(status)} `;
	return /^[A-Z]/.test(words) ? `${sign}${status} ${words}` : `${sign}${status}, ${words}`;
}

/** Whether a document was transferred with it. */
const carriesDocument = (entry: WireEntry, request: WireEntry | undefined): boolean =>
	(entry.status === 200 || entry.status === 206) && request !== undefined && /^GET /.test(request.summary);

function arrowOf(entry: WireEntry, ladder: Ladder, request: WireEntry | undefined): Arrow {
	const there = ladder.columnOf(entry.party);
	const shared = ladder.shares && there === ladder.names.length - 1;
	const who = shared ? `${printable(partyName(entry.party))}: ` : '';
	const label = `${who}${labelOf(entry, request)}`;
	const stroke = carriesDocument(entry, request) ? '═' : '─';
	const sent = entry.direction === 'sent' || isProbe(entry);
	const alone = entry.direction === 'event' && !isProbe(entry);
	const [from, to] = alone ? [there, there] : sent ? [0, there] : [there, 0];
	return {from, to, label, tone: toneOf(entry), stroke};
}

/** The vertical lines of the parties in the cells from `start` up to `end`. */
function lanes({lines}: Ladder, [start, end]: readonly [number, number], stroke?: string): string {
	const cells = Array.from({length: Math.max(0, end - start)}, () => stroke ?? ' ');
	for (const line of lines) if (line >= start && line < end) cells[line - start] = stroke === undefined ? '│' : '┼';
	return cells.join('');
}

type Drawn = {readonly start: number; readonly end: number; readonly text: string};

/** A label and an arrow between two lines; the arrow crosses the lines in between. */
function between(ladder: Ladder, {from, to, label, stroke}: Arrow): Drawn {
	const a = ladder.lines[from] ?? 0;
	const b = ladder.lines[to] ?? 0;
	const start = Math.min(a, b) + 1;
	const end = Math.max(a, b);
	const shown = cut(label, Math.max(0, end - start - 4));
	const used = shown === '' ? 0 : displayWidth(shown) + 2;
	const words = shown === '' ? '' : ` ${shown} `;
	if (a < b) return {start, end, text: `${words}${lanes(ladder, [start + used, end - 1], stroke)}►`};
	return {start, end, text: `◄${lanes(ladder, [start + 1, end - used], stroke)}${words}`};
}

/** A note beside a line, on the side with more room. */
function beside(ladder: Ladder, {from, label}: Arrow): Drawn {
	const line = ladder.lines[from] ?? 0;
	const right = ladder.width - line - 2;
	const left = line - 1;
	if (right >= displayWidth(label) || right >= left) {
		const text = cut(label, right);
		return {start: line + 1, end: line + 2 + displayWidth(text), text: ` ${text}`};
	}
	const text = cut(label, left);
	return {start: line - 1 - displayWidth(text), end: line, text: `${text} `};
}

type RowStyle = {
	readonly theme: Theme;
	readonly width: number;
	readonly time: string;
	readonly cursor: boolean;
	readonly focused: boolean;
};

function row(ladder: Ladder, arrow: Arrow, {theme, width, time, cursor, focused}: RowStyle): string {
	const drawn = arrow.from === arrow.to ? beside(ladder, arrow) : between(ladder, arrow);
	const before = lanes(ladder, [0, drawn.start]);
	const after = lanes(ladder, [drawn.end, ladder.width]);
	const room = timeWidth(width);
	const head = `${cursor ? '▸ ' : '  '}${room === 0 ? '' : `${fit(time, room)} `}`;
	if (cursor && focused) return theme.paint('cursor', `${head}${before}${drawn.text}${after}`);
	const painted = `${theme.paint('dim', before)}${theme.paint(arrow.tone, drawn.text)}${theme.paint('dim', after)}`;
	return cursor ? `${theme.paint('strong', head)}${painted}` : `${head}${painted}`;
}

/** The names above their lines. */
function headRow(ladder: Ladder, {theme, width}: LadderStyle): string {
	let text = ' '.repeat(indent(width));
	for (const [index, name] of ladder.names.entries()) {
		const start = indent(width) + (ladder.lines[index] ?? 0) - Math.floor(displayWidth(name) / 2);
		text += `${' '.repeat(Math.max(0, start - displayWidth(text)))}${name}`;
	}
	return theme.paint('strong', fit(text, width));
}

function messageRow(ladder: Ladder, entry: WireEntry, style: LadderStyle): string {
	const {theme, width, focused} = style;
	const time = (width >= 100 ? clockMillis : clockTime)(entry.time);
	const cursor = entry.id === style.cursor;
	return row(ladder, arrowOf(entry, ladder, style.requestOf(entry)), {theme, width, time, cursor, focused});
}

/** A whole conversation for a file, row by row, without colours. */
export function* ladderPicture(
	entries: readonly WireEntry[],
	at: Pick<LadderStyle, 'side' | 'width' | 'requestOf'>,
): Generator<string> {
	const style: LadderStyle = {
		...at,
		theme: createTheme({colour: false, unicode: true}),
		focused: false,
		cursor: undefined,
	};
	const ladder = ladderOf({all: entries, visible: entries}, {side: at.side, width: at.width - indent(at.width)});
	yield unstyled(headRow(ladder, style)).trimEnd();
	for (const entry of entries) yield unstyled(messageRow(ladder, entry, style)).trimEnd();
}

export type LadderRows = {
	/** All matching messages; `visible` is the part on the screen. */
	readonly all: readonly WireEntry[];
	readonly visible: readonly WireEntry[];
	readonly moving: readonly Moving[];
};

/** The rows of the ladder: the names, one for each visible message, one for each document being transferred. */
export function ladderRows({all, visible, moving}: LadderRows, style: LadderStyle): readonly string[] {
	const {side, width, theme, focused} = style;
	const ladder = ladderOf({all, visible}, {side, width: width - indent(width)});
	const messages = visible.map(entry => messageRow(ladder, entry, style));
	const under = moving.map(({party, way, label}) => {
		const there = ladder.columnOf(party);
		const [from, to] = way === 'in' ? [there, 0] : [0, there];
		return row(
			ladder,
			{from, to, label, tone: 'accent', stroke: '═'},
			{theme, width, time: 'now', cursor: false, focused},
		);
	});
	return [headRow(ladder, style), ...messages, ...under];
}
