/** The keys of the server's screen. */
import type {Binding} from '../acts.ts';

export const serverKeys: readonly Binding[] = [
	{act: 'focus-1', keys: ['1'], show: '1', label: 'peers', contexts: ['server'], hint: 1, hintText: ['1-4', 'panes']},
	{act: 'focus-2', keys: ['2'], show: '2', label: 'RFCs', contexts: ['server']},
	{act: 'focus-3', keys: ['3'], show: '3', label: 'wire', contexts: ['server']},
	{act: 'focus-4', keys: ['4'], show: '4', label: 'details', contexts: ['server']},
	{act: 'copy-join', keys: ['c'], show: 'c', label: 'copy the join command', contexts: ['server']},
];
