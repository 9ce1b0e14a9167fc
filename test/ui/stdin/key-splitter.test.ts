import {describe, expect, it} from 'vitest';
import {escapeKey, type KeyInput, KeySplitter} from '../../../source/ui/stdin/key-splitter.ts';
import fc from '../../helpers/properties.ts';

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
	[
		'Ctrl and a letter',
		'\u0012\u0001',
		[
			{kind: 'control', name: 'ctrl-r'},
			{kind: 'control', name: 'ctrl-a'},
		],
	],
	['controls that are no keys here', '\u0000\u001c\u001d\u001f', []],
	['a paste of two lines', '\u001b[200~one\r\ntwo\u001b[201~', [{kind: 'paste', text: 'one two'}]],
	[
		'a paste with keys and escapes in it',
		'\u001b[200~a\u001b[Ab\u0007\u001b[201~x',
		[{kind: 'paste', text: 'a[Ab'}, ...keys('x')],
	],
	[
		'a click of the mouse, and its end',
		'\u001b[<0;10;20M\u001b[<0;10;20mx',
		[{kind: 'pointer', pointer: {kind: 'click', x: 9, y: 19}}, ...keys('x')],
	],
	[
		'the wheel, also with Ctrl',
		'\u001b[<64;1;1M\u001b[<81;300;2M',
		[
			{kind: 'pointer', pointer: {kind: 'wheel-up', x: 0, y: 0}},
			{kind: 'pointer', pointer: {kind: 'wheel-down', x: 299, y: 1}},
		],
	],
	['buttons and ways of a mouse that mean nothing', '\u001b[<2;1;1M\u001b[<35;3;3M\u001b[<;;Mx', keys('x')],
	['the mouse of an old terminal', '\u001b[M !!x', keys('x')],
	[
		'a window that gets the attention and loses it',
		'\u001b[I\u001b[O',
		[
			{kind: 'focus', focused: true},
			{kind: 'focus', focused: false},
		],
	],
	[
		'the answer about a colour, with either end',
		'\u001b]11;rgb:ffff/ffff/ffff\u001b\\\u001b]11;rgb:0/0/0\u0007x',
		[{kind: 'answer', text: '11;rgb:ffff/ffff/ffff'}, {kind: 'answer', text: '11;rgb:0/0/0'}, ...keys('x')],
	],
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

	it('of the mouse, of the focus and of answers never leak a letter, though their rest comes late', () => {
		const sent = [
			'\u001b[<0;10;20M',
			'\u001b[<65;1;1M',
			'\u001b[I',
			'\u001b]11;rgb:ffff/ffff/ffff\u001b\\',
			'\u001b[M !!',
		];
		for (const text of sent) {
			for (let at = 1; at < text.length; at++) {
				const splitter = new KeySplitter();
				const inputs = [text.slice(0, at), text.slice(at), 'q'].flatMap(chunk => {
					const whole = splitter.push(chunk);
					// A line so slow that the time for a bare ESC has passed.
					return [...whole, ...(splitter.pending ? splitter.flush() : [])];
				});
				const typed = inputs.filter(input => input.kind === 'key' && input.sequence !== escapeKey);
				expect([at, typed]).toEqual([at, keys('q')]);
			}
		}
	});

	it('are what a person typed after Esc, bracket or not, once it is clear that nothing follows', () => {
		const splitter = new KeySplitter();
		const late = (chunk: string) => [...splitter.push(chunk), ...(splitter.pending ? splitter.flush() : [])];
		expect(late('\u001b')).toEqual(keys(escapeKey));
		expect(late('[')).toEqual(keys('['));
		expect(late(']')).toEqual(keys(']'));
		expect([...late('\u001b'), ...late(']')]).toEqual(keys(escapeKey, ']'));
	});

	it('let Ctrl-C out of whatever was begun, but for a paste', () => {
		for (const begun of ['\u001b[<0;1', '\u001b]11;rgb', '\u001b[M', '\u001b[']) {
			const splitter = new KeySplitter();
			expect([...splitter.push(begun), ...splitter.push('\u0003')].at(-1)).toEqual(keys('\u0003')[0]);
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

	it('of a paste are as long as a path at most, and what follows them is typed, however they are cut', () => {
		const long = `${'one\n'.repeat(2000)}\u001b[20${'two\n'.repeat(100_000)}1~ and on`;
		const sent = `\u001b[200~${long}\u001b[201~x`;
		const expected = [{kind: 'paste', text: 'one '.repeat(1024).trim()}, ...keys('x')];
		for (const size of [sent.length, 65_536, 4096, 1000, 7]) {
			const chunks = Array.from({length: Math.ceil(sent.length / size)}, (_, at) =>
				sent.slice(at * size, (at + 1) * size),
			);
			expect(all(new KeySplitter(), chunks)).toEqual(expected);
		}
		const [cut] = new KeySplitter().push(`\u001b[200~x${'🎉'.repeat(3000)}\u001b[201~`);
		expect(cut).toEqual({kind: 'paste', text: `x${'🎉'.repeat(2047)}`});
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
