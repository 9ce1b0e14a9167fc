/** Validates what a person types into fields: names, titles (ranges as in RFC 900001, section 3). */
import type {Failure} from '../text/failures.ts';

const longestName = 255;
const longestTitle = 1024;

/** Whether the text is the path of a file, not a number or words: it has a slash, a backslash, a dot or a tilde. */
export const isPath = (text: string): boolean => /[/\\.~]/.test(text);

const characters = (text: string): number => [...text].length;

/** Whether the text is a valid title: not empty, and no longer than a record allows. */
export const isTitle = (text: string): boolean => text !== '' && characters(text) <= longestTitle;

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;

/** Why the text is not a valid peer name; undefined when it is. */
export function wrongName(name: string): Extract<Failure, {readonly kind: 'name-invalid'}>['cause'] | undefined {
	if (name === '') return 'empty';
	if (/\s/.test(name)) return 'spaces';
	if (unprintable.test(name)) return 'unprintable';
	return characters(name) > longestName ? 'too-long' : undefined;
}
