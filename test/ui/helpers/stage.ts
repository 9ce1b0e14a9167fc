/** Renders a screen at a size, types on it, and waits for what it shows. */
import process from 'node:process';
import {setTimeout as pause, setImmediate as turn} from 'node:timers/promises';
import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import {displayWidth} from '../../../source/text/width.ts';
import {isTooSmall} from '../../../source/ui/layout.ts';
import {escapeKey} from '../../../source/ui/stdin/key-splitter.ts';
import {createTheme, unstyled} from '../../../source/ui/theme.ts';

// Before it knows a size Ink asks the environment, and then other programs: that took longer than to draw.
Object.assign(process.env, {COLUMNS: '100', LINES: '30'});

export const theme = createTheme({colour: true, unicode: true});

/** Sequences of keys by their names. */
export const key = {
	enter: '\r',
	esc: escapeKey,
	tab: '\t',
	up: '\u001b[A',
	down: '\u001b[B',
	left: '\u001b[D',
	right: '\u001b[C',
	wordLeft: '\u001b[1;5D',
	wordRight: '\u001b[1;5C',
	home: '\u001b[H',
	end: '\u001b[F',
	delete: '\u001b[3~',
	pageDown: '\u001b[6~',
	backspace: '\u007f',
	ctrlC: '\u0003',
} as const;

/**
 * A turn of the event loop, as the key stream gives between keys: React's effects run in it. After a time alone, a
 * process that was held up would go on before them.
 */
export async function settle(): Promise<void> {
	await pause(1);
	await turn();
}

export type Stage = {
	/** The screen as lines of text. */
	rows(): readonly string[];
	text(): string;
	/** The screen with its colours. */
	raw(): string;
	/** Types single keys, one after the other; a longer string that is not a sequence is typed letter by letter. */
	type(...keys: readonly string[]): Promise<void>;
	/** Types a single key at once, before anything else is drawn. */
	typeNow(key: string): void;
	/** Waits until the screen shows the text, or a match of the pattern; fails with the screen when it does not. */
	shows(wanted: string | RegExp): Promise<void>;
	hides(text: string): Promise<void>;
	resize(columns: number, rows: number): void;
	frames(): number;
	unmount(): void;
};

/** In milliseconds: long enough for a busy machine. */
const patience = 30_000;

export async function until(condition: () => boolean, explain: () => string): Promise<void> {
	const end = performance.now() + patience;
	while (!condition()) {
		if (performance.now() > end) throw new Error(explain());
		await pause(2);
	}
}

const letters = (text: string): readonly string[] =>
	text.startsWith('\u001b') || text.length === 1 ? [text] : [...text];

export async function stage(tree: ReactElement, columns = 100, rows = 30): Promise<Stage> {
	const {stdout, stdin, lastFrame, frames, unmount} = render(tree);
	const size = {columns, rows};
	Object.defineProperty(stdout, 'columns', {get: () => size.columns});
	Object.defineProperty(stdout, 'rows', {get: () => size.rows});
	const resize = (toColumns: number, toRows: number): void => {
		Object.assign(size, {columns: toColumns, rows: toRows});
		stdout.emit('resize');
	};
	resize(columns, rows);
	const text = (): string => unstyled(lastFrame() ?? '');
	// The first frame was drawn for 100 columns: wait for one whose borders reach from side to side.
	const fits = (): boolean => {
		const lines = text().split('\n');
		const widest = Math.max(...lines.map(displayWidth));
		return lines.length === rows && (widest === columns || isTooSmall(size) || !/^[╭│]/m.test(text()));
	};
	await until(fits, () => `Not drawn at ${columns}x${rows}:\n${text()}`);
	return {
		rows: () => text().split('\n'),
		text,
		raw: () => lastFrame() ?? '',
		async type(...keys) {
			for (const one of keys.flatMap(letters)) {
				await settle();
				stdin.write(one);
			}
			await settle();
		},
		typeNow: key => void stdin.write(key),
		shows: wanted =>
			until(
				() => (typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text())),
				() => `Not on the screen: ${String(wanted)}\n${text()}`,
			),
		hides: gone =>
			until(
				() => !text().includes(gone),
				() => `Still on the screen: ${gone}\n${text()}`,
			),
		resize,
		frames: () => frames.length,
		unmount,
	};
}
