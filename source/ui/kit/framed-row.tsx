/** A row of a pane that is no string: it stands between the frame's sides. */
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
