/**
 * Alt (on a Mac Option) and a key, as most terminals send it, some for an arrow, too: Esc, and the key in the same chunk.
 * Somebody may also have typed both, so it is looked for only where it means something: in a field. Pure.
 */
import {escapeKey, type KeyInput} from './key-input.ts';

/** Arrows go by words, as b and f do. */
const names: Readonly<Record<string, string>> = {
	b: 'alt-b',
	f: 'alt-f',
	d: 'alt-d',
	'\b': 'alt-backspace',
	'\u007f': 'alt-backspace',
	'\u001b[D': 'alt-b',
	'\u001b[C': 'alt-f',
	'\u001bOD': 'alt-b',
	'\u001bOC': 'alt-f',
};

/** The same inputs of one chunk, with Esc and one of these keys as one. */
export function withAltKeys(inputs: readonly KeyInput[]): readonly KeyInput[] {
	const taken: KeyInput[] = [];
	for (const input of inputs) {
		const last = taken.at(-1);
		const name = input.kind === 'key' ? names[input.sequence] : undefined;
		if (name === undefined || last?.kind !== 'key' || last.sequence !== escapeKey) taken.push(input);
		else taken.splice(-1, 1, {kind: 'control', name});
	}
	return taken;
}
