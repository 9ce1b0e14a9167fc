/**
 * Splits keyboard input into single keys: text in, key sequences out, incomplete rest kept. Pure. A terminal may send
 * many keys in one chunk (fast typing over a slow connection, a held key) and one key in two chunks.
 */
import {isUnhurried, keptOf, type Taken, takeEscape} from './escape-sequences.ts';
import {esc, type KeyInput} from './key-input.ts';

export {escapeKey, type KeyInput} from './key-input.ts';

/** Tab, Enter, Backspace in both forms, Ctrl-C. Other control characters are not keys and would be typed as letters. */
const controls = new Set(['\t', '\r', '\b', '\u007f', '\u0003']);

function control(character: string): KeyInput | undefined {
	if (character === '\u001a') return {kind: 'suspend'};
	if (character === '\n') return {kind: 'key', sequence: '\r'};
	if (controls.has(character)) return {kind: 'key', sequence: character};
	const letter = String.fromCharCode(character.charCodeAt(0) + 0x60);
	return /[a-y]/.test(letter) ? {kind: 'control', name: `ctrl-${letter}`} : undefined;
}

const isControl = (character: string): boolean => character < ' ' || (character >= '\u007f' && character < '\u00a0');

/** After an emitted Esc key: the late rest of a sequence, or a typed bracket. */
const typedBrackets: readonly string[] = [`${esc}[`, `${esc}]`];

export class KeySplitter {
	#rest = '';
	/** Whether the last output was a bare ESC because nothing followed in time: the next input may be its late rest. */
	#late = false;
	/** Whether the ESC at the start of `#rest` was already emitted as a key. */
	#told = false;

	/** Whether an incomplete key is kept. Prefixes that only a terminal sends are awaited without a deadline. */
	get pending(): boolean {
		return this.#rest !== '' && (this.#isTyped() || !isUnhurried(this.#rest));
	}

	/** The keys that this chunk completes. */
	push(chunk: string): readonly KeyInput[] {
		if (this.#late && (chunk.startsWith('[') || chunk.startsWith(']'))) {
			this.#rest = esc;
			this.#told = true;
		}
		if (chunk !== '') this.#late = false;
		this.#rest += chunk;
		return this.#take(false);
	}

	/** The kept input as keys, since nothing follows: a bare ESC is the Esc key. */
	flush(): readonly KeyInput[] {
		this.#late = this.#rest === esc;
		return this.#take(true);
	}

	#take(final: boolean): readonly KeyInput[] {
		const inputs: KeyInput[] = [];
		let at = 0;
		const text = this.#rest;
		while (at < text.length) {
			const taken = this.#next(text.slice(at), final);
			if (taken === undefined) break;
			if (taken.input !== undefined) inputs.push(taken.input);
			at += taken.length;
		}
		this.#rest = keptOf(text.slice(at));
		return inputs;
	}

	#next(text: string, final: boolean): Taken | undefined {
		const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
		if (character !== esc) return takeCharacter(character);
		const told = this.#told;
		if (final && this.#isTyped()) {
			this.#told = false;
			return {length: 1};
		}
		const taken = takeEscape(text, final);
		if (taken === undefined) return undefined;
		this.#told = false;
		return told && taken.length === 1 ? {length: 1} : taken;
	}

	/** Whether the kept input is a bracket that a person may have typed after the Esc key. */
	#isTyped(): boolean {
		return this.#told && typedBrackets.includes(this.#rest);
	}
}

function takeCharacter(character: string): Taken {
	const input: KeyInput | undefined = isControl(character) ? control(character) : {kind: 'key', sequence: character};
	return {length: character.length, ...(input === undefined ? {} : {input})};
}
