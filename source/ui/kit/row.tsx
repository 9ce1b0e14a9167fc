/** One row of the screen as one Ink text node. Its string is at most as wide as the row and contains its colours. */
import {Transform} from 'ink';
import {memo} from 'react';
import {displayWidth} from '../../text/width.ts';
import {useLook} from '../look.ts';
import {harmless, unstyled} from '../theme.ts';

type Props = {
	readonly text: string;
	/** Stays bright while the screen below an overlay is dimmed: for the rows of the overlay itself. */
	readonly above?: boolean;
	/** How many times it is repeated downwards: for the sides of frames. */
	readonly times?: number;
};

/**
 * Memoized by its text, so that an unchanged row costs nothing. Ink measures blanks of the row's width, which is
 * fast, and gets the row itself only when drawing: measuring non-ASCII rows took a third of each frame.
 */
export const Row = memo(function Row({text, above = false, times = 1}: Props) {
	const {theme, dimmed} = useLook();
	const row = harmless(theme.finish(dimmed && !above ? theme.paint('dim', unstyled(text)) : text));
	const blanks = ' '.repeat(displayWidth(unstyled(row)));
	// Trailing blanks cover nothing, except in an overlay.
	const drawn = above ? row : row.trimEnd();
	return (
		<Transform transform={(_blanks, line) => (line < times ? drawn : '')} accessibilityLabel={unstyled(row)}>
			{times === 1 ? blanks : Array.from({length: times}, () => blanks).join('\n')}
		</Transform>
	);
});

/** Rows below each other. */
export function Rows({rows, above = false}: {readonly rows: readonly string[]; readonly above?: boolean}) {
	return rows.map((row, index) => <Row key={index} text={row} above={above} />);
}
