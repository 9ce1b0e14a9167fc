/** Positions a component on the screen. */
import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {Rect} from '../layout.ts';

/** The contents of a rectangle. The rows fit already: clipping them again would cost more than drawing them. */
export function At({rect, children}: {readonly rect: Rect; readonly children: ReactNode}) {
	return (
		<Box position="absolute" left={rect.x} top={rect.y} width={rect.width} height={rect.height} flexDirection="column">
			{children}
		</Box>
	);
}
