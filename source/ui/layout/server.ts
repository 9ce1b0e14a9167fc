/**
 * The layout of the server's screen: terminal size and view state in, rectangles out. Pure. The rectangles never
 * overlap, never exceed the terminal, and together fill it.
 */
import {divide, divideAbove, halves, lend, type Rect, type Size, stack, strip, wideColumns} from '../layout.ts';

export type ServerPane = 'peers' | 'rfcs' | 'wire' | 'details';

export type ServerLayout = {
	readonly header: Rect;
	readonly join: Rect;
	/** Panes without room are absent. */
	readonly panes: Readonly<Partial<Record<ServerPane, Rect>>>;
	readonly notices: Rect;
	readonly keys: Rect;
};

/** In smaller terminals the row with the join command is omitted: it would not fit, or the panes need it. */
const joinFrom: Size = {columns: 56, rows: 14};

export type ServerAttention = {
	readonly focus: ServerPane;
	/** The list that had the focus last, while the details have it. */
	readonly list: 'peers' | 'rfcs' | 'wire';
	/** The table, of the two, that had the focus last. */
	readonly table: 'peers' | 'rfcs';
	/** Whether the details take the whole body. */
	readonly zoomed: boolean;
	/** Whether the wire takes the whole body. */
	readonly ladder?: boolean;
	/** Rows of sentences above the keys. */
	readonly notices: number;
};

/** From this height on a row is reserved for sentences, so that most of them do not move a pane. */
const keptFrom = 20;

/**
 * The layout of the server's screen. Two columns of panes from 100 cells on, else stacked. Panes without room are
 * shown when they get the focus; a low terminal shows only the focused one.
 */
export function serverLayout(size: Size, at: ServerAttention): ServerLayout {
	const join = size.columns >= joinFrom.columns && size.rows >= joinFrom.rows ? 1 : 0;
	const kept = size.rows >= keptFrom ? 1 : 0;
	const body: Rect = strip(1 + join, size, size.rows - 2 - join - kept);
	const sentences = Math.max(kept, at.notices);
	return {
		header: strip(0, size),
		join: strip(1, size, join),
		panes: lend(panesIn(body, at, size.columns >= wideColumns), body, sentences - kept),
		notices: strip(size.rows - 1 - sentences, size, sentences),
		keys: strip(size.rows - 1, size),
	};
}

function panesIn(body: Rect, at: ServerAttention, wide: boolean): ServerLayout['panes'] {
	if (at.zoomed) return {details: body};
	if (at.ladder) return {wire: body};
	const list = at.focus === 'details' ? at.list : at.focus;
	if (wide) {
		if (body.height >= 13) return sideBySide(body);
		const [left, details] = halves(body, 0.6);
		return {[list]: left, details};
	}
	if (body.height >= 17)
		return stack([at.table, 'wire', 'details'], divideAbove(body.height, [0.4, 0.33, 0.27], 4), body);
	if (body.height < 11) return {[at.focus]: body};
	return stack([list, 'details'], divideAbove(body.height, [0.58, 0.42], 3), body);
}

function sideBySide(body: Rect): Readonly<Partial<Record<ServerPane, Rect>>> {
	const [upper = 0, lower = 0] = divide(body.height, [0.4, 0.6], 5);
	const [peers, rfcs] = halves({...body, height: upper}, 0.6);
	const [wire, details] = halves({...body, y: body.y + upper, height: lower}, 0.66);
	return {peers, rfcs, wire, details};
}
