import {indexServer, peer, peerScreen} from './pictures/cast.ts';
import type {Scene, Stage} from './pictures/scene.ts';

const size = {columns: 100, rows: 30};

/** A peer next to one that has all documents. */
async function bob(stage: Stage, args: readonly string[] = []) {
	const cast = await indexServer(stage);
	await peer(stage, cast, {name: 'alice'});
	return peerScreen(stage, cast, {name: 'bob', share: 3, args});
}

/** What every screen has: the palette, the menu of keys, and the conversation in lines. */
export const programScenes: readonly Scene[] = [
	{
		name: 'palette',
		title: 'p2pci peer --name bob: a number behind :',
		...size,
		async play(stage) {
			const terminal = await bob(stage);
			await terminal.waitFor('others reach me');
			await terminal.press(':');
			await terminal.type('900005');
			await terminal.waitFor('lookup 900005');
			return terminal;
		},
	},
	{
		name: 'keys',
		title: 'p2pci peer --name bob: ? shows all keys',
		...size,
		async play(stage) {
			const terminal = await bob(stage);
			await terminal.waitFor('others reach me');
			await terminal.press('?');
			await terminal.waitFor('type to find');
			return terminal;
		},
	},
	{
		name: 'contrast',
		title: 'p2pci peer --name bob --theme contrast',
		...size,
		async play(stage) {
			const terminal = await bob(stage, ['--theme', 'contrast']);
			await terminal.waitFor('others reach me');
			return terminal;
		},
	},
];
