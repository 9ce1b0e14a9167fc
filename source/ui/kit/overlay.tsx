/** A box in the middle of the screen, above everything else. */
import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {Rect, Size} from '../layout.ts';
import {Pane} from './pane.tsx';

/** A centred rectangle of at most this width and height. */
export function centred(size: Size, width: number, height: number): Rect {
	const fitted = {width: Math.min(width, size.columns), height: Math.min(height, size.rows)};
	return {
		...fitted,
		x: Math.floor((size.columns - fitted.width) / 2),
		y: Math.floor((size.rows - fitted.height) / 2),
	};
}

export type OverlayProps = {
	readonly rect: Rect;
	readonly title: string;
	readonly note?: string;
	readonly hint?: string;
	readonly rows: readonly string[];
	readonly children?: ReactNode;
	readonly childrenRows?: number;
};

export function Overlay({rect, ...pane}: OverlayProps) {
	return (
		<Box position="absolute" left={rect.x} top={rect.y} width={rect.width} height={rect.height}>
			<Pane {...pane} width={rect.width} height={rect.height} focused above />
		</Box>
	);
}
