import type {Cell, Colour} from '../../test/helpers/cells.ts';

/** The appearance of everything that the program leaves to the terminal. */
export const theme = {
	background: '#1b1e24',
	foreground: '#d7dae0',
	frame: '#8b909a',
	buttons: ['#ff5f56', '#ffbd2e', '#27c93f'],
} as const;

/** The sixteen named colours, in order. */
const named = [
	...['#282c34', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#abb2bf'],
	...['#5c6370', '#ff7b86', '#b5e890', '#ffd68a', '#7cc4ff', '#de8ef5', '#6fd3e0', '#ffffff'],
] as const;

const hex = (red: number, green: number, blue: number): string =>
	`#${[red, green, blue].map(part => part.toString(16).padStart(2, '0')).join('')}`;

/** xterm's 256 colours: 16 named ones, a 6x6x6 cube, 24 greys. */
function indexed(index: number): string {
	const name = named[index];
	if (name !== undefined) return name;
	if (index >= 232) {
		const grey = 8 + (index - 232) * 10;
		return hex(grey, grey, grey);
	}
	const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
	const cube = index - 16;
	return hex(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

function css(colour: Colour, otherwise: string): string {
	if (colour === 'default') return otherwise;
	return typeof colour === 'number' ? indexed(colour) : colour;
}

/** The colours of a cell: swapped if it is inverse, with the foreground closer to the background if it is dim. */
export function paintOf(cell: Cell): {readonly ink: string; readonly paper: string} {
	const foreground = css(cell.foreground, theme.foreground);
	const background = css(cell.background, theme.background);
	const [ink, paper] = cell.inverse ? [background, foreground] : [foreground, background];
	return {ink: cell.dim ? mix(ink, paper) : ink, paper};
}

/** Mixed rather than transparent: overlapping parts of a line must not become brighter. */
function mix(ink: string, paper: string): string {
	const part = (colour: string, at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => Math.round(part(ink, at) * 0.6 + part(paper, at) * 0.4));
	return hex(red, green, blue);
}
