/** Everything that actions of the reader may need: what is shown now, and what can be done about it. */
import type {Dispatch} from 'react';
import type {Peer} from '../../peer/peer.ts';
import type {Reference} from '../../rfc/references.ts';
import {type Section, sectionAt} from '../../rfc/sections.ts';
import type {Standing} from '../../rfc/standing.ts';
import type {TaskRunner} from '../hooks/use-task.ts';
import type {Context} from '../keys.ts';
import {scrolled} from '../kit/lines.ts';
import {innerRows, innerWidth} from '../kit/pane.tsx';
import type {Size} from '../layout.ts';
import {type HeadLine, headLine} from './head-line.ts';
import {linksIn} from './links.ts';
import type {LinkKey, ReaderIntent, ReaderState} from './reader-state.ts';
import {type Place, pageWidth, placeOf, type Rows, rowOf} from './rows.ts';
import type {Matches} from './search.ts';

export type ReaderLayout = {
	/** Width of the text pane, and of the contents beside it; 0 without. */
	readonly textWidth: number;
	readonly contentsWidth: number;
	/** Height of the panes with borders, and of the text alone. */
	readonly height: number;
	readonly textRows: number;
	readonly head: HeadLine | undefined;
	/** Whether the contents cover the text. */
	readonly contentsOver: boolean;
};

const leastContents = 30;
const mostContents = 48;

type Shown = {readonly state: ReaderState; readonly standing: Standing; readonly sentences: number};

/** The layout: the contents get room beside the text only if a full page width remains. */
export function readerLayout(size: Size, {state, standing, sentences}: Shown): ReaderLayout {
	const beside = size.columns - pageWidth - 4;
	const open = state.contents !== undefined;
	const contentsWidth = open && beside >= leastContents ? Math.min(mostContents, beside) : 0;
	const textWidth = size.columns - contentsWidth;
	const height = size.rows - 1 - sentences;
	const room = innerRows(height) - (state.search.typing ? 1 : 0);
	const head = room > 3 ? headLine(standing, innerWidth(textWidth)) : undefined;
	return {
		textWidth,
		contentsWidth,
		height,
		textRows: Math.max(1, room - (head === undefined ? 0 : 1)),
		head,
		contentsOver: open && contentsWidth === 0 && state.contents?.focused === true,
	};
}

export type ReaderScene = {
	readonly peer: Peer;
	readonly state: ReaderState;
	readonly layout: ReaderLayout;
	readonly rows: Rows;
	readonly matches: Matches;
	/** The index of the top row. */
	readonly offset: number;
	readonly tasks: TaskRunner;
	readonly dispatch: Dispatch<ReaderIntent>;
	copy(text: string): void;
	/** Shows a file in the person's pager or editor; resolves with what went wrong, if anything. */
	show(kind: 'pager' | 'editor', file: string): Promise<string | undefined>;
	interrupt(): void;
	close(): void;
};

/** The present contexts of keys, the innermost first. */
export function readerContexts(state: ReaderState): readonly Context[] {
	if (state.search.typing) return ['filtering', 'field'];
	if (state.contents?.find !== undefined) return ['field'];
	if (state.contents?.focused === true) return ['contents', 'scroll'];
	const offer: readonly Context[] =
		state.offer === undefined ? [] : [state.offer.record === undefined ? 'wanting' : 'getting'];
	return [...offer, ...(state.search.text === '' ? [] : (['matches'] as const)), 'reader', 'scroll'];
}

/** The index of the top row, limited so that the last page is full. */
export const offsetOf = (rows: Rows, place: Place, height: number): number =>
	scrolled(rowOf(rows, place), rows.texts.length, height);

export type VisibleLink = {
	readonly key: LinkKey;
	readonly to: Reference;
	/** Its row in the text. */
	readonly row?: number;
	readonly end?: number;
};

const textKey = (rows: Rows, row: number, start: number): LinkKey => ({
	where: 'text',
	place: placeOf(rows, row),
	start,
});

/** The links on the screen, from the top. */
export function visibleLinks({layout, state, rows, offset}: ReaderScene): readonly VisibleLink[] {
	const head = (layout.head?.links ?? []).map((to, index): VisibleLink => ({key: {where: 'head', index}, to}));
	const end = Math.min(rows.texts.length, offset + layout.textRows);
	const inText = Array.from({length: Math.max(0, end - offset)}, (_, at) => offset + at).flatMap(row =>
		linksIn(state.document, rows, row).map(
			({start, end, to}): VisibleLink => ({key: textKey(rows, row, start), to, row, end}),
		),
	);
	return [...head, ...inText];
}

/** Whether both are the same link, or none. */
export const sameLink = (one: LinkKey | undefined, other: LinkKey | undefined): boolean =>
	JSON.stringify(one) === JSON.stringify(other);

/** The link under the cursor, while it is visible. */
export const selectedLink = (scene: ReaderScene): VisibleLink | undefined =>
	scene.state.link === undefined ? undefined : visibleLinks(scene).find(({key}) => sameLink(key, scene.state.link));

/** The section being read: that of the top row, or the one jumped to if the last page cannot scroll further. */
export function sectionHere({document, place}: ReaderState): Section | undefined {
	return document.studied ? sectionAt(document.sections, place.line) : undefined;
}
