import type {Cell, Row} from '../../test/helpers/cells.ts';
import {controlPicture} from './control-pictures.ts';
import {paintOf, theme} from './palette.ts';
import type {Rectangle, Shape} from './shape.ts';
import {shapesOf} from './shapes.ts';

/** Sizes in pixels. JetBrains Mono is 0.6 em wide: at 15 a cell is 9 by 20, in whole pixels. */
const fontSize = 15;
const cellSize = {width: 9, height: 20};
const origin = {x: 0, y: 0, ...cellSize};
const baseline = 15;
const margin = 14;
const barHeight = 32;

const fontFamily = "'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace";

/** A screen as an SVG document: a window with `title`, and every cell exactly in its place. */
export function toSvg(rows: readonly Row[], title: string): string {
	const drawn = rows.map((row, y) => drawRow(row, y));
	return inWindow(
		{title, columns: rows[0]?.length ?? 0, rows: rows.length},
		[
			`<g shape-rendering="crispEdges">${drawn.map(({papers}) => papers).join('')}</g>\n`,
			...drawn.map(({marks}) => `${marks}\n`),
		].join(''),
	);
}

/** A terminal window of this many cells, as an SVG document that contains `content`. */
export function inWindow({title, columns, rows}: WindowOptions, content: string): string {
	const {width, height} = windowSize({columns, rows});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
		` font-family="${fontFamily}" font-size="${fontSize}" xml:space="preserve">`,
		`<title>${escapeXml(title)}</title>`,
		`<rect width="${width}" height="${height}" rx="8" fill="${theme.background}"/>`,
		...theme.buttons.map((colour, index) => `<circle cx="${20 + index * 20}" cy="16" r="6" fill="${colour}"/>`),
		`${writeTitle(title, width)}\n`,
		content,
		'</svg>\n',
	].join('');
}

export type WindowOptions = {readonly title: string; readonly columns: number; readonly rows: number};

/** The size of such a window, in pixels. */
export const windowSize = ({columns, rows}: {readonly columns: number; readonly rows: number}) => ({
	width: columns * cellSize.width + 2 * margin,
	height: rows * cellSize.height + barHeight + margin,
});

/** The distance between rows, in pixels. */
export const rowHeight = cellSize.height;

/** The title in the middle of the window's bar, with its characters placed like those of the screen. */
function writeTitle(title: string, width: number): string {
	const size = 13;
	const advance = size * 0.6;
	const start = (width - title.length * advance) / 2;
	const places = Array.from(title, (_, index) => round(start + index * advance));
	return `<text x="${places.join(' ')}" y="21" font-size="${size}" fill="${theme.frame}">${escapeXml(title)}</text>`;
}

export type DrawnRow = {readonly papers: string; readonly marks: string};

/** Draws backgrounds separately from characters: they go below all rows, since letters may exceed their cells. */
export function drawRow(row: Row, y: number): DrawnRow {
	const top = barHeight + y * cellSize.height;
	const areaOf = (x: number, columns: number): Rectangle => ({
		x: margin + x * cellSize.width,
		y: top,
		width: columns * cellSize.width,
		height: cellSize.height,
	});
	let papers = '';
	for (const {start, length, key} of runs(row, cell => paintOf(cell).paper)) {
		if (key !== theme.background) papers += rectangle(areaOf(start, length), key);
	}
	let marks = '';
	for (const {start, length, key} of runs(row, markOf)) {
		if (key === '') continue;
		const cells = row.slice(start, start + length);
		if (key.startsWith('shape')) marks += drawShapes(cells, index => areaOf(start + index, 1));
		else marks += writeText(cells, areaOf(start, 1));
	}
	return {papers, marks};
}

