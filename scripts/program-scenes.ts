import {besideAlice} from './peer-stage.ts';
import {type Scene, usual} from './pictures/scene.ts';

/** What every screen has: the palette, the menu of keys, and the conversation in lines. */
export const programScenes: readonly Scene[] = [
	{
		name: 'palette',
		title: 'p2pci peer --name bob: a number behind :',
		...usual,
		async play(stage) {
			const terminal = await besideAlice(stage);
			await terminal.press(':');
			await terminal.type('900005');
			await terminal.waitFor('lookup 900005');
			return terminal;
		},
	},
	{
		name: 'keys',
		title: 'p2pci peer --name bob: ? shows all keys',
		...usual,
		async play(stage) {
			const terminal = await besideAlice(stage);
			await terminal.press('?');
			await terminal.waitFor('type to find');
			return terminal;
		},
	},
	{
		name: 'contrast',
		title: 'p2pci peer --name bob --theme contrast',
		...usual,
		play: stage => besideAlice(stage, {args: ['--theme', 'contrast']}),
	},
];
