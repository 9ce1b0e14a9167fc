import {describe, expect, it} from 'vitest';
import {keyName} from '../../source/ui/hooks/use-keys.ts';
import {bindingFor, bindings, type Context, hintsFor, keysAsMarkdown, reachable} from '../../source/ui/keys.ts';

/** Where keys work in each place of both screens. */
const places: Readonly<Record<string, readonly Context[]>> = {
	'the peers of the server': ['peers', 'list', 'panes', 'server'],
	'the RFCs of the server, after a jump': ['rfcs', 'jumped', 'list', 'panes', 'server'],
	'the wire of the server': ['wire', 'list', 'panes', 'server'],
	'the details of a peer': ['about', 'about-peer', 'details', 'scroll', 'panes', 'server'],
	'the details of the server': ['details', 'scroll', 'panes', 'server'],
	'a zoomed text': ['zoomed', 'scroll', 'panes', 'server'],
	'the menu': ['menu', 'panes', 'peer'],
	'the menu as a row': ['menu-row', 'panes', 'peer'],
	'the results': ['results', 'list', 'panes', 'peer'],
	'the transfers': ['transfers', 'list', 'panes', 'peer'],
	'the wire of a peer': ['wire', 'list', 'panes', 'peer'],
	'the ladder': ['ladder', 'wire', 'list', 'panes', 'peer'],
	'a message that is open': ['message', 'zoomed', 'scroll', 'panes', 'peer'],
	'the reader': ['reader', 'scroll'],
	'the reader with a search': ['matches', 'reader', 'scroll'],
	'the reader at a link that somebody can send': ['getting', 'reader', 'scroll'],
	'the contents of a document': ['contents', 'scroll'],
	'a field': ['field'],
	'a question': ['confirm'],
};

describe('the table of keys', () => {
	it.each(Object.entries(places))('gives no key two meanings in one context: %s', (_, contexts) => {
		for (const context of contexts) {
			const keys = bindings.filter(binding => binding.contexts.includes(context)).flatMap(binding => binding.keys);
			expect(keys).toEqual([...new Set(keys)]);
		}
	});

	it.each(Object.entries(places))('has at most six hints and then the way to more: %s', (_, contexts) => {
		const hints = hintsFor(contexts);
		const rest = hints.filter(hint => hint.act !== 'help');
		expect(rest.length).toBeGreaterThan(0);
		expect(rest.length).toBeLessThanOrEqual(6);
		if (rest.length < hints.length) expect(hints.at(-1)?.act).toBe('help');
	});

	it.each(Object.entries(places))('lets Esc go back, or at least away, everywhere: %s', (_, contexts) => {
		expect(['back', 'no']).toContain(bindingFor(contexts, 'esc')?.act);
	});

	it('has the six operations of the original under their digits wherever nothing is typed', () => {
		for (const place of ['the menu', 'the menu as a row', 'the results', 'the transfers', 'the wire of a peer']) {
			const acts = [...'123456'].map(digit => bindingFor(places[place] ?? [], digit)?.act);
			expect(acts).toEqual([1, 2, 3, 4, 5, 6].map(digit => `operation-${digit}`));
		}
	});

	it('leaves every printable key to a field', () => {
		for (let code = 0x21; code < 0x7f; code++) {
			expect(bindingFor(['field', 'always'], String.fromCharCode(code))).toBeUndefined();
			expect(bindingFor(['form', 'field', 'always'], String.fromCharCode(code))).toBeUndefined();
		}
		expect(bindingFor(['field'], 'space')).toBeUndefined();
	});

	it('lets an inner context take a key from an outer one', () => {
		expect(bindingFor(['zoomed', 'scroll', 'panes', 'server'], 'q')?.act).toBe('back');
		expect(bindingFor(['list', 'panes', 'server'], 'q')?.act).toBe('quit');
		expect(reachable(['zoomed', 'server']).some(binding => binding.act === 'quit')).toBe(false);
	});

	it('is written out for the readme', () => {
		const markdown = keysAsMarkdown(['reader', 'scroll']);
		expect(markdown).toContain('| `/` | search |');
		expect(markdown.split('\n')[0]).toBe('| key | does |');
	});
});

describe('names of keys', () => {
	it.each([
		['', {upArrow: true}, 'up'],
		['', {tab: true}, 'tab'],
		['', {tab: true, shift: true}, 'shift-tab'],
		['', {escape: true}, 'esc'],
		['', {return: true}, 'enter'],
		['c', {ctrl: true}, 'ctrl-c'],
		[' ', {}, 'space'],
		['G', {shift: true}, 'G'],
		['😀', {}, '😀'],
		['pasted text', {}, undefined],
		['', {}, undefined],
	])('%j with %j is %s', (input, key, name) => {
		expect(keyName(input, key)).toBe(name);
	});
});
