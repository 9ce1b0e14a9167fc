/** Quotes what a person typed. */
import {cut} from './width.ts';

/** In cells: the rest of the sentence needs room, too, also after a paste by mistake. */
const most = 40;

/** The text for a sentence about it: of a long one the start. */
export const shortened = (text: string): string => cut(text, most);

/** The same in quotes. */
export const quoted = (text: string): string => `"${shortened(text)}"`;
