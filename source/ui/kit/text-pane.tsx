/** A pane with a scrollable text. */
import {useLook} from '../look.ts';
import {type Lines, lineRow, linesLeft, scrolled} from './lines.ts';
import {innerRows, innerWidth, Pane} from './pane.tsx';

type Props = {
	readonly width: number;
	readonly height: number;
	readonly title: string;
	readonly hint?: string;
	readonly focused: boolean;
	readonly lines: Lines;
	readonly offset: number;
};

export function TextPane({lines, offset, ...pane}: Props) {
	const {theme} = useLook();
	const height = innerRows(pane.height);
	const top = scrolled(offset, lines.count, height);
	const width = innerWidth(pane.width);
	const rows = lines.read(top, height).map(line => ` ${lineRow(line, {width: width - 1, theme})}`);
	// Not a percentage: beside a transfer it would be taken for that of the transfer.
	return <Pane {...pane} note={linesLeft(top, lines.count, height)} rows={rows} />;
}
