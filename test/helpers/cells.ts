import type {IBufferCell, Terminal} from '@xterm/headless';

/** A colour of a cell: the terminal's own, one of its 256, or `#rrggbb`. */
export type Colour = 'default' | number | `#${string}`;

/** One cell of a screen, as a person would see it. */
export type Cell = {
	/** The character with its combining marks; empty where nothing was written. */
	readonly text: string;
	/** Columns: 1, 2 for a wide character, 0 for the cell covered by one. */
	readonly width: number;
	readonly foreground: Colour;
	readonly background: Colour;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
	readonly invisible: boolean;
};

export type Row = readonly Cell[];

/** What the terminal shows now, row by row. The cells are copies. */
export function readCells(terminal: Terminal): readonly Row[] {
	const buffer = terminal.buffer.active;
	const scratch = buffer.getNullCell();
	return Array.from({length: terminal.rows}, (_, y) => {
		const line = buffer.getLine(buffer.viewportY + y);
		return Array.from({length: terminal.cols}, (_, x) => toCell(line?.getCell(x, scratch) ?? buffer.getNullCell()));
	});
}

function toCell(cell: IBufferCell): Cell {
	return {
		text: cell.getChars(),
		width: cell.getWidth(),
		foreground: colour(cell.getFgColor(), cell.isFgDefault(), cell.isFgRGB()),
		background: colour(cell.getBgColor(), cell.isBgDefault(), cell.isBgRGB()),
		bold: cell.isBold() !== 0,
		dim: cell.isDim() !== 0,
		italic: cell.isItalic() !== 0,
		underline: cell.isUnderline() !== 0,
		inverse: cell.isInverse() !== 0,
		invisible: cell.isInvisible() !== 0,
	};
}

function colour(value: number, isDefault: boolean, isRgb: boolean): Colour {
	if (isDefault) return 'default';
	return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
}
