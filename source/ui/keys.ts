/**
 * The one table of keys. It feeds the dispatch of keys, the row of hints, the menu behind `?`, and the readme: what is
 * not in here is no key.
 */

import type {Act, Binding, Context} from './acts.ts';

export type {Act, Binding, Context} from './acts.ts';

const operation = (act: Act, key: string, label: string): Binding => ({
	act,
	keys: [key],
	show: key,
	label,
	contexts: ['peer'],
	...(key === '1' ? {hint: 1, hintText: ['1-6', 'menu'] as const} : {}),
});

export const bindings: readonly Binding[] = [
	{
		act: 'up',
		keys: ['up', 'k'],
		show: '↑',
		label: 'up',
		contexts: ['list', 'scroll'],
		hint: 9,
		hintText: ['↑↓', 'move'],
	},
	{act: 'down', keys: ['down', 'j'], show: '↓', label: 'down', contexts: ['list', 'scroll']},
	{act: 'page-up', keys: ['pageup', 'b'], show: 'PgUp', label: 'a page up', contexts: ['list', 'scroll']},
	{act: 'page-down', keys: ['pagedown', 'space'], show: 'PgDn', label: 'a page down', contexts: ['list', 'scroll']},
	{act: 'first', keys: ['g', 'home'], show: 'g', label: 'to the first row', contexts: ['list', 'scroll']},
	{act: 'last', keys: ['G', 'end'], show: 'G', label: 'to the last row', contexts: ['list', 'scroll']},
	{act: 'last', keys: ['G', 'end'], show: 'G', label: 'follow the newest', contexts: ['wire'], hint: 4},
	{
		act: 'open',
		keys: ['enter'],
		show: 'enter',
		label: 'get it, or read it',
		contexts: ['results'],
		hint: 3,
		hintText: ['enter', 'get'],
	},
	{act: 'open', keys: ['enter'], show: 'enter', label: 'read', contexts: ['transfers'], hint: 3},
	{act: 'open', keys: ['enter'], show: 'enter', label: 'choose', contexts: ['menu', 'menu-row'], hint: 4},
	{act: 'open', keys: ['enter'], show: 'enter', label: 'details', contexts: ['list', 'details'], hint: 4},
	{
		act: 'menu-left',
		keys: ['left', 'h', 'up', 'k'],
		show: '←',
		label: 'left in the menu',
		contexts: ['menu-row'],
		hint: 2,
		hintText: ['←→', 'move'],
	},
	{act: 'menu-right', keys: ['right', 'l', 'down', 'j'], show: '→', label: 'right in the menu', contexts: ['menu-row']},
	{
		act: 'version-a',
		keys: ['a'],
		show: 'a',
		label: 'get version A',
		contexts: ['versions'],
		hint: 4,
		hintText: ['a b …', 'get that version'],
	},
	{act: 'version-b', keys: ['b'], show: 'b', label: 'get version B', contexts: ['versions']},
	{act: 'version-c', keys: ['c'], show: 'c', label: 'get version C', contexts: ['versions']},
	{act: 'mark', keys: ['space'], show: 'space', label: 'mark', contexts: ['results'], hint: 4},
	{act: 'get-marked', keys: ['M'], show: 'M', label: 'get all that is marked', contexts: ['results']},
	{act: 'holders', keys: ['i'], show: 'i', label: 'who has it', contexts: ['results'], hint: 5},
	{
		act: 'read',
		keys: ['R'],
		show: 'R',
		label: 'read what I have',
		contexts: ['results'],
		hint: 7,
		hintText: ['R', 'read'],
	},
	{
		act: 'want',
		keys: ['w'],
		show: 'w',
		label: 'want what nobody has: it comes as soon as somebody shares it',
		contexts: ['results'],
	},
	{
		act: 'pause',
		keys: ['p'],
		show: 'p',
		label: 'pause, or go on',
		contexts: ['transfers'],
		hint: 4,
		hintText: ['p', 'pause'],
	},
	{act: 'retry', keys: ['r'], show: 'r', label: 'retry', contexts: ['transfers'], hint: 5},
	{act: 'retry-all', keys: ['R'], show: 'R', label: 'retry all that failed', contexts: ['transfers']},
	{act: 'raise', keys: ['t'], show: 't', label: 'let it be the next', contexts: ['transfers']},
	{act: 'retry', keys: ['r'], show: 'r', label: 'try the index server now', contexts: ['peer']},
	{
		act: 'drop',
		keys: ['d'],
		show: 'd',
		label: 'cancel, or take off the list',
		contexts: ['transfers'],
		hint: 5,
		hintText: ['d', 'drop'],
	},
	{act: 'replace', keys: ['y'], show: 'y', label: 'take the new file, where one differs from mine', contexts: ['peer']},
	{act: 'keep', keys: ['n'], show: 'n', label: 'keep mine', contexts: ['peer']},
	{act: 'faster', keys: ['+', '='], show: '+', label: 'faster transfers', contexts: ['peer']},
	{act: 'slower', keys: ['-'], show: '-', label: 'slower transfers', contexts: ['peer']},
	{act: 'full-speed', keys: ['0'], show: '0', label: 'full speed', contexts: ['peer']},
	operation('operation-1', '1', 'Add RFC'),
	operation('operation-2', '2', 'Remove RFC'),
	operation('operation-3', '3', 'Lookup RFC'),
	operation('operation-4', '4', 'List all'),
	operation('operation-5', '5', 'Exit'),
	operation('operation-6', '6', 'Get RFC'),
	{act: 'focus-1', keys: ['1'], show: '1', label: 'peers', contexts: ['server'], hint: 1, hintText: ['1-4', 'panes']},
	{act: 'focus-2', keys: ['2'], show: '2', label: 'RFCs', contexts: ['server']},
	{act: 'focus-3', keys: ['3'], show: '3', label: 'wire', contexts: ['server']},
	{act: 'focus-4', keys: ['4'], show: '4', label: 'details', contexts: ['server']},
	{act: 'copy-join', keys: ['c'], show: 'c', label: 'copy the join command', contexts: ['server']},
	{
		act: 'next-pane',
		keys: ['tab'],
		show: 'tab',
		label: 'next pane',
		contexts: ['panes'],
		hint: 2,
		hintText: ['tab', 'pane'],
	},
	{act: 'previous-pane', keys: ['shift-tab'], show: 'shift-tab', label: 'pane before', contexts: ['panes']},
	{act: 'filter', keys: ['/'], show: '/', label: 'filter', contexts: ['list'], hint: 6},
	{act: 'search', keys: ['/'], show: '/', label: 'search', contexts: ['reader'], hint: 4},
	{
		act: 'next-match',
		keys: ['n'],
		show: 'n',
		label: 'next match',
		contexts: ['reader'],
		hint: 5,
		hintText: ['n N', 'matches'],
	},
	{act: 'previous-match', keys: ['N'], show: 'N', label: 'match before', contexts: ['reader']},
	{act: 'close', keys: ['q'], show: 'q', label: 'close', contexts: ['reader'], hint: 6},
	{act: 'back', keys: ['esc'], show: 'esc', label: 'forget the search, else close', contexts: ['reader']},
	{act: 'back', keys: ['esc', 'q'], show: 'esc', label: 'back', contexts: ['zoomed'], hint: 6},
	{act: 'back', keys: ['esc'], show: 'esc', label: 'clear the filter', contexts: ['filtered'], hint: 6},
	{act: 'submit', keys: ['enter'], show: 'enter', label: 'go', contexts: ['field'], hint: 1},
	{act: 'up', keys: ['up'], show: '↑', label: 'up', contexts: ['field', 'overlay'], hidden: true},
	{act: 'down', keys: ['down'], show: '↓', label: 'down', contexts: ['field', 'overlay'], hidden: true},
	{act: 'page-up', keys: ['pageup'], show: 'PgUp', label: 'a page up', contexts: ['field'], hidden: true},
	{act: 'page-down', keys: ['pagedown'], show: 'PgDn', label: 'a page down', contexts: ['field'], hidden: true},
	{act: 'next-field', keys: ['tab'], show: 'tab', label: 'next field', contexts: ['form'], hint: 2},
	{act: 'previous-field', keys: ['shift-tab'], show: 'shift-tab', label: 'field before', contexts: ['form']},
	{act: 'back', keys: ['esc'], show: 'esc', label: 'back', contexts: ['field'], hint: 3},
	{act: 'open', keys: ['enter'], show: 'enter', label: 'run', contexts: ['overlay'], hint: 1},
	{act: 'back', keys: ['esc'], show: 'esc', label: 'close', contexts: ['overlay'], hint: 2},
	{act: 'quit-later', keys: ['w'], show: 'w', label: 'quit when they are done', contexts: ['leaving'], hint: 2},
	{act: 'yes', keys: ['y', 'Y'], show: 'y', label: 'yes', contexts: ['confirm'], hint: 1},
	{act: 'no', keys: ['n', 'N', 'esc', 'enter', 'q'], show: 'n', label: 'no', contexts: ['confirm'], hint: 2},
	{act: 'back', keys: ['esc'], show: 'esc', label: 'cancel, go back', contexts: ['peer', 'server']},
	{
		act: 'help',
		keys: ['?'],
		show: '?',
		label: 'all keys',
		contexts: ['panes', 'reader'],
		hint: 99,
		hintText: ['?', 'more'],
	},
	{act: 'quit', keys: ['q'], show: 'q', label: 'quit', contexts: ['server', 'peer'], hint: 8},
	{act: 'interrupt', keys: ['ctrl-c'], show: 'ctrl-c', label: 'out, always', contexts: ['always']},
];

