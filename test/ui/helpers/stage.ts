/** Renders a screen at a size, types on it, and waits for what it shows. */
import {EventEmitter} from 'node:events';
import {setTimeout as pause, setImmediate as turn} from 'node:timers/promises';
import {render} from 'ink';
import type {ReactElement} from 'react';
import {escapeKey} from '../../../source/ui/stdin/key-splitter.ts';
import {createTheme, unstyled} from '../../../source/ui/theme.ts';

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

/** What Ink needs of a terminal's output. It has its size from the start: Ink starts programs to ask for one. */
class Screen extends EventEmitter {
	columns: number;
	rows: number;
	frame = '';
	frames = 0;
	#unstyled: {readonly frame: string; readonly text: string} = {frame: '', text: ''};

	constructor(columns: number, rows: number) {
		super();
		this.columns = columns;
		this.rows = rows;
	}

	/** The last frame without its colours. */
	get text(): string {
		if (this.#unstyled.frame !== this.frame) this.#unstyled = {frame: this.frame, text: unstyled(this.frame)};
		return this.#unstyled.text;
	}

	write(frame: string): boolean {
		this.frame = frame;
		this.frames++;
		return true;
	}

	resize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.emit('resize');
	}
}

/** What Ink needs of a terminal's input. */
class Keyboard extends EventEmitter {
	readonly isTTY = true;
	#pressed: string | null = null;

	press(keys: string): void {
		this.#pressed = keys;
		this.emit('readable');
		this.emit('data', keys);
	}

	read(): string | null {
		const pressed = this.#pressed;
		this.#pressed = null;
		return pressed;
	}

	setEncoding(): void {}
	setRawMode(): void {}
	resume(): void {}
	pause(): void {}
	ref(): void {}
	unref(): void {}
}

export async function stage(tree: ReactElement, columns = 100, rows = 30): Promise<Stage> {
	const [screen, keyboard] = [new Screen(columns, rows), new Keyboard()];
	const {unmount} = render(tree, {
		stdout: screen as unknown as NodeJS.WriteStream,
		stdin: keyboard as unknown as NodeJS.ReadStream,
		// Each frame whole and at once.
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	await settle();
	const text = (): string => screen.text;
	return {
		rows: () => text().split('\n'),
		text,
		raw: () => screen.frame,
		async type(...keys) {
			for (const one of keys.flatMap(letters)) {
				await settle();
				keyboard.press(one);
			}
			await settle();
		},
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
		resize: (toColumns, toRows) => screen.resize(toColumns, toRows),
		frames: () => screen.frames,
		unmount,
	};
}
