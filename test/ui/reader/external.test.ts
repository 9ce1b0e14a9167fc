import {describe, expect, it} from 'vitest';
import {commandFor} from '../../../source/ui/reader/external.ts';

describe('the other programs for a document', () => {
	it('are what the environment names', () => {
		expect(commandFor('pager', {PAGER: 'less -S'})).toBe('less -S');
		expect(commandFor('editor', {EDITOR: 'vi', VISUAL: ''})).toBe('vi');
		expect(commandFor('editor', {EDITOR: 'ed', VISUAL: 'vi'})).toBe('vi');
	});

	it('are a common one where it names no pager, and none where it names no editor', () => {
		expect(commandFor('pager', {PAGER: ' '})).toMatch(/^(less|more)$/);
		expect(commandFor('editor', {})).toBeUndefined();
	});
});
