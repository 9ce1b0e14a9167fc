/** A labelled text field: one row, however long its value. */
import {Box, Text, Transform} from 'ink';
import TextInput from 'ink-text-input';
import {printable} from '../../text/printable.ts';
import {displayWidth, fit, startOf} from '../../text/width.ts';
import {useControl} from '../hooks/use-control.ts';
import {keyOf} from '../keys.ts';
import {useLook} from '../look.ts';
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

/** Cells for typing that a hint must leave free: enough for any number. */
const leastRoom = 10;

/** What Enter and Esc do in the field of a filter or a search. */
export const filteringHint = (): string =>
	`${keyOf('submit', 'filtering')} keeps · ${keyOf('back', 'filtering')} drops `;

/** A value as ink-text-input draws it: its cursor, which nothing else tells, is the character in inverse. */
const drawn = /^(.*)\u001b\[7m(.*)\u001b\[27m(.*)$/s;

/** The text without its first `width` cells; of a wide character at the edge nothing stays. */
function withoutStart(text: string, width: number): string {
	const head = startOf(text, width);
	const rest = text.slice(head.length);
	return displayWidth(head) < width ? rest.slice(String.fromCodePoint(rest.codePointAt(0) ?? 0).length) : rest;
}

/** The part around the cursor of a value that is too long for `room` cells; without a cursor, the end. */
export function aroundCursor(line: string, room: number): string {
	const [, before = line, at = '', after = ''] = drawn.exec(line) ?? [];
	const start = displayWidth(before);
	const length = start + displayWidth(at) + displayWidth(after);
	if (length <= room) return line;
	const shown = withoutStart(before, Math.max(0, Math.min(start - Math.floor(room / 2), length - room)));
	const left = room - displayWidth(shown) - displayWidth(at);
	return `${shown}${at === '' ? '' : `\u001b[7m${at}\u001b[27m`}${startOf(after, left)}`;
}

/** Covers what is below it. Ctrl-U empties it, as in a shell. */
export function TextField(props: TextFieldProps) {
	const {label, value, width, focused, hint = ''} = props;
	const {theme} = useLook();
	useControl(name => {
		if (focused && name === 'ctrl-u' && value !== '') props.onChange('');
	});
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
				<Text>
					<Transform transform={line => aroundCursor(line, room)}>
						<TextInput
							value={value}
							focus={focused}
							showCursor={focused}
							onChange={text => props.onChange(printable(text.replaceAll(halves, '')))}
						/>
					</Transform>
				</Text>
			</Box>
			{shownHint === '' ? null : <Row text={theme.paint('dim', `  ${shownHint}`)} />}
		</Box>
	);
}