/** A key that differs between adjacent cells that cannot be written together; empty for blank cells. */
function markOf(cell: Cell): string {
	if (cell.invisible || cell.width === 0 || (cell.text.trim() === '' && !cell.underline)) return '';
	if (controlPicture(cell.text, origin) ?? shapesOf(cell.text, origin)) {
		return `shape ${Object.values(paintOf(cell))}`;
	}
	const {bold, italic, underline} = cell;
	return [paintOf(cell).ink, bold, italic, underline].join();
}

type Run = {readonly start: number; readonly length: number; readonly key: string};

/** Adjacent cells with the same key. */
function runs(row: Row, keyOf: (cell: Cell) => string): readonly Run[] {
	const found: Run[] = [];
	for (const [index, cell] of row.entries()) {
		const key = keyOf(cell);
		const last = found.at(-1);
		if (last?.key === key) found[found.length - 1] = {...last, length: last.length + 1};
		else found.push({start: index, length: 1, key});
	}
	return found;
}

/**
 * The shapes of adjacent cells in the same colours. Parts that continue each other are merged: a border becomes one
 * rectangle.
 */
function drawShapes(cells: readonly Cell[], areaOf: (index: number) => Rectangle): string {
	const [first] = cells;
	if (!first) return '';
	const {ink, paper} = paintOf(first);
	const shapes = cells.flatMap((cell, index) => shapesOf(cell.text, areaOf(index)) ?? []);
	const draw = (shape: Shape): string => {
		if (shape.kind === 'gap') return rectangle(shape, paper);
		if (shape.kind === 'fill') return rectangle(shape, ink, shape.opacity);
		return `<path d="${shape.path}" fill="none" stroke="${ink}" stroke-width="${shape.width}"/>`;
	};
	const letters = cells
		.flatMap((cell, index) => controlPicture(cell.text, areaOf(index)) ?? [])
		.map(
			({letter, x, y, size}) =>
				`<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" fill="${ink}">${letter}</text>`,
		);
	return joined(shapes).map(draw).join('') + letters.join('');
}

/** The shapes, with each fill merged with the one that it continues to the right. */
function joined(shapes: readonly Shape[]): readonly Shape[] {
	const result: Shape[] = [];
	for (const shape of shapes) {
		const last = result.at(-1);
		const continues =
			last?.kind === 'fill' &&
			shape.kind === 'fill' &&
			last.opacity === shape.opacity &&
			last.y === shape.y &&
			last.height === shape.height &&
			last.x <= shape.x &&
			last.x + last.width >= shape.x;
		if (continues) result[result.length - 1] = {...last, width: Math.max(last.width, shape.x + shape.width - last.x)};
		else result.push(shape);
	}
	return result;
}

/** Every character is positioned explicitly, which keeps the columns with any font, and prevents ligatures. */
function writeText(cells: readonly Cell[], first: Rectangle): string {
	const [{bold, italic, underline} = {}] = cells;
	const style = [
		bold ? ' font-weight="700"' : '',
		italic ? ' font-style="italic"' : '',
		underline ? ' text-decoration="underline"' : '',
	].join('');
	const places: number[] = [];
	for (const [index, cell] of cells.entries()) {
		// SVG counts positions by UTF-16 unit; additional ones of one character are ignored.
		for (let unit = 0; unit < cell.text.length; unit++) places.push(first.x + index * cellSize.width);
	}
	const ink = cells[0] ? paintOf(cells[0]).ink : theme.foreground;
	const text = escapeXml(cells.map(cell => cell.text).join(''));
	return `<text x="${places.join(' ')}" y="${first.y + baseline}" fill="${ink}"${style}>${text}</text>`;
}

function rectangle({x, y, width, height}: Rectangle, fill: string, opacity = 1): string {
	const faint = opacity === 1 ? '' : ` fill-opacity="${round(opacity)}"`;
	return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"${faint}/>`;
}

const round = (value: number): number => Number(value.toFixed(2));

/** Escapes a text for XML. */
export const escapeXml = (text: string): string =>
	text.replaceAll(/[&<>"]/g, character => `&#${character.codePointAt(0)};`);
