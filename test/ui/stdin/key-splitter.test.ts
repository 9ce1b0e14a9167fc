import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {escapeKey, type KeyInput, KeySplitter} from '../../../source/ui/stdin/key-splitter.ts';

const keys = (...sequences: readonly string[]): readonly KeyInput[] =>
	sequences.map(sequence => ({kind: 'key', sequence}) as const);

/** What a terminal sends, and the keys that it stands for. */
const samples: readonly (readonly [name: string, sent: string, inputs: readonly KeyInput[]])[] = [
	['letters typed fast', 'abc', keys('a', 'b', 'c')],
	['a word and Enter', 'ok\r', keys('o', 'k', '\r')],
	['a line feed for Enter', '\n', keys('\r')],
	['letters beyond ASCII', 'é日😀', keys('é', '日', '😀')],
	['held Backspace', '\u007f\u007f\b', keys('\u007f', '\u007f', '\b')],
	['arrows', '\u001b[A\u001b[B\u001bOC', keys('\u001b[A', '\u001b[B', '\u001bOC')],
	['an arrow with Shift', '\u001b[1;2A', keys('\u001b[1;2A')],
	['PgUp, Shift-Tab, Delete', '\u001b[5~\u001b[Z\u001b[3~', keys('\u001b[5~', '\u001b[Z', '\u001b[3~')],
	['a function key of the Linux console', '\u001b[[A', keys('\u001b[[A')],
	['Esc and a letter', '\u001bq', keys(escapeKey, 'q')],
	['Esc before an arrow', '\u001b\u001b[A', keys(escapeKey, '\u001b[A')],
	['Ctrl-C among letters', 'a\u0003b', keys('a', '\u0003', 'b')],
	['Ctrl-Z', 'a\u001ab', [...keys('a'), {kind: 'suspend'}, ...keys('b')]],
	['controls that are no keys here', '\u0001\u0015\u000c\u0000', []],
	['a paste of two lines', '\u001b[200~one\r\ntwo\u001b[201~', [{kind: 'paste', text: 'one two'}]],
	[
		'a paste with keys and escapes in it',
		'\u001b[200~a\u001b[Ab\u0007\u001b[201~x',
		[{kind: 'paste', text: 'a[Ab'}, ...keys('x')],
	],
	['a mouse', '\u001b[<0;10;20M\u001b[<0;10;20mx', keys('x')],
];

const all = (splitter: KeySplitter, chunks: readonly string[]): readonly KeyInput[] => [
	...chunks.flatMap(chunk => splitter.push(chunk)),
	...splitter.flush(),
];

describe('keys', () => {
	it.each(samples)('are told apart in one chunk: %s', (_, sent, inputs) => {
		expect(all(new KeySplitter(), [sent])).toEqual(inputs);
	});

	it.each(samples)('are the same cut at every place: %s', (_, sent, inputs) => {
		for (let at = 1; at < sent.length; at++) {
			// Streams of text never cut a surrogate pair: the decoder in front keeps it whole.
			if (/[\udc00-\udfff]/.test(sent[at] ?? '')) continue;
			expect(all(new KeySplitter(), [sent.slice(0, at), sent.slice(at)])).toEqual(inputs);
		}
	});

	it('wait for the rest of a sequence, but not for ever', () => {
		const splitter = new KeySplitter();
		expect(splitter.push('\u001b')).toEqual([]);
		expect(splitter.pending).toBe(true);
		expect(splitter.flush()).toEqual(keys(escapeKey));
		expect(splitter.pending).toBe(false);
	});

	it('of a paste wait for its end however long it takes', () => {
		const splitter = new KeySplitter();
		splitter.push('\u001b[200~half');
		expect(splitter.pending).toBe(false);
		expect(splitter.push(' way\u001b[201~')).toEqual([{kind: 'paste', text: 'half way'}]);
	});

	it('never carry a control character into a field, whatever is sent', () => {
		fc.assert(
			fc.property(fc.array(fc.string({unit: 'binary', maxLength: 40}), {maxLength: 8}), chunks => {
				for (const input of all(new KeySplitter(), chunks)) {
					if (input.kind === 'paste') expect(input.text).not.toMatch(/\p{Cc}/u);
					if (input.kind === 'key' && !input.sequence.startsWith('\u001b')) {
						expect(input.sequence).toMatch(/^(?:[\t\r\b\u007f\u0003]|\P{Cc})$/u);
					}
				}
			}),
		);
	});

	it('lose no letter however they are cut', () => {
		fc.assert(
			fc.property(fc.array(fc.stringMatching(/^[a-z0-9 ]{0,10}$/)), chunks => {
				const typed = all(new KeySplitter(), chunks).map(input => (input.kind === 'key' ? input.sequence : ''));
				expect(typed.join('')).toBe(chunks.join(''));
			}),
		);
	});
});
