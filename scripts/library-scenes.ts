/** Screenshots of the library, the network, and a terminal that is too small. */

import type {TerminalUnderTest} from '../test/helpers/terminal.ts';
import {startInTerminal} from '../test/helpers/terminal.ts';
import {indexServer, peer, peerScreen} from './pictures/cast.ts';
import {type Scene, type Stage, usual} from './pictures/scene.ts';

/** A peer with five documents, next to two others. */
async function bob(stage: Stage): Promise<TerminalUnderTest> {
	const cast = await indexServer(stage);
	await peer(stage, cast, {name: 'alice'});
	await peer(stage, cast, {name: 'erin', share: 7});
	const terminal = await peerScreen(stage, cast, {name: 'bob', share: 5});
	await terminal.waitFor('others reach me');
	await terminal.waitFor(/─ Search ─+ 11 ─/);
	return terminal;
}

export const libraryScenes: readonly Scene[] = [
	{
		name: 'library',
		title: 'p2pci peer --name bob: what is here, and u undoes',
		...usual,
		async play(stage) {
			const terminal = await bob(stage);
			await terminal.press(']');
			await terminal.waitFor(/─ Library ─+ 5 shared ─/);
			await terminal.press('down', 'd');
			await terminal.waitFor(/○ not shared[\s\S]*u undo/);
			return terminal;
		},
	},
	{
		name: 'network',
		title: 'p2pci peer --name bob: who is here',
		...usual,
		async play(stage) {
			const terminal = await bob(stage);
			await terminal.press('[', '[');
			await terminal.waitFor(/▸ alice .*● reachable[\s\S]*It shares 11 RFCs/);
			return terminal;
		},
	},
	{
		name: 'network-visit',
		title: 'p2pci peer --name bob: what one of them shares',
		...usual,
		async play(stage) {
			const terminal = await bob(stage);
			await terminal.press('[', '[');
			await terminal.waitFor(/▸ alice /);
			await terminal.press('enter', 'G');
			await terminal.waitFor(/Network: what alice shares[\s\S]*▸ +900011/);
			return terminal;
		},
	},
	{
		name: 'too-small',
		title: 'p2pci server',
		columns: 28,
		rows: 7,
		async play({home, use, columns, rows}) {
			const args = ['server', '--host', '127.0.0.1', '--port', '0'];
			const terminal = use(startInTerminal(args, {home, columns, rows}));
			await terminal.waitFor(/28x7 is too small/);
			return terminal;
		},
	},
];
