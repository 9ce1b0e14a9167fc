/** The frame of both screens: terminal size, theme, and a sentence when the terminal is too small. */
import {Box, usePaste} from 'ink';
import {type ReactNode, useLayoutEffect, useMemo, useState} from 'react';
import {sentence} from '../text/failures.ts';
import {displayWidth} from '../text/width.ts';
import {KeptContext, newKeptState} from './hooks/use-kept.ts';
import {Row} from './kit/row.tsx';
import {wrapAtMost} from './kit/wrap.ts';
import {isTooSmall, type Size, smallest} from './layout.ts';
import {LookContext} from './look.ts';
import type {Theme} from './theme.ts';

type Props = {
	readonly size: Size;
	readonly theme: Theme;
	/** Whether an overlay lies above the screen. */
	readonly dimmed: boolean;
	readonly children: ReactNode;
};

export function Shell({size, theme, dimmed, children}: Props) {
	// The key stream turns pastes into typing: this only makes the terminal mark them.
	usePaste(() => {});
	const look = useMemo(() => ({theme, dimmed}), [theme, dimmed]);
	const [kept] = useState(newKeptState);
	const tooSmall = isTooSmall(size);
	// Before the other effects: what is removed now is kept, and what has come back keeps itself anew.
	useLayoutEffect(() => {
		kept.hides = tooSmall;
		if (!tooSmall) kept.values.clear();
	}, [kept, tooSmall]);
	return (
		<LookContext value={look}>
			<KeptContext value={kept}>
				<Box width={size.columns} height={size.rows}>
					{tooSmall ? <TooSmall size={size} /> : children}
				</Box>
			</KeptContext>
		</LookContext>
	);
}

function TooSmall({size}: {readonly size: Size}) {
	const text = sentence({kind: 'too-small', ...size, neededColumns: smallest.columns, neededRows: smallest.rows});
	const lines = wrapAtMost(text, size.columns, size.rows);
	const above = Math.max(0, Math.floor((size.rows - lines.length) / 2));
	return (
		<Box flexDirection="column" paddingTop={above}>
			{lines.map((line, index) => (
				<Row key={index} text={' '.repeat(Math.floor((size.columns - displayWidth(line)) / 2)) + line} />
			))}
		</Box>
	);
}
