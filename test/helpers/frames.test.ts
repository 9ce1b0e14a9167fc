import {expect, it} from 'vitest';
import {Frames} from './frames.ts';

const update = (text: string): string => `\u001B[?2026h${text}\u001B[?2026l`;
const whole = ['before', update('one'), update('two'), `between${update('three')}`, 'after'];

it('shows an update at its end, and everything else at once, wherever a write ends', () => {
	const text = whole.join('');
	for (let cut = 0; cut <= text.length; cut++) {
		const frames = new Frames();
		const pieces = [...frames.take(text.slice(0, cut)), ...frames.take(text.slice(cut)), frames.flush()];
		expect(pieces.join('')).toBe(text);
		for (const piece of pieces) expect(piece.includes('\u001B[?2026h')).toBe(piece.includes('\u001B[?2026l'));
		for (const word of ['one', 'two', 'three']) {
			expect(pieces.filter(piece => piece.includes(update(word)))).toHaveLength(1);
		}
	}
});

it('shows what was begun when nothing follows', () => {
	const frames = new Frames();
	expect(frames.take('text\u001B[?2026hhalf')).toEqual(['text']);
	expect(frames.flush()).toBe('\u001B[?2026hhalf');
});
