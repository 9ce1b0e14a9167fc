import {describe, expect, it} from 'vitest';
import {bindings, type Context} from '../../../source/ui/keys.ts';
import {actChoices, findChoices, type ScreenName, type WordCommand} from '../../../source/ui/palette/commands.ts';
import {fuzzyFind} from '../../../source/ui/palette/fuzzy.ts';
import fc from '../../helpers/properties.ts';

const get: WordCommand = {
	word: 'get',
	argument: 'NUMBER',
	label: 'get that RFC',
	against: number => (number === '1' ? 'it is here already' : undefined),
	run: () => {},
};
const theme: WordCommand = {
	word: 'theme',
	argument: 'NAME',
	label: 'colours',
	choices: ['dark', 'light'],
	run: () => {},
};
const acts = actChoices({
	screen: 'peer',
	contexts: ['transfers', 'list', 'panes', 'peer'],
	reasonAgainst: act => (act === 'pause' ? 'nothing to pause' : undefined),
});
const idsOf = (screen: ScreenName, contexts: readonly Context[]) =>
	actChoices({screen, contexts, reasonAgainst: () => undefined}).map(({id}) => id);
const find = (query: string, recent: readonly string[] = []) => findChoices(query, {acts, words: [get, theme], recent});

describe('letters found in a text', () => {
	it('are there in their order, each once, or not at all', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[a-c -]{0,12}$/), fc.stringMatching(/^[a-c]{0,5}$/), (text, query) => {
				const found = fuzzyFind(text, query);
				const pattern = new RegExp([...query].join('.*'));
				expect(found !== undefined).toBe(pattern.test(text));
				expect(found?.places.map(place => text[place]).join('') ?? query).toBe(query);
				expect(found?.places).toEqual(found?.places.toSorted((a, b) => a - b));
			}),
		);
	});

	it('count more at beginnings of words and side by side', () => {
		const score = (text: string) => fuzzyFind(text, 'fs')?.score ?? 0;
		expect(score('full speed')).toBeGreaterThan(score('of us all'));
		expect(score('of songs')).toBeLessThan(score('fs of a disk'));
		expect(fuzzyFind('full speed', 'f s')?.places).toEqual([0, 5]);
	});
});

describe('the palette', () => {
	it('has every act of the screen once, and says why what is not possible now is not', () => {
		const ids = acts.map(({id}) => id);
		expect(ids).toEqual([...new Set(ids)]);
		for (const {act, contexts, hidden} of bindings) {
			if (contexts.includes('peer') && hidden !== true) expect(ids).toContain(act);
		}
		expect(ids).not.toContain('focus-1');
		expect(idsOf('reader', ['reader', 'scroll'])).not.toContain('filter');
		expect(idsOf('server', ['peers', 'list', 'panes', 'server'])).not.toContain('find');
		expect(idsOf('server', ['peers', 'list', 'panes', 'server'])).toContain('hold');
		expect(ids).not.toContain('submit');
		const reasons = Object.fromEntries(acts.map(({id, reason}) => [id, reason]));
		expect(reasons).toMatchObject({pause: 'nothing to pause', mark: 'only in the results', quit: undefined});
	});

	it('finds a command by a few of its letters, what is possible now before what is not', () => {
		expect(find('fullsp')[0]).toMatchObject({id: 'full-speed', lit: [0, 1, 2, 3, 5, 6]});
		expect(find('pause').at(-1)?.reason).toBeDefined();
		expect(find('xyzzy')).toEqual([]);
	});

	it('offers what can be done with a number', () => {
		expect(find('9110')[0]).toMatchObject({id: 'get', does: {kind: 'word', argument: '9110'}});
		expect(find('get 2616')[0]?.label).toBe('get 2616: get that RFC');
		expect(find('get 1')[0]?.reason).toBe('it is here already');
		expect(find('get')[0]?.does).toEqual({kind: 'complete', text: 'get '});
	});

	it('offers the arguments where there are few', () => {
		expect(
			find('theme')
				.slice(0, 2)
				.map(({label}) => label),
		).toEqual(['theme dark: colours', 'theme light: colours']);
		expect(find('colours')[0]?.does).toEqual({kind: 'complete', text: 'theme '});
		expect(find('theme li')[0]?.does).toMatchObject({argument: 'light'});
		expect(find('theme blue')[0]).toMatchObject({label: 'theme blue: colours', reason: 'dark, light'});
		expect(find('the blue')).toEqual([]);
	});

	it('has what was used lately first, while nothing is typed', () => {
		expect(find('', ['slower', 'list'])[0]?.id).toBe('slower');
		expect(find('', [])[0]?.id).not.toBe('slower');
	});
});
