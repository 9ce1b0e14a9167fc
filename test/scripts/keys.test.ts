import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {keySections, withKeys} from '../../scripts/keys.ts';
import {type Act, type Context, currentBindings} from '../../source/ui/keys.ts';

describe('the tables of keys', () => {
	it('come from the table of keys, and take the place of those that were there', () => {
		const text = withKeys('before\n<!-- keys -->\nwhat was there\n<!-- /keys -->\nafter');
		expect(text).toContain('| `p` | pause, or resume |');
		expect(text).toContain('| `1` | Add RFC |');
		expect(text).not.toContain('what was there');
		expect(text.startsWith('before\n') && text.endsWith('\nafter')).toBe(true);
		expect(withKeys(text)).toBe(text);
	});

	it('have every action, but those that answer questions, edit fields and move in the menu', () => {
		const others = new Set<Act>([
			'yes',
			'no',
			'quit-later',
			'submit',
			'next-field',
			'previous-field',
			'menu-left',
			'menu-right',
		]);
		const tables = keySections();
		const told = new Set(
			currentBindings().flatMap(({act, show, label}) => (tables.includes(`| \`${show}\` | ${label} |`) ? [act] : [])),
		);
		const missing = currentBindings().filter(({act, hidden}) => hidden !== true && !told.has(act) && !others.has(act));
		expect(missing).toEqual([]);
	});

	it('tell what each key does in each list of the server and of a peer', () => {
		const lists: readonly Context[] = [
			'peers',
			'rfcs',
			'jumped',
			'about',
			'about-peer',
			'results',
			'network',
			'visited',
		];
		const tables = keySections();
		const untold = currentBindings()
			.filter(({contexts, hidden}) => hidden !== true && contexts.some(context => lists.includes(context)))
			.filter(({show, label}) => !tables.includes(`| \`${show}\` | ${label} |`));
		expect(untold).toEqual([]);
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