const inContext = (context: Context): readonly Binding[] =>
	bindings.filter(binding => binding.contexts.includes(context));

const byContext = new Map<Context, readonly Binding[]>();

/** The bindings of a context, in the table's order. */
export function bindingsOf(context: Context): readonly Binding[] {
	const known = byContext.get(context) ?? inContext(context);
	byContext.set(context, known);
	return known;
}

/** What a key means where the contexts are these, the innermost first. */
export function bindingFor(contexts: readonly Context[], key: string): Binding | undefined {
	for (const context of contexts) {
		const found = bindingsOf(context).find(binding => binding.keys.includes(key));
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Every binding that works in these contexts: those whose keys an inner context took are not among them. */
export function reachable(contexts: readonly Context[]): readonly Binding[] {
	return contexts
		.flatMap(context => bindingsOf(context))
		.filter(binding => binding.keys.some(key => bindingFor(contexts, key) === binding));
}

export type Hint = {readonly act: Act; readonly show: string; readonly label: string};

/** At most `most` hints for the last row, in order; what is said once is not said twice. */
export function hintsFor(contexts: readonly Context[], most = 6): readonly Hint[] {
	const hints = reachable(contexts)
		.filter(binding => binding.hint !== undefined)
		.toSorted((a, b) => (a.hint ?? 0) - (b.hint ?? 0))
		.map(binding => {
			const [show, label] = binding.hintText ?? [binding.show, binding.label];
			return {act: binding.act, show, label};
		});
	const more = hints.filter(hint => hint.act === 'help');
	const others = hints.filter(hint => hint.act !== 'help').slice(0, most);
	return [...others, ...more];
}

/** The table of keys for the readme, as Markdown. */
export function keysAsMarkdown(contexts: readonly Context[]): string {
	const rows = reachable(contexts).filter(binding => binding.hidden !== true);
	return ['| key | does |', '| --- | --- |', ...rows.map(({show, label}) => `| \`${show}\` | ${label} |`)].join('\n');
}
