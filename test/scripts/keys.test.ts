import {describe, expect, it} from 'vitest';
import {keySections, withKeys} from '../../scripts/keys.ts';

describe('the keys in the readme', () => {
	it('come from the table of keys, and take the place of those that were there', () => {
		const text = withKeys('before\n<!-- keys -->\nold\n<!-- /keys -->\nafter');
		expect(text).toContain('| `p` | pause, or go on |');
		expect(text).toContain('| `1` | Add RFC |');
		expect(text).not.toContain('old');
		expect(text.startsWith('before\n') && text.endsWith('\nafter')).toBe(true);
		expect(withKeys(text)).toBe(text);
	});

	it('need their place to be marked', () => {
		expect(() => withKeys('no place')).toThrow('<!-- keys -->');
	});

	it('have no table without a row', () => {
		for (const section of keySections().split('#### ').slice(1)) {
			expect(section.trim().split('\n').length).toBeGreaterThan(4);
		}
	});
});
