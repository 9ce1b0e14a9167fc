/**
 * Terminal modes of a screen besides the alternate screen: mouse, focus reports, window title, background query. They
 * are enabled with the alternate screen and disabled before it is left, in whatever way: Ctrl-Z, a pager, quitting, a
 * crash.
 */
import {setTimeout as pause} from 'node:timers/promises';
import {rewrittenOutput} from './rewritten-output.ts';
import type {KeyStream} from './stdin/key-stream.ts';
import {backgroundQuery} from './theme/background.ts';

/** Buttons and wheel (xterm, 1000), in decimal encoding (1006). */
const mouse = {on: '\u001b[?1000h\u001b[?1006h', off: '\u001b[?1006l\u001b[?1000l'};
/** Focus reports (xterm, 1004). */
const focus = {on: '\u001b[?1004h', off: '\u001b[?1004l'};

/** Pushes the title onto the terminal's stack, and pops it (xterm, "Window manipulation", 22 and 23). */
const saveTitle = '\u001b[22;0t';
const restoreTitle = '\u001b[23;0t';
const setTitle = '\u001b]2;';

/** The alternate screen (xterm, 1049). */
export const enterAlternate = '\u001b[?1049h';
export const leaveAlternate = '\u001b[?1049l';

/** The cursor is left where it was on the other screen, and Ink draws its frame from there. */
const home = '\u001b[H';

/** A terminal that has not answered by then will not. */
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
	 * The text to write, with the modes added where the alternate screen is entered or left. The background is queried
	 * once; a title set while the terminal was handed back is set again when it is taken over.
	 */
	around(text: string): string {
		if (text.startsWith(setTitle)) {
			this.#title = text;
			return this.#taken ? text : '';
		}
		if (!text.includes('\u001b[?1049')) return text;
		this.#taken = text.lastIndexOf(enterAlternate) > text.lastIndexOf(leaveAlternate);
		const query = this.#asks && text.includes(enterAlternate) ? backgroundQuery : '';
		if (query !== '') {
			this.#asks = false;
			this.#asked = performance.now();
		}
		return text
			.replace(enterAlternate, `${enterAlternate}${home}${saveTitle}${this.#title}${this.#on}${query}`)
			.replace(leaveAlternate, `${this.#off}${restoreTitle}${leaveAlternate}`);
	}

	/** Milliseconds during which the terminal's answer may still arrive. */
	get answerDue(): number {
		return Math.max(0, this.#asked + answerMs - performance.now());
	}
}

/** The modes of a screen. `asks`: whether the terminal is asked for its background. */
export const terminalModes = (wanted: {readonly mouse: boolean; readonly asks: boolean}): TerminalModes =>
	new TerminalModes(
		`${wanted.mouse ? mouse.on : ''}${focus.on}`,
		`${focus.off}${wanted.mouse ? mouse.off : ''}`,
		wanted.asks,
	);

/** Whether a terminal can be asked for its background: the Linux console would print the query. */
export const asksBackground = (env: Readonly<Record<string, string | undefined>>): boolean =>
	env.TERM !== undefined && env.TERM !== 'linux' && env.TERM !== 'dumb';

/** A wrapper of the terminal that adds the modes around its alternate screen. */
export const withModes = (stdout: NodeJS.WriteStream, modes: TerminalModes): NodeJS.WriteStream =>
	rewrittenOutput(stdout, text => modes.around(text));

/** Resolves when no more answers of the terminal can arrive: the shell must not read them as input. */
export async function answersIn(keys: KeyStream, modes: TerminalModes): Promise<void> {
	if (keys.answered || modes.answerDue === 0) return;
	// Ink has disabled raw mode already, and the answer would be echoed.
	keys.setRawMode(true);
	const over = new AbortController();
	keys.once('background', () => over.abort());
	await pause(modes.answerDue, undefined, {signal: over.signal}).catch(() => {});
}
