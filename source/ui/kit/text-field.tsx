/** A labelled text field: one row, however long its value. */
import {Box, type Key, Text, Transform, useInput} from 'ink';
import TextInput from 'ink-text-input';
import {Fragment, useEffect, useRef, useState} from 'react';
import {printable} from '../../text/printable.ts';
import {cut, displayWidth, fit, startOf} from '../../text/width.ts';
import {useControl} from '../hooks/use-control.ts';
import {keyOf} from '../keys.ts';
import {useLook} from '../look.ts';
import {useProgram} from '../program.ts';
import {type Edit, type EditedLine, edited, inValue, textOf, underCursor} from './edited-line.ts';
import {Row} from './row.tsx';

export type TextFieldProps = {
	readonly label: string;
	readonly labelWidth?: number;
	readonly value: string;
	/** Width of the whole row. */
	readonly width: number;
	readonly focused: boolean;
	/** Shown dimmed after the field, if there is room. */
	readonly hint?: string;
	onChange(value: string): void;
};

/** What ink-text-input leaves of a character beyond U+FFFF, such as an emoji: it deletes one UTF-16 unit at a time. */
const halves = /\p{Cs}/gu;

/** Keys that ink-text-input does not know, or takes for another: for it, Delete is Backspace. */
const special = [
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['home', 'home'],
	['end', 'end'],
	['delete', 'delete'],
] as const satisfies readonly (readonly [keyof Key, Edit])[];

/** As in a shell, but that Ctrl-U empties the field wherever the cursor is. */
const controls: Readonly<Record<string, Edit>> = {
	'ctrl-a': 'home',
	'ctrl-e': 'end',
	'ctrl-b': 'left',
	'ctrl-f': 'right',
	'ctrl-d': 'delete',
	'ctrl-k': 'delete-rest',
	'ctrl-w': 'delete-word',
	'ctrl-u': 'clear',
	'alt-b': 'word-left',
	'alt-f': 'word-right',
	'alt-d': 'delete-next-word',
	'alt-backspace': 'delete-word',
};

/** Cells for typing that a hint must leave free: enough for any number. */
const leastRoom = 10;

/** What Enter and Esc do in the field of a filter or a search. */
export const filteringHint = (): string =>
	`${keyOf('submit', 'filtering')} keeps · ${keyOf('back', 'filtering')} clears `;

/** The text without its first `width` cells; of a wide character at the edge nothing stays. */
function withoutStart(text: string, width: number): string {
	const head = startOf(text, width);
	const rest = text.slice(head.length);
	return displayWidth(head) < width ? rest.slice(String.fromCodePoint(rest.codePointAt(0) ?? 0).length) : rest;
}

const inverse = (text: string): string => `\u001b[7m${text}\u001b[27m`;

/** A line with its cursor in `room` cells: of a longer one the part around the cursor. */
export function aroundCursor({before, after}: EditedLine, room: number): string {
	const [at = ' '] = underCursor.exec(after) ?? [];
	const rest = after.slice(at.length);
	const start = displayWidth(before);
	const length = start + displayWidth(at) + displayWidth(rest);
	const shown = withoutStart(before, Math.max(0, Math.min(start - Math.floor(room / 2), length - room)));
	return `${shown}${inverse(at)}${startOf(rest, room - displayWidth(shown) - displayWidth(at))}`;
}

/** Covers what is below it. */
export function TextField(props: TextFieldProps) {
	const {label, value, width, focused, hint = ''} = props;
	const {theme} = useLook();
	const labelWidth = props.labelWidth ?? displayWidth(label) + 1;
	const hintRoom = displayWidth(hint) + 2;
	const shownHint =
		hint !== '' && width - labelWidth - hintRoom > Math.max(leastRoom, displayWidth(value) + 1) ? hint : '';
	const room = Math.max(1, width - labelWidth - (shownHint === '' ? 0 : hintRoom));
	return (
		<Box width={width} height={1} flexShrink={0}>
			<Box position="absolute" left={0} top={0}>
				<Row text={' '.repeat(width)} above />
			</Box>
			<Box width={labelWidth} flexShrink={0}>
				<Row text={fit(label, labelWidth)} above />
			</Box>
			<Box width={room} height={1} flexShrink={0}>
				{focused ? (
					<Editor value={value} room={room} onChange={props.onChange} />
				) : (
					<Row text={cut(value, room)} above />
				)}
			</Box>
			{shownHint === '' ? null : <Row text={theme.paint('dim', `  ${shownHint}`)} />}
		</Box>
	);
}

type EditorProps = Pick<TextFieldProps, 'value' | 'onChange'> & {readonly room: number};

/**
 * ink-text-input has what is on the left of the cursor, so that it only ever types and deletes at the end of its text;
 * the cursor is moved here. After a move it is made anew, since it would have moved its own cursor, too.
 */
function Editor({value, room, onChange}: EditorProps) {
	const [{line, turn}, setState] = useState({line: {before: value, after: ''}, turn: 0});
	const isOurs = useRef(false);
	/** What became of the line that is drawn: on a busy machine the next key may come before that is drawn, too. */
	const changed = useRef({drawn: line, now: line});
	const current = (): EditedLine => (changed.current.drawn === line ? changed.current.now : line);
	if (textOf(line) !== value) setState({line: inValue(value, line), turn: turn + 1});
	const change = (next: EditedLine, made: 0 | 1): void => {
		const isOther = textOf(next) !== textOf(current());
		changed.current = {drawn: line, now: next};
		setState(before => ({line: next, turn: before.turn + made}));
		if (isOther) onChange(textOf(next));
	};
	const edit = (what: Edit): void => change(edited(current(), what), 1);
	const {keys} = useProgram();
	useEffect(() => keys?.edits(), [keys]);
	useControl(name => {
		const found = controls[name];
		if (found !== undefined) edit(found);
	});
	const type = (text: string): void => {
		// Of what it did not type itself ink-text-input does not know where the end is.
		if (isOurs.current) return;
		const typed = printable(text.replaceAll(halves, ''));
		const now = current();
		if (now === line) change({...line, before: typed}, typed === text ? 0 : 1);
		else if (!typed.startsWith(line.before)) edit('backspace');
		else change({...now, before: now.before + typed.slice(line.before.length)}, 1);
	};
	return (
		<Text>
			<Transform transform={() => aroundCursor(line, room)}>
				<Fragment key={turn}>
					<EditingKeys isOurs={isOurs} onEdit={edit} />
					<TextInput value={line.before} onChange={type} />
				</Fragment>
			</Transform>
		</Text>
	);
}

type EditingKeysProps = {readonly isOurs: {current: boolean}; onEdit(edit: Edit): void};

/** Stands before ink-text-input so that it hears of each key first, and tells whether that must not be typed. */
function EditingKeys({isOurs, onEdit}: EditingKeysProps): undefined {
	useInput((_, key) => {
		const [, found] = special.find(([flag]) => key[flag]) ?? [];
		const byWords = key.ctrl || key.meta;
		isOurs.current = found !== undefined;
		if (found === 'left' || found === 'right') onEdit(byWords ? `word-${found}` : found);
		else if (found !== undefined) onEdit(found);
	});
	return undefined;
}
