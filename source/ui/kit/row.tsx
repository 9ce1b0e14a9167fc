/** One row of the screen: one Ink text node. Its string is as wide as it may be, with its colours inside. */
import {Text} from 'ink';
import {memo} from 'react';
import {useLook} from '../look.ts';
import {unstyled} from '../theme.ts';

type Props = {
	readonly text: string;
	/** Stays bright while the screen below an overlay is dimmed: for the rows of the overlay itself. */
	readonly above?: boolean;
};

/** Memo'd by its text: a row that did not change costs nothing. */
export const Row = memo(function Row({text, above = false}: Props) {
	const {theme, dimmed} = useLook();
	const row = dimmed && !above ? theme.paint('dim', unstyled(text)) : text;
	return <Text wrap="truncate">{theme.finish(row)}</Text>;
});

/** Rows below each other, by their place. */
export function Rows({rows, above = false}: {readonly rows: readonly string[]; readonly above?: boolean}) {
	return rows.map((row, index) => <Row key={index} text={row} above={above} />);
}
