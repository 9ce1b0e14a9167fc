/**
 * A terminal may take nothing for a while, or for ever: a window that was stopped, or a connection that broke. By
 * default Node.js waits in each write until everything is taken, and with it the whole program. While a screen is drawn
 * nothing waits: what the terminal has not taken is kept up to a limit, further frames are dropped, and everything is
 * drawn again once it has caught up.
 */
import process from 'node:process';
import {outputWith} from './rewritten-output.ts';
import {enterAlternate, leaveAlternate} from './terminal-modes.ts';

/** In bytes: several frames of a large window. */
const mostWaiting = 256 * 1024;
/** How long the end of a screen waits for a terminal that takes nothing. */
const patienceMs = 1000;
/** The alternate screen and the cursor are switched once, not with each frame. */
const switching = /\u001b\[\?(?:1049|25)[hl]/;

/**
 * Whether writing to a terminal, on stderr, too, waits until it has taken everything. Of no effect on what is no
 * terminal.
 */
export function setWaiting(stdout: NodeJS.WriteStream, on: boolean): void {
	for (const stream of [stdout, process.stderr]) {
		if (!stream.isTTY) continue;
		const {_handle: handle} = stream as {readonly _handle?: {setBlocking?(on: boolean): unknown}};
		handle?.setBlocking?.(on);
	}
}

/** Resolves when a terminal has taken everything, or when that takes too long. At once for anything else. */
export const taken = (stdout: NodeJS.WritableStream & {readonly isTTY?: boolean}): Promise<void> =>
	stdout.isTTY ? new Promise(resolve => void stdout.write('', () => resolve())) : Promise.resolve();

export class BoundedOutput {
	/** The terminal to draw on. */
	readonly stream: NodeJS.WriteStream;
	readonly #stdout: NodeJS.WriteStream;
	readonly #onCaughtUp: () => void;
	#drawing = false;
	#dropped = false;

	/** `onCaughtUp` is called when everything has to be drawn again. */
	constructor(stdout: NodeJS.WriteStream, onCaughtUp: () => void) {
		this.#stdout = stdout;
		this.#onCaughtUp = onCaughtUp;
		this.stream = outputWith(stdout, (chunk, ...rest) => this.#write(chunk, ...rest));
		stdout.on('drain', this.#onDrain);
	}

	/** To be called when the screen has ended. */
	stop(): void {
		this.#stdout.off('drain', this.#onDrain);
		this.#waitAgain();
	}

	#write(chunk: string | Uint8Array, ...rest: []): boolean {
		if (typeof chunk !== 'string') return this.#stdout.write(chunk, ...rest);
		const [done] = rest.filter(each => typeof each === 'function') as Array<() => void>;
		if (chunk === '' && done) return this.#stdout.write(chunk, soon(done));
		if (this.#drawing && this.#stdout.writableLength > mostWaiting && !switching.test(chunk)) {
			this.#dropped = true;
			done?.();
			return false;
		}
		if (chunk.includes(enterAlternate) || chunk.includes(leaveAlternate)) this.#switch(chunk);
		return this.#stdout.write(chunk, ...rest);
	}

	#switch(text: string): void {
		this.#drawing = text.lastIndexOf(enterAlternate) > text.lastIndexOf(leaveAlternate);
		if (this.#drawing) setWaiting(this.#stdout, false);
		else this.#waitAgain();
	}

	/** Nothing may be lost of what the program says last, unless the terminal hangs. */
	#waitAgain(): void {
		if (this.#stdout.writableLength === 0) setWaiting(this.#stdout, true);
	}

	readonly #onDrain = (): void => {
		if (!this.#drawing) this.#waitAgain();
		else if (this.#dropped) this.#onCaughtUp();
		this.#dropped = false;
	};
}

/** Calls `done` once: when it is called, or after a while. */
function soon(done: () => void): () => void {
	let isDone = false;
	const finish = () => {
		clearTimeout(timer);
		if (!isDone) done();
		isDone = true;
	};
	const timer = setTimeout(finish, patienceMs);
	return finish;
}
