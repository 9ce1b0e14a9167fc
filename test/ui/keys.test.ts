import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import type {Failure} from '../../source/text/failures.ts';
import {keyName} from '../../source/ui/hooks/use-keys.ts';
import {
	bindingFor,
	bindings,
	type Context,
	hintsFor,
	keyAtStart,
	keyOf,
	keysAsMarkdown,
	reachable,
	takeTable,
} from '../../source/ui/keys.ts';
import {transferColumns} from '../../source/ui/panes/transfer-lines.ts';
import {rebound} from '../../source/ui/rebinding.ts';
import {download} from './helpers/fake-peer.ts';

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
	'a result that is here': ['here', 'results', 'list', 'panes', 'peer'],
	'the library': ['library', 'list', 'panes', 'peer'],
	'a document of the library': ['document', 'library', 'list', 'panes', 'peer'],
	'the transfers': ['transfers', 'list', 'panes', 'peer'],
	'the wire of a peer': ['wire', 'list', 'panes', 'peer'],
	'the ladder': ['ladder', 'wire', 'list', 'panes', 'peer'],
	'the ladder with a filter': ['filtered', 'ladder', 'wire', 'list', 'panes', 'peer'],
	'a message that is open': ['message', 'zoomed', 'scroll', 'panes', 'peer'],
	'the reader': ['reader', 'scroll'],
	'the reader with a search': ['matches', 'reader', 'scroll'],
	'the reader at a link that somebody can send': ['getting', 'reader', 'scroll'],
	'the contents of a document': ['contents', 'scroll'],
	'a field': ['field'],
	'the field of a filter': ['filtering', 'field'],
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

	it.each(Object.entries(places))('has no two hints for one key: %s', (_, contexts) => {
		const shown = hintsFor(contexts).map(({show}) => show);
		expect(shown).toEqual([...new Set(shown)]);
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
			expect(bindingFor(['filtering', 'field', 'always'], String.fromCharCode(code))).toBeUndefined();
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

describe('sentences that name keys', () => {
	const source = fileURLToPath(new URL('../../source/ui/', import.meta.url));
	const files = readdirSync(source, {recursive: true, encoding: 'utf8'})
		.filter(name => /\.tsx?$/.test(name) && !name.startsWith('keys'))
		.map(name => ({name, text: readFileSync(path.join(source, name), 'utf8')}));

	it('name only keys that work where they say', () => {
		const named = files.flatMap(({name, text}) =>
			[...text.matchAll(/key(?:Of|AtStart)\('([\w-]+)', '([\w-]+)'\)/g)].map(([, act, context]) => ({
				name,
				act,
				context,
			})),
		);
		expect(named.length).toBeGreaterThan(80);
		const known = new Set(bindings.flatMap(({act, contexts}) => contexts.map(context => `${act} ${context}`)));
		expect(named.filter(({act, context}) => !known.has(`${act} ${context}`))).toEqual([]);
	});

	it('take all of them from the table: none is written out', () => {
		const verbs =
			'now|drop|retry|gets|reads|goes|keeps|drops|takes|puts|shows|clears|cancels|stays|marks|tries|lets|follows|chooses|finds|asks|copies|opens|explains|writes|quits';
		const literal = new RegExp(`(?:['\`(:;,.·] ?)(?:[a-zA-Z]|enter|esc|Enter|Esc|space|tab) (?:${verbs})\\b`);
		const lines = files.flatMap(({name, text}) => text.split('\n').map(line => ({name, line: line.trim()})));
		expect(lines.filter(({line}) => !/^(?:\/?\*|\/\/)/.test(line) && literal.test(line))).toEqual([]);
	});

	it('name the keys that the person has instead', () => {
		const other = rebound(bindings, [
			{act: 'retry', context: 'transfers', keys: ['X']},
			{act: 'open', context: 'results', keys: ['right']},
		]);
		if (!('table' in other)) throw new Error('these keys are free');
		expect([keyOf('retry', 'transfers'), keyAtStart('open', 'results')]).toEqual(['r', 'Enter']);
		takeTable(other.table);
		try {
			expect([keyOf('retry', 'transfers'), keyAtStart('open', 'results')]).toEqual(['X', '→']);
			expect(keyOf('retry', 'peer')).toBe('r');
			const failure: Failure = {kind: 'peer-lacks', rfc: 7, from: 'alice'};
			const failed = download(1, 7, {kind: 'failed', received: 0, failure});
			const line = transferColumns({width: 100, now: 0, queue: []})[0]?.cell({way: 'down', download: failed});
			expect(line).toMatchObject({text: expect.stringContaining(' · X retry · d drop')});
		} finally {
			takeTable(bindings);
		}
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
