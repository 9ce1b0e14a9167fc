/** What the details pane shows. Pure. */
import type {Scrolling} from './attention.ts';
import {type Lines, linesOf} from './kit/lines.ts';
import {wrap} from './kit/wrap.ts';

export type Details = Scrolling & {readonly title: string; readonly lines: Lines};

/** While nothing is under the cursor. `width`: cells of a line. */
export const noDetails = (width: number): Details => ({
	subject: '',
	title: 'Details',
	lines: linesOf(wrap('What is under the cursor is shown here in full.', width)),
});
