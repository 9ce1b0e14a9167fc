import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {keySections, withKeys} from '../../scripts/keys.ts';

describe('the keys in the readme', () => {
	it('come from the table of keys, and take the place of those that were there', () => {
		const text = withKeys('before\n<!-- keys -->\nwhat was there\n<!-- /keys -->\nafter');
		expect(text).toContain('| `p` | pause, or resume |');
		expect(text).toContain('| `1` | Add RFC |');
		expect(text).not.toContain('what was there');
		expect(text.startsWith('before\n') && text.endsWith('\nafter')).toBe(true);
		expect(withKeys(text)).toBe(text);
	});

	it('need their place to be marked', () => {
		expect(() => withKeys('no place')).toThrow('<!-- keys -->');
	});

	it('have no table without a row', () => {
		for (const section of keySections().split('## ').slice(1)) {
			expect(section.trim().split('\n').length).toBeGreaterThan(4);
		}
	});
});

it('docs/keys.md tells the keys that there are', () => {
	const paper = readFileSync(path.resolve(import.meta.dirname, '../../docs/keys.md'), 'utf8');
	// Renewed by `node scripts/keys.ts --write`.
	expect(withKeys(paper)).toBe(paper);
});
