/** One row of the screen: one Ink text node. Its string is as wide as it may be, with its colours inside. */
import {Transform} from 'ink';
import {memo} from 'react';
import {displayWidth} from '../../text/width.ts';
import {useLook} from '../look.ts';
import {harmless, unstyled} from '../theme.ts';

type Props = {
	readonly text: string;
	/** Stays bright while the screen below an overlay is dimmed: for the rows of the overlay itself. */
	readonly above?: boolean;
	/** How often it stands below itself: for the sides of frames. */
	readonly times?: number;
};

/**
 * Memo'd by its text: a row that did not change costs nothing. Ink measures blanks of the row's width, which is quick,
 * and gets the row itself when it draws: to measure rows beyond ASCII took a third of each frame.
 */
export const Row = memo(function Row({text, above = false, times = 1}: Props) {
	const {theme, dimmed} = useLook();
	const row = harmless(theme.finish(dimmed && !above ? theme.paint('dim', unstyled(text)) : text));
	const blanks = ' '.repeat(displayWidth(unstyled(row)));
	// Below a row there is nothing that its blank end would have to cover, unless it lies above others.
	const drawn = above ? row : row.trimEnd();
	return (
		<Transform transform={(_blanks, line) => (line < times ? drawn : '')} accessibilityLabel={unstyled(row)}>
			{times === 1 ? blanks : Array.from({length: times}, () => blanks).join('\n')}
		</Transform>
	);
});

/** Rows below each other, by their place. */
export function Rows({rows, above = false}: {readonly rows: readonly string[]; readonly above?: boolean}) {
	return rows.map((row, index) => <Row key={index} text={row} above={above} />);
}
