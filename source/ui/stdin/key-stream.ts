/** Passes the terminal's input on one key at a time, so that no key is lost however many arrive together. */
import {Readable} from 'node:stream';
import {backgroundOfAnswer} from '../theme/background.ts';
import {withAltKeys} from './alt-keys.ts';
import {escapeKey, type KeyInput} from './key-input.ts';
import {KeySplitter} from './key-splitter.ts';

/** The part of `process.stdin` that the stream needs. */
export type KeySource = NodeJS.ReadableStream & {
	readonly isTTY?: boolean;
	setRawMode?(raw: boolean): unknown;
	ref?(): unknown;
	unref?(): unknown;
};

/** A bare ESC counts as the Esc key when nothing follows for this many ms. */
const escapeDelay = 25;

/**
 * Ink draws changes by keys at once; other changes, as those by the mouse or by an answer from the network, go through
 * React's scheduler, which needs more turns of the event loop.
 */
const scheduledTurns = 4;

/** Keys wait this long at most for an answer, in milliseconds. */
const holdMs = 250;

/** Esc and Ctrl-C: they cancel what the keys before them wait for. */
const impatient: ReadonlySet<string> = new Set([escapeKey, '\u0003']);

/**
 * Sits between the terminal and Ink. Ink takes the result of one `read()` as one key event, and a component that a
 * key has changed handles the next key only after React's effects ran: so each key waits for its own turn of the
 * event loop. Emits `suspend` for Ctrl-Z, `control` for Ctrl and a letter, `pointer` for the mouse, `focus` with
 * whether the window has the focus, and `background` when the terminal reports its own.
 */
export class KeyStream extends Readable {
	readonly #source: KeySource;
	readonly #splitter = new KeySplitter();
	readonly #queue: (() => number)[] = [];
	#current: string | undefined;
	#turn: NodeJS.Immediate | undefined;
	#flush: NodeJS.Timeout | undefined;
	/** Runs while keys are held. */
	#hold: NodeJS.Timeout | undefined;
	#listening = false;
	/** How many fields have the keys. */
	#fields = 0;
	#hasAnswered = false;

	constructor(source: KeySource) {
		super({encoding: 'utf8', highWaterMark: 1});
		this.#source = source;
	}

	/** Whether the terminal has reported its background. */
	get answered(): boolean {
		return this.#hasAnswered;
	}

	get isTTY(): boolean {
		return this.#source.isTTY === true;
	}

	/** Enabling raw mode also starts reading; disabling it stops reading, so that nothing keeps the process alive. */
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

	/**
	 * Holds keys back that are typed ahead of an answer, since they are meant for the screen that it brings. Call the
	 * returned function when the change that the answer makes is on its way; after `ms`, and at Esc or Ctrl-C, they go on
	 * without it.
	 */
	hold(ms = holdMs): () => void {
		clearTimeout(this.#hold);
		const hold = setTimeout(() => this.#release(hold), ms);
		this.#hold = hold;
		clearImmediate(this.#turn);
		this.#turn = undefined;
		return () => this.#release(hold);
	}

	/** To be called when a field gets the keys; call the returned function when it loses them. */
	edits(): () => void {
		this.#fields++;
		return () => {
			this.#fields--;
		};
	}

	#release(hold: NodeJS.Timeout | undefined): void {
		if (hold === undefined || this.#hold !== hold) return;
		clearTimeout(hold);
		this.#hold = undefined;
		if (this.#queue.length > 0) this.#wait(scheduledTurns);
	}

	/** Returns the current key, once. */
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
		// What was typed just before reading stopped, as before Ctrl-Z, had nobody to go to.
		if (this.#queue.length > 0) this.#wait(1);
	}

	#unlisten(): void {
		if (!this.#listening) return;
		this.#listening = false;
		this.#source.off('data', this.#onData);
		this.#source.pause();
		clearTimeout(this.#flush);
		clearTimeout(this.#hold);
		this.#hold = undefined;
		clearImmediate(this.#turn);
		this.#turn = undefined;
	}

	readonly #onData = (chunk: string | Buffer): void => {
		clearTimeout(this.#flush);
		this.#take(this.#splitter.push(String(chunk)));
		if (this.#splitter.pending) this.#flush = setTimeout(() => this.#take(this.#splitter.flush()), escapeDelay);
	};

	#take(inputs: readonly KeyInput[]): void {
		for (const input of this.#fields > 0 ? withAltKeys(inputs) : inputs) {
			if (input.kind === 'suspend') this.emit('suspend');
			else if (input.kind === 'focus') this.emit('focus', input.focused);
			else if (input.kind === 'answer') this.#answered(input.text);
			else {
				this.#queue.push(() => this.#give(input));
				if (input.kind === 'key' && impatient.has(input.sequence)) this.#release(this.#hold);
			}
		}
		if (this.#hold !== undefined || !this.#listening) return;
		// Not at once: a field that the last frame closed keeps listening until React's effects ran, a turn later.
		if (this.#turn === undefined && this.#queue.length > 0) this.#wait(1);
	}

	readonly #next = (): void => {
		this.#turn = undefined;
		const give = this.#queue.shift();
		if (give === undefined) return;
		const turns = give();
		// The key itself may have asked for something.
		if (this.#hold === undefined) this.#wait(turns);
	};

	/** Waits for this many turns of the event loop before the next key. */
	#wait(turns: number): void {
		this.#turn = setImmediate(() => (turns > 1 ? this.#wait(turns - 1) : this.#next()));
	}

	/** Emits an input; returns the turns of the event loop that drawing it takes. */
	#give(input: Exclude<KeyInput, {readonly kind: 'suspend' | 'focus' | 'answer'}>): number {
		if (input.kind === 'pointer') {
			this.emit('pointer', input.pointer);
			return scheduledTurns;
		}
		if (input.kind === 'control') {
			this.emit('control', input.name);
			return scheduledTurns;
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
