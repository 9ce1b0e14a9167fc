/** A labelled text field: one row, however long its value. */
import {Box} from 'ink';
import TextInput from 'ink-text-input';
import {printable} from '../../text/printable.ts';
import {displayWidth, fit} from '../../text/width.ts';
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

/**
 * Covers what is below it. Of a value that is too long it shows the end, where the cursor is. Ctrl-U empties it, as in
 * a shell.
 */
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
	const length = displayWidth(value) + 1;
	return (
		<Box width={width} height={1} flexShrink={0}>
			<Box position="absolute" left={0} top={0}>
				<Row text={' '.repeat(width)} above />
			</Box>
			<Box width={labelWidth} flexShrink={0}>
				<Row text={fit(label, labelWidth)} above />
			</Box>
			<Box width={room} height={1} flexShrink={0} overflow="hidden" contentOffsetX={Math.max(0, length - room)}>
				<Box width={Math.max(room, length)} flexShrink={0} height={1}>
					<TextInput
						value={value}
						focus={focused}
						showCursor={focused}
						onChange={text => props.onChange(printable(text.replaceAll(halves, '')))}
					/>
				</Box>
			</Box>
			{shownHint === '' ? null : <Row text={theme.paint('dim', `  ${shownHint}`)} />}
		</Box>
	);
}
