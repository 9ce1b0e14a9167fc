/** A row of a pane that is a component, not a string: placed between the sides of the frame. */
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {useLook} from '../look.ts';
import {frameSide} from './frame.ts';
import {Row} from './row.tsx';

type Props = {readonly focused: boolean; readonly above?: boolean; readonly children: ReactNode};

export function FramedRow({focused, above = false, children}: Props) {
	const {theme} = useLook();
	const side = frameSide({theme, focused});
	return (
		<Box height={1} flexShrink={0}>
			<Row text={side} above={above} />
			{children}
			<Row text={side} above={above} />
		</Box>
	);
}
