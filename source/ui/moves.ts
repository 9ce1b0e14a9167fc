/** Moves by keys through the tables and texts of both screens. Pure. */
import {type Scroll, type Scrolling, scrollOf} from './attention.ts';
import type {Act} from './keys.ts';
import {scrolled} from './kit/lines.ts';
import type {By} from './kit/table-view.ts';

/** Actions that move a cursor, and how far. */
export const moves: Partial<Record<Act, By>> = {
	up: -1,
	down: 1,
	first: 'first',
	last: 'last',
	'page-up': 'page-up',
	'page-down': 'page-down',
};

/** The scroll after a move in a text of which `height` lines are visible. */
export function scrollBy(
	scroll: Scroll,
	text: Scrolling & {readonly lines: {readonly count: number}},
	{by, height}: {readonly by: By; readonly height: number},
): Scroll {
	const {count} = text.lines;
	const from = scrolled(scrollOf(scroll, text), count, height);
	const page = Math.max(1, height - 1);
	const to = {first: 0, last: count, 'page-up': from - page, 'page-down': from + page};
	return {subject: text.subject, offset: scrolled(typeof by === 'number' ? from + by : to[by], count, height)};
}
