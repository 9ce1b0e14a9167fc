/** A titled pane with a rounded border. Its rows are strings that fit its inner width. */
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {useLook} from '../look.ts';
import {frameBottom, frameSide, frameTop} from './frame.ts';
import {Row, Rows} from './row.tsx';

export type PaneProps = {
	/** Cells and rows, including the border. */
	readonly width: number;
	readonly height: number;
	readonly title: string;
	/** In the title, on the right: a count, or whether it follows. */
	readonly note?: string;
	/** In the lower border: what can be done here. */
	readonly hint?: string;
	readonly focused: boolean;
	/** At most `height - 2`; empty rows are added. */
	readonly rows: readonly string[];
	/**
	 * Components before `rows` (fields of a form), each with its own frame sides; `childrenRows` is their number of
	 * rows.
	 */
	readonly children?: ReactNode;
	readonly childrenRows?: number;
	readonly above?: boolean;
};

/** Inner rows of a pane of this height. */
export const innerRows = (height: number): number => Math.max(0, height - 2);

/** Inner width of a pane of this width. */
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
			<Row text={frameBottom(props.hint ?? '', style)} above={above} />
		</Box>
	);
}
