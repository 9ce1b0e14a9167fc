/** The terminal's input, handed on one key at a time, so that no key is lost however many arrive together. */
import {Readable} from 'node:stream';
import {backgroundOfAnswer} from '../theme/background.ts';
import type {KeyInput} from './key-input.ts';
import {KeySplitter} from './key-splitter.ts';

/** What the stream needs of `process.stdin`. */
export type KeySource = NodeJS.ReadableStream & {
	readonly isTTY?: boolean;
	setRawMode?(raw: boolean): unknown;
	ref?(): unknown;
	unref?(): unknown;
};

/** A bare ESC counts as the Esc key when nothing has followed for so many ms. */
const escapeDelay = 25;

/** What a key changes Ink draws at once; what the mouse changes is drawn by React's scheduler, in turns of its own. */
const pointerTurns = 4;

/**
 * Stands between the terminal and Ink. Ink treats what one `read()` gives as one key event, and a component that a key
 * changed gets the next key only after React's effects ran: so each key waits for its own turn of the event loop.
 * Emits `suspend` for Ctrl-Z, `control` for Ctrl and a letter, `pointer` for the mouse, `focus` with whether the window has it, and `background` when the
 * terminal tells its own.
 */
export class KeyStream extends Readable {
	readonly #source: KeySource;
	readonly #splitter = new KeySplitter();
	readonly #queue: (() => number)[] = [];
	#current: string | undefined;
	#turn: NodeJS.Immediate | undefined;
	#flush: NodeJS.Timeout | undefined;
	#listening = false;
	#hasAnswered = false;

	constructor(source: KeySource) {
		super({encoding: 'utf8', highWaterMark: 1});
		this.#source = source;
	}

	/** Whether the terminal has told its background. */
	get answered(): boolean {
		return this.#hasAnswered;
	}

	get isTTY(): boolean {
		return this.#source.isTTY === true;
	}

	/** Raw mode on also begins reading; off ends it, so that nothing holds the process. */
	setRawMode(raw: boolean): this {
		this.#source.setRawMode?.(raw);
		if (raw) this.#listen();
		else this.#unlisten();
		return this;
	}

	ref(): this {
		this.#source.ref?.();
		return this;
	}

	unref(): this {
		this.#source.unref?.();
		return this;
	}

	override setEncoding(): this {
		return this;
	}

	/** The key whose turn it is, once. */
	override read(size?: number): string | null {
		if (size === 0 || this.#current === undefined) return null;
		const key = this.#current;
		this.#current = undefined;
		return key;
	}

	override _read(): void {}

	#listen(): void {
		if (this.#listening) return;
		this.#listening = true;
		this.#source.setEncoding('utf8');
		this.#source.on('data', this.#onData);
		this.#source.resume();
	}

	#unlisten(): void {
		if (!this.#listening) return;
		this.#listening = false;
		this.#source.off('data', this.#onData);
		this.#source.pause();
		clearTimeout(this.#flush);
		clearImmediate(this.#turn);
		this.#turn = undefined;
	}

	readonly #onData = (chunk: string | Buffer): void => {
		clearTimeout(this.#flush);
		this.#take(this.#splitter.push(String(chunk)));
		if (this.#splitter.pending) this.#flush = setTimeout(() => this.#take(this.#splitter.flush()), escapeDelay);
	};

	#take(inputs: readonly KeyInput[]): void {
		for (const input of inputs) {
			if (input.kind === 'suspend') this.emit('suspend');
			else if (input.kind === 'focus') this.emit('focus', input.focused);
			else if (input.kind === 'answer') this.#answered(input.text);
			else this.#queue.push(() => this.#give(input));
		}
		// Not at once: a field that the last frame has closed listens until React's effects ran, which is a turn later.
		if (this.#turn === undefined && this.#queue.length > 0) this.#wait(1);
	}

	readonly #next = (): void => {
		this.#turn = undefined;
		const give = this.#queue.shift();
		if (give === undefined) return;
		this.#wait(give());
	};

	/** Lets so many turns of the event loop pass before the next. */
	#wait(turns: number): void {
		this.#turn = setImmediate(() => (turns > 1 ? this.#wait(turns - 1) : this.#next()));
	}

	/** Hands an input on; returns the turns that it needs to be drawn. */
	#give(input: Exclude<KeyInput, {readonly kind: 'suspend' | 'focus' | 'answer'}>): number {
		if (input.kind === 'pointer') {
			this.emit('pointer', input.pointer);
			return pointerTurns;
		}
		if (input.kind === 'control') {
			this.emit('control', input.name);
			return pointerTurns;
		}
		const typed = input.kind === 'key' ? input.sequence : input.text;
		if (typed === '') return 1;
		this.#current = typed;
		this.emit('readable');
		return 1;
	}

	#answered(text: string): void {
		const background = backgroundOfAnswer(text);
		if (background === undefined) return;
		this.#hasAnswered = true;
		this.emit('background', background);
	}
}
