/** A line of text with a cursor in it, and what the keys of a shell do to it. Pure. */

export type EditedLine = {
	/** What is on the left of the cursor. */
	readonly before: string;
	/** What is under the cursor and on its right. */
	readonly after: string;
};

/** The character under the cursor, with its marks. */
export const underCursor = /^.\p{M}*/su;
/** A character with its marks, or a word with what is beside it, on one side of the cursor. */
const onLeft = {character: /.\p{M}*$/su, word: /[\p{L}\p{N}\p{M}]*[^\p{L}\p{N}\p{M}]*$/u} as const;
const onRight = {character: underCursor, word: /^[^\p{L}\p{N}\p{M}]*[\p{L}\p{N}\p{M}]*/u} as const;

function left({before, after}: EditedLine, pattern: RegExp): EditedLine {
	const [passed = ''] = pattern.exec(before) ?? [];
	return {before: before.slice(0, before.length - passed.length), after: passed + after};
}

function right({before, after}: EditedLine, pattern: RegExp): EditedLine {
	const [passed = ''] = pattern.exec(after) ?? [];
	return {before: before + passed, after: after.slice(passed.length)};
}

const edits = {
	left: line => left(line, onLeft.character),
	right: line => right(line, onRight.character),
	'word-left': line => left(line, onLeft.word),
	'word-right': line => right(line, onRight.word),
	home: ({before, after}) => ({before: '', after: before + after}),
	end: ({before, after}) => ({before: before + after, after: ''}),
	delete: line => ({...line, after: right(line, onRight.character).after}),
	backspace: line => ({...line, before: left(line, onLeft.character).before}),
	'delete-word': line => ({...line, before: left(line, onLeft.word).before}),
	'delete-next-word': line => ({...line, after: right(line, onRight.word).after}),
	'delete-rest': ({before}) => ({before, after: ''}),
	clear: () => ({before: '', after: ''}),
} as const satisfies Readonly<Record<string, (line: EditedLine) => EditedLine>>;

export type Edit = keyof typeof edits;

/** The text of a line. */
export const textOf = ({before, after}: EditedLine): string => before + after;

export const edited = (line: EditedLine, edit: Edit): EditedLine => edits[edit](line);

/** The same cursor in a value that something else has changed: at its end, unless it ends as before. */
export const inValue = (value: string, {after}: EditedLine): EditedLine =>
	value.endsWith(after) ? {before: value.slice(0, value.length - after.length), after} : {before: value, after: ''};
