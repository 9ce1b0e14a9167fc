/** The keys of the server's screen. */
import type {Binding} from '../acts.ts';

export const serverKeys: readonly Binding[] = [
	{
		...{act: 'open', keys: ['enter'], show: 'enter', label: 'to its RFCs'},
		...{contexts: ['peers'], hint: 3},
	},
	{
		...{act: 'open', keys: ['enter'], show: 'enter', label: 'to its holders'},
		...{contexts: ['rfcs'], hint: 3},
	},
	{
		act: 'back',
		keys: ['esc'],
		show: 'esc',
		label: 'one step back',
		contexts: ['jumped'],
		hint: 4,
		hintText: ['esc', 'back'],
	},
	{
		...{act: 'sort', keys: ['s'], show: 's', label: 'sort by the next column', contexts: ['peers', 'rfcs']},
		...{hint: 5, hintText: ['s', 'sort']},
	},
	{act: 'sort-turned', keys: ['S'], show: 'S', label: 'reverse the order', contexts: ['peers', 'rfcs']},
	{act: 'details', keys: ['i'], show: 'i', label: 'details on the whole screen', contexts: ['peers', 'rfcs']},
	{
		...{
			act: 'disconnect',
			keys: ['d'],
			show: 'd',
			label: 'disconnect the peer (asks)',
			contexts: ['peers', 'about-peer'],
		},
		...{hint: 7, hintText: ['d', 'disconnect']},
	},
	{act: 'probe', keys: ['r'], show: 'r', label: "try the peer's upload port now", contexts: ['peers', 'about-peer']},
	{act: 'copy', keys: ['y'], show: 'y', label: 'copy the address', contexts: ['peers']},
	{act: 'copy', keys: ['y'], show: 'y', label: 'copy number and title', contexts: ['rfcs']},
	{
		act: 'copy',
		keys: ['y'],
		show: 'y',
		label: 'copy the details',
		contexts: ['about'],
		hint: 5,
		hintText: ['y', 'copy'],
	},
	{act: 'focus-1', keys: ['1'], show: '1', label: 'peers', contexts: ['server'], hint: 10, hintText: ['1-4', 'panes']},
	{act: 'focus-2', keys: ['2'], show: '2', label: 'RFCs', contexts: ['server']},
	{act: 'focus-3', keys: ['3'], show: '3', label: 'wire', contexts: ['server']},
	{act: 'focus-4', keys: ['4'], show: '4', label: 'details', contexts: ['server']},
	{act: 'copy-join', keys: ['c'], show: 'c', label: 'copy the join command', contexts: ['server']},
];
