import {describe, expect, it} from 'vitest';
import {commandFor, noCommand} from '../../../source/ui/reader/external.ts';

describe('the other programs for a document', () => {
	it('are what the environment names', () => {
		expect(commandFor('pager', {PAGER: 'less -S'})).toBe('less -S');
		expect(commandFor('editor', {EDITOR: 'vi', VISUAL: ''})).toBe('vi');
		expect(commandFor('editor', {EDITOR: 'ed', VISUAL: 'vi'})).toBe('vi');
	});

	it('are missed with a sentence that says what to do', () => {
		expect(commandFor('pager', {PAGER: ' '})).toBeUndefined();
		expect(commandFor('editor', {})).toBeUndefined();
		expect(noCommand.pager).toContain('PAGER=less');
		expect(noCommand.editor).toContain('EDITOR=vi');
	});
});
