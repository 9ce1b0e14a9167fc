/** Parses the terminal's escape sequences: keys, pastes, the mouse, focus, answers. Pure. */
import {esc, escapeKey, type KeyInput, type Pointer} from './key-input.ts';

const pasteStart = `${esc}[200~`;
const pasteEnd = `${esc}[201~`;

/** CSI (ECMA-48, 5.4), including the forms of the Linux console (`ESC[[A`), or SS3 and a letter. */
const sequence = /^\u001b(?:\[\[?[\x30-\x3f]*[\x20-\x2f]*[\x40-\x5a\x5c-\x7e]|O[\x30-\x39;]*[\x40-\x7e])/;
const unfinished = /^\u001b(?:\[\[?[\x30-\x3f]*[\x20-\x2f]*|O[\x30-\x39;]*)?$/;
/** `ESC[M` and three bytes: the mouse protocol of old terminals. */
const oldMouse = /^\u001b\[M[^\u0000-\u001f]{3}/;
/** SGR mouse reports (xterm, "Extended coordinates", 1006). */
const newMouse = /^\u001b\[<(\d*);?(\d*);?(\d*)[;\d]*([Mm])/;
const focusReport = /^\u001b\[([IO])/;

/** An answer ends with BEL or ST; anything longer than this is not an answer. */
const answer = /^\u001b\](\d[^\u0000-\u001f]{0,255})(?:\u0007|\u001b\\)/;

/**
 * Prefixes that only a terminal sends, never a person: the rest is awaited however slow the connection is, unless a
 * control character interrupts it.
 */
const unhurried = /^\u001b(?:\[(?:[\x30-\x3f]*|M[^\u0000-\u001f]{0,2})|\](?:\d[^\u0000-\u001f]{0,255}\u001b?)?)$/;

/** Whether the text is a prefix whose rest is certain to come. */
export const isUnhurried = (text: string): boolean => text.startsWith(pasteStart) || unhurried.test(text);

/** As much of a paste goes into a field: the longest path. What is pasted by mistake may be a whole file. */
const longestPaste = 4096;

/** What has to be kept of an incomplete text: of a paste only what goes into a field, and what its end may begin with. */
export function keptOf(text: string): string {
	const most = pasteStart.length + longestPaste;
	if (!text.startsWith(pasteStart) || text.length <= most + pasteEnd.length) return text;
	// The blank keeps the two parts from becoming an end together.
	return `${text.slice(0, most)} ${text.slice(1 - pasteEnd.length)}`;
}

const oneLine = (text: string): string =>
	text
		.slice(0, longestPaste)
		.replace(/[\ud800-\udbff]$/, '')
		.replace(/[\r\n\t]+/g, ' ')
		.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
		.trim();

/** Buttons by code, without the modifiers Shift (4), Alt (8) and Ctrl (16). */
const kinds: Readonly<Record<number, Pointer['kind']>> = {0: 'click', 64: 'wheel-up', 65: 'wheel-down'};
const modifiers = 4 | 8 | 16;

/** A press of the first button or a turn of the wheel; undefined for other mouse events. */
function pointerOf([, code, column, row, end]: RegExpExecArray): Pointer | undefined {
	const kind = kinds[Number(code) & ~modifiers];
	const x = Number(column) - 1;
	const y = Number(row) - 1;
	return kind === undefined || end !== 'M' || code === '' || x < 0 || y < 0 ? undefined : {kind, x, y};
}

export type Taken = {readonly input?: KeyInput; readonly length: number};

function takeMouse(text: string): Taken | undefined {
	const found = newMouse.exec(text);
	if (found !== null) {
		const pointer = pointerOf(found);
		return {length: found[0].length, ...(pointer === undefined ? {} : {input: {kind: 'pointer', pointer}})};
	}
	const old = oldMouse.exec(text)?.[0];
	return old === undefined ? undefined : {length: old.length};
}

/** The input at the start of a text that begins with ESC; undefined while it is incomplete. */
export function takeEscape(text: string, final: boolean): Taken | undefined {
	if (text.startsWith(pasteStart)) {
		const end = text.indexOf(pasteEnd);
		if (end < 0) return undefined;
		return {input: {kind: 'paste', text: oneLine(text.slice(pasteStart.length, end))}, length: end + pasteEnd.length};
	}
	const mouse = takeMouse(text);
	if (mouse !== undefined) return mouse;
	if (isUnhurried(text)) return undefined;
	const focus = focusReport.exec(text);
	if (focus !== null) return {input: {kind: 'focus', focused: focus[1] === 'I'}, length: focus[0].length};
	const said = answer.exec(text);
	if (said !== null) return {input: {kind: 'answer', text: said[1] ?? ''}, length: said[0].length};
	const key = sequence.exec(text);
	if (key !== null) return {input: {kind: 'key', sequence: key[0]}, length: key[0].length};
	if (!final && unfinished.test(text)) return undefined;
	return {input: {kind: 'key', sequence: escapeKey}, length: 1};
}
