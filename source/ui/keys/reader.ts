/** The keys of the reader. */
import type {Binding} from '../acts.ts';

export const readerKeys: readonly Binding[] = [
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
];
