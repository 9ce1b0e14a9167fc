/**
 * Where everything is on the server's screen: columns x rows and attention in, rectangles out. Pure. The rectangles never
 * overlap, never reach beyond the terminal, and together fill it.
 */
import {divide, halves, type Rect, type Size, stack, strip, wideColumns} from '../layout.ts';

export type ServerPane = 'peers' | 'rfcs' | 'wire' | 'details';

export type ServerLayout = {
	readonly header: Rect;
	readonly join: Rect;
	/** A pane that has no room now is absent. */
	readonly panes: Readonly<Partial<Record<ServerPane, Rect>>>;
	readonly notices: Rect;
	readonly keys: Rect;
};

/** Below this the row with what others type to join is left out: it would not fit, or the panes need it. */
const joinFrom: Size = {columns: 56, rows: 14};

export type ServerAttention = {
	readonly focus: ServerPane;
	/** The list that had the focus last, when the details have it now. */
	readonly list: 'peers' | 'rfcs' | 'wire';
	/** The one of the two tables that had the focus last. */
	readonly table: 'peers' | 'rfcs';
	/** Whether the details take the whole body. */
	readonly zoomed: boolean;
	/** Whether the wire takes the whole body. */
	readonly ladder?: boolean;
	/** Rows of sentences above the keys. */
	readonly notices: number;
};

/**
 * The server's screen. Two columns of panes from 100 cells on, else stacked; what has no room waits for its focus, and in
 * a low terminal all but the focused pane does.
 */
export function serverLayout(size: Size, at: ServerAttention): ServerLayout {
	const join = size.columns >= joinFrom.columns && size.rows >= joinFrom.rows ? 1 : 0;
	const body: Rect = strip(1 + join, size, size.rows - 2 - join - at.notices);
	const fixed = {
		header: strip(0, size),
		join: strip(1, size, join),
		notices: strip(body.y + body.height, size, at.notices),
		keys: strip(size.rows - 1, size),
	};
	if (at.zoomed) return {...fixed, panes: {details: body}};
	if (at.ladder) return {...fixed, panes: {wire: body}};
	const list = at.focus === 'details' ? at.list : at.focus;
	if (size.columns >= wideColumns) {
		if (body.height >= 13) return {...fixed, panes: sideBySide(body)};
		const [left, details] = halves(body, 0.6);
		return {...fixed, panes: {[list]: left, details}};
	}
	if (body.height >= 17) {
		return {...fixed, panes: stack([at.table, 'wire', 'details'], divide(body.height, [0.4, 0.33, 0.27], 4), body)};
	}
	if (body.height < 11) return {...fixed, panes: {[at.focus]: body}};
	return {...fixed, panes: stack([list, 'details'], divide(body.height, [0.58, 0.42], 3), body)};
}

function sideBySide(body: Rect): Readonly<Partial<Record<ServerPane, Rect>>> {
	const [upper = 0, lower = 0] = divide(body.height, [0.4, 0.6], 5);
	const [peers, rfcs] = halves({...body, height: upper}, 0.6);
	const [wire, details] = halves({...body, y: body.y + upper, height: lower}, 0.66);
	return {peers, rfcs, wire, details};
}
