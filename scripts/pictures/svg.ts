import type {Cell, Row} from '../../test/helpers/cells.ts';
import {controlPicture} from './control-pictures.ts';
import {paintOf, theme} from './palette.ts';
import {type Rectangle, type Shape, shapesOf} from './shapes.ts';

/** Sizes in pixels. JetBrains Mono is 0.6 of its size wide: at 15 a cell is 9 by 20, all whole numbers. */
const fontSize = 15;
const cellSize = {width: 9, height: 20};
const origin = {x: 0, y: 0, ...cellSize};
const baseline = 15;
const margin = 14;
const barHeight = 32;

const fontFamily = "'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace";

/** A screen as an SVG document: a window with `title`, and in it every cell where a terminal would have it. */
export function toSvg(rows: readonly Row[], title: string): string {
	const width = (rows[0]?.length ?? 0) * cellSize.width + 2 * margin;
	const height = rows.length * cellSize.height + barHeight + margin;
	const drawn = rows.map((row, y) => drawRow(row, y));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
		` font-family="${fontFamily}" font-size="${fontSize}" xml:space="preserve">`,
		`<title>${escapeXml(title)}</title>`,
		`<rect width="${width}" height="${height}" rx="8" fill="${theme.background}"/>`,
		...theme.buttons.map((colour, index) => `<circle cx="${20 + index * 20}" cy="16" r="6" fill="${colour}"/>`),
		`<text x="${width / 2}" y="21" text-anchor="middle" font-size="13" fill="${theme.frame}">${escapeXml(title)}</text>\n`,
		`<g shape-rendering="crispEdges">${drawn.map(({papers}) => papers).join('')}</g>\n`,
		...drawn.map(({marks}) => `${marks}\n`),
		'</svg>\n',
	].join('');
}

/** Backgrounds apart from what is on them: these are drawn below all rows, for letters may reach out of their cells. */
function drawRow(row: Row, y: number): {readonly papers: string; readonly marks: string} {
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
		if (key === 'shape') marks += cells.map((cell, index) => drawShapes(cell, areaOf(start + index, 1))).join('');
		else marks += writeText(cells, areaOf(start, 1));
	}
	return {papers, marks};
}

/** What tells neighbours apart that cannot be written together: empty for cells with nothing on them. */
function markOf(cell: Cell): string {
	if (cell.invisible || cell.width === 0 || (cell.text.trim() === '' && !cell.underline)) return '';
	if (controlPicture(cell.text, origin) ?? shapesOf(cell.text, origin)) return 'shape';
	const {bold, dim, italic, underline} = cell;
	return [paintOf(cell).ink, bold, dim, italic, underline].join();
}

type Run = {readonly start: number; readonly length: number; readonly key: string};

/** Neighbours of one key, together. */
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

function drawShapes(cell: Cell, area: Rectangle): string {
	const {ink, paper} = paintOf(cell);
	const opacity = cell.dim ? 0.6 : 1;
	const draw = (shape: Shape): string => {
		if (shape.kind === 'gap') return rectangle(shape, paper);
		if (shape.kind === 'fill') return rectangle(shape, ink, opacity * (shape.opacity ?? 1));
		const faint = opacity === 1 ? '' : ` stroke-opacity="${opacity}"`;
		return `<path d="${shape.path}" fill="none" stroke="${ink}" stroke-width="${shape.width}"${faint}/>`;
	};
	const letters = (controlPicture(cell.text, area) ?? []).map(
		({letter, x, y, size}) =>
			`<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" fill="${ink}" fill-opacity="${opacity}">${letter}</text>`,
	);
	return letters.join('') + (shapesOf(cell.text, area) ?? []).map(draw).join('');
}

/** Every character has its own place: a font of other widths keeps the columns, and a font's ligatures stay out. */
function writeText(cells: readonly Cell[], first: Rectangle): string {
	const [{bold, dim, italic, underline} = {}] = cells;
	const style = [
		bold ? ' font-weight="700"' : '',
		dim ? ' fill-opacity="0.6"' : '',
		italic ? ' font-style="italic"' : '',
		underline ? ' text-decoration="underline"' : '',
	].join('');
	const places: number[] = [];
	for (const [index, cell] of cells.entries()) {
		// SVG counts places by UTF-16 unit; further ones of one character are ignored there.
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

const escapeXml = (text: string): string => text.replaceAll(/[&<>"]/g, character => `&#${character.codePointAt(0)};`);
