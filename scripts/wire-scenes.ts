import type {TerminalUnderTest} from '../test/helpers/terminal.ts';
import {bob, lookup} from './peer-stage.ts';
import {peer, serverScreen} from './pictures/cast.ts';
import {type Scene, type Stage, usual} from './pictures/scene.ts';

/** A peer that has listed the index, got a document, and asked for one that nobody has. */
async function afterTalk(stage: Stage): Promise<TerminalUnderTest> {
	const terminal = await bob(stage, ['--pace', '60KiB/s']);
	await lookup(terminal, 900_099);
	await lookup(terminal, 900_006);
	await terminal.press('enter');
	await terminal.waitFor(/✓ +900006 /);
	return terminal;
}

/** Screenshots of messages: ladder, filter, explanation, bytes, transcript. */
export const wireScenes: readonly Scene[] = [
	{
		name: 'wire-ladder',
		title: 'p2pci peer --name bob: l draws a ladder',
		...usual,
		async play(stage) {
			const terminal = await afterTalk(stage);
			await terminal.press('l');
			await terminal.waitFor(/Wire: ladder[\s\S]*GET RFC 900006 [─┼]+►/);
			return terminal;
		},
	},
	{
		name: 'wire-filtered',
		title: 'p2pci peer --name bob: messages by a filter',
		...usual,
		async play(stage) {
			const terminal = await afterTalk(stage);
			await terminal.press('[', '/');
			await terminal.type('status:404,200 rfc:900006');
			await terminal.press('enter');
			await terminal.waitFor('Wire /status:404,200 rfc:900006');
			return terminal;
		},
	},
	{
		name: 'wire-explained',
		title: 'p2pci peer --name bob: E explains a message',
		...usual,
		async play(stage) {
			const terminal = await afterTalk(stage);
			await terminal.press('[', '/');
			await terminal.type('method:GET from:me');
			await terminal.press('enter', 'enter', 'E');
			await terminal.waitFor('Message, explained');
			await terminal.waitFor('Asks a peer for the document itself.');
			return terminal;
		},
	},
	{
		name: 'wire-bytes',
		title: 'p2pci peer --name bob: x shows the bytes',
		...usual,
		async play(stage) {
			const terminal = await afterTalk(stage);
			await terminal.press('[', '/');
			await terminal.type('method:GET to:me');
			await terminal.press('enter', 'enter', 'x');
			await terminal.waitFor('Message, its bytes');
			return terminal;
		},
	},
	{
		name: 'wire-transcript',
		title: 'p2pci peer --name bob: w writes a transcript',
		...usual,
		async play(stage) {
			const terminal = await afterTalk(stage);
			await terminal.press('[', 'w');
			await terminal.waitFor(/Write \d+ messages/);
			return terminal;
		},
	},
	{
		name: 'server-ladder',
		title: 'p2pci server: l draws a ladder',
		...usual,
		async play(stage) {
			const {server, terminal} = await serverScreen(stage);
			await peer(stage, {server}, {name: 'alice', share: 2});
			await peer(stage, {server}, {name: 'carol', share: 3, args: ['--protocol', '1.0']});
			await terminal.waitFor(/2 peers.*3 RFCs/);
			await terminal.press('l');
			await terminal.waitFor(/Wire.*: ladder[\s\S]*ADD RFC 900002/);
			return terminal;
		},
	},
];
