/**
 * What a screen asks of the terminal beside the alternate screen: the mouse, the focus, its title, its background. On with the
 * alternate screen and off before it, whoever leaves it and why: Ctrl-Z, a pager, the end, a crash.
 */
import {setTimeout as pause} from 'node:timers/promises';
import type {KeyStream} from './stdin/key-stream.ts';
import {backgroundQuery} from './theme/background.ts';

/** Buttons and wheel (xterm, 1000), told in decimal numbers (1006). */
const mouse = {on: '\u001b[?1000h\u001b[?1006h', off: '\u001b[?1006l\u001b[?1000l'};
/** When the window gets and loses the person's attention (xterm, 1004). */
const focus = {on: '\u001b[?1004h', off: '\u001b[?1004l'};

/** The title is put on a stack of the terminal and taken off it again (xterm, "Window manipulation", 22 and 23). */
const saveTitle = '\u001b[22;0t';
const restoreTitle = '\u001b[23;0t';
const setTitle = '\u001b]2;';

const enter = '\u001b[?1049h';
const leave = '\u001b[?1049l';

/** A terminal that has not answered by then does not. */
const answerMs = 100;

export class TerminalModes {
	readonly #on: string;
	readonly #off: string;
	#asks: boolean;
	#taken = false;
	#title = '';
	#asked = Number.NEGATIVE_INFINITY;

	constructor(on: string, off: string, asks: boolean) {
		this.#on = on;
		this.#off = off;
		this.#asks = asks;
	}

	/**
	 * What is written, with the modes where the alternate screen is entered or left. The background is asked for once; a
	 * title set while the terminal is given back is set when it is taken again.
	 */
	around(text: string): string {
		if (text.startsWith(setTitle)) {
			this.#title = text;
			return this.#taken ? text : '';
		}
		if (!text.includes('\u001b[?1049')) return text;
		this.#taken = text.lastIndexOf(enter) > text.lastIndexOf(leave);
		const query = this.#asks && text.includes(enter) ? backgroundQuery : '';
		if (query !== '') {
			this.#asks = false;
			this.#asked = performance.now();
		}
		return text
			.replace(enter, `${enter}${saveTitle}${this.#title}${this.#on}${query}`)
			.replace(leave, `${this.#off}${restoreTitle}${leave}`);
	}

	/** Milliseconds for which the terminal's answer may still come. */
	get answerDue(): number {
		return Math.max(0, this.#asked + answerMs - performance.now());
	}
}

export const terminalModes = (wanted: {readonly mouse: boolean; readonly asks: boolean}): TerminalModes =>
	new TerminalModes(
		`${wanted.mouse ? mouse.on : ''}${focus.on}`,
		`${focus.off}${wanted.mouse ? mouse.off : ''}`,
		wanted.asks,
	);

/** Whether a terminal can be asked for its background: the console of Linux would show the question. */
export const asksBackground = (env: Readonly<Record<string, string | undefined>>): boolean =>
	env.TERM !== undefined && env.TERM !== 'linux' && env.TERM !== 'dumb';

/** The terminal, with the modes around its alternate screen; all else of it is as it is. */
export function withModes(stdout: NodeJS.WriteStream, modes: TerminalModes): NodeJS.WriteStream {
	const write = (chunk: string | Uint8Array, ...rest: []): boolean =>
		stdout.write(typeof chunk === 'string' ? modes.around(chunk) : chunk, ...rest);
	return new Proxy(stdout, {
		get(target, property) {
			if (property === 'write') return write;
			const value: unknown = Reflect.get(target, property, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

/** Resolves when no answer of the terminal is to come any more: the shell after the screen must not read it. */
export async function answersIn(keys: KeyStream, modes: TerminalModes): Promise<void> {
	if (keys.answered || modes.answerDue === 0) return;
	// Ink has given the keyboard back already: without echo the answer is seen by nobody.
	keys.setRawMode(true);
	const over = new AbortController();
	keys.once('background', () => over.abort());
	await pause(modes.answerDue, undefined, {signal: over.signal}).catch(() => {});
}
