/** The keys of the wire panes. */
import type {Binding} from '../acts.ts';

export const wireKeys: readonly Binding[] = [
	{
		act: 'hold',
		keys: ['space'],
		show: 'space',
		label: 'hold, or follow again',
		contexts: ['wire'],
		hint: 4,
		hintText: ['space', 'hold'],
	},
	{act: 'last', keys: ['G', 'end'], show: 'G', label: 'follow the newest', contexts: ['wire'], hint: 4},
];
