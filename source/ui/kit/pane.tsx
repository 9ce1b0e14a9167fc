/** A titled pane with a rounded border. Its rows come as strings, fitted to its inner width. */
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {useLook} from '../look.ts';
import {frameBottom, frameSide, frameTop} from './frame.ts';
import {Row, Rows} from './row.tsx';

export type PaneProps = {
	/** Cells and rows, the border included. */
	readonly width: number;
	readonly height: number;
	readonly title: string;
	/** Right in the title: how many, or whether it follows. */
	readonly note?: string;
	/** In the lower border: what can be done here. */
	readonly hint?: string;
	readonly focused: boolean;
	/** At most `height - 2`; what is missing is filled with empty rows. */
	readonly rows: readonly string[];
	/** Rows before `rows` that are no strings (fields of a form), each framed by itself; `childrenRows` says how many. */
	readonly children?: ReactNode;
	readonly childrenRows?: number;
	readonly above?: boolean;
};

/** Rows that a pane of this height has inside. */
export const innerRows = (height: number): number => Math.max(0, height - 2);

/** Cells that a row inside a pane of this width has. */
export const innerWidth = (width: number): number => Math.max(0, width - 2);

export function Pane(props: PaneProps) {
	const {width, height, focused, rows, children, childrenRows = 0, above = false} = props;
	const {theme} = useLook();
	const style = {theme, focused, width};
	const count = Math.max(0, innerRows(height) - childrenRows);
	const empty = ' '.repeat(innerWidth(width));
	const body = Array.from({length: count}, (_, index) => rows[index] ?? empty);
	const side = frameSide(style);
	return (
		<Box flexDirection="column" width={width} height={height} flexShrink={0}>
			<Row text={frameTop({left: props.title, right: props.note ?? ''}, style)} above={above} />
			{children}
			<Box height={count} flexShrink={0}>
				<Row text={side} times={count} above={above} />
				<Box flexDirection="column" width={innerWidth(width)} flexShrink={0}>
					<Rows rows={body} above={above} />
				</Box>
				<Row text={side} times={count} above={above} />
			</Box>
			<Row text={frameBottom({left: props.hint ?? ''}, style)} above={above} />
		</Box>
	);
}
