/**
 * Bytes of a keyboard into single keys: text in, key sequences out, the unfinished rest kept. Pure.
 * A terminal may send many keys in one chunk (fast typing over a slow link, a held key) and one key in two chunks.
 */

export type KeyInput =
	/** One key, as the sequence that stands for it. */
	| {readonly kind: 'key'; readonly sequence: string}
	/** A bracketed paste (xterm, "Bracketed Paste Mode"), safe to type into a field: one line, no controls. */
	| {readonly kind: 'paste'; readonly text: string}
	/** Ctrl-Z. */
	| {readonly kind: 'suspend'};

const esc = '\u001b';
const pasteStart = `${esc}[200~`;
const pasteEnd = `${esc}[201~`;

/** The Esc key in the unambiguous form of the kitty keyboard protocol: a bare ESC could begin another key. */
export const escapeKey = `${esc}[27u`;

/** CSI (ECMA-48, 5.4), with the forms of the Linux console (`ESC[[A`), or SS3 and a letter. */
const sequence = /^\u001b(?:\[\[?[\x30-\x3f]*[\x20-\x2f]*[\x40-\x5a\x5c-\x7e]|O[\x30-\x39;]*[\x40-\x7e])/;
const unfinished = /^\u001b(?:\[\[?[\x30-\x3f]*[\x20-\x2f]*|O[\x30-\x39;]*)?$/;
/** `ESC[M` and three bytes: the mouse of old terminals, which is no key. */
const oldMouse = /^\u001b\[M[\s\S]{0,3}/;
const newMouse = /^\u001b\[<[\d;]*[Mm]/;

/** Tab, Enter, Backspace in both forms, Ctrl-C. All other controls are no keys of ours and would be typed as letters. */
const controls = new Set(['\t', '\r', '\b', '\u007f', '\u0003']);

function control(character: string): KeyInput | undefined {
	if (character === '\u001a') return {kind: 'suspend'};
	if (character === '\n') return {kind: 'key', sequence: '\r'};
	return controls.has(character) ? {kind: 'key', sequence: character} : undefined;
}

const isControl = (character: string): boolean => character < ' ' || (character >= '\u007f' && character < '\u00a0');

const oneLine = (text: string): string =>
	text
		.replace(/[\r\n\t]+/g, ' ')
		.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
		.trim();

type Taken = {readonly input?: KeyInput; readonly length: number};

/** The key at the start of a text that begins with ESC; undefined while more has to come. */
function takeEscape(text: string, final: boolean): Taken | undefined {
	if (text.startsWith(pasteStart)) {
		const end = text.indexOf(pasteEnd);
		if (end < 0) return undefined;
		return {input: {kind: 'paste', text: oneLine(text.slice(pasteStart.length, end))}, length: end + pasteEnd.length};
	}
	const mouse = newMouse.exec(text) ?? oldMouse.exec(text);
	if (mouse !== null)
		return mouse[0].startsWith(`${esc}[M`) && mouse[0].length < 6 && !final ? undefined : {length: mouse[0].length};
	const key = sequence.exec(text);
	if (key !== null) return {input: {kind: 'key', sequence: key[0]}, length: key[0].length};
	if (!final && unfinished.test(text)) return undefined;
	return {input: {kind: 'key', sequence: escapeKey}, length: 1};
}

export class KeySplitter {
	#rest = '';

	/** Whether something is kept that may be the start of a key. Inside a paste there is no hurry. */
	get pending(): boolean {
		return this.#rest !== '' && !this.#rest.startsWith(pasteStart);
	}

	/** The keys that are whole with this chunk. */
	push(chunk: string): readonly KeyInput[] {
		this.#rest += chunk;
		return this.#take(false);
	}

	/** What is kept, as the keys that it is when nothing follows: a bare ESC is the Esc key. */
	flush(): readonly KeyInput[] {
		return this.#take(true);
	}

	#take(final: boolean): readonly KeyInput[] {
		const inputs: KeyInput[] = [];
		let at = 0;
		const text = this.#rest;
		while (at < text.length) {
			const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
			const taken = character === esc ? takeEscape(text.slice(at), final) : takeCharacter(character);
			if (taken === undefined) break;
			if (taken.input !== undefined) inputs.push(taken.input);
			at += taken.length;
		}
		this.#rest = text.slice(at);
		return inputs;
	}
}

function takeCharacter(character: string): Taken {
	const input: KeyInput | undefined = isControl(character) ? control(character) : {kind: 'key', sequence: character};
	return {length: character.length, ...(input === undefined ? {} : {input})};
}
