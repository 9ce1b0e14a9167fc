import type {TerminalUnderTest} from '../test/helpers/terminal.ts';
import {indexServer, peer, peerScreen, serverScreen} from './pictures/cast.ts';
import type {Scene, Stage} from './pictures/scene.ts';

const size = {columns: 100, rows: 30};
const paced = ['--pace', '4KiB/s'];

/** A peer with three documents, next to one that has all and one that speaks 1.0 only. */
async function bob(stage: Stage, args: readonly string[] = []): Promise<TerminalUnderTest> {
	const cast = await indexServer(stage);
	await peer(stage, cast, {name: 'alice'});
	await peer(stage, cast, {name: 'carol', share: 5, args: ['--protocol', '1.0']});
	return peerScreen(stage, cast, {name: 'bob', share: 3, args});
}

/** Asks for all that is shared; the first record is selected. */
async function listAll(terminal: TerminalUnderTest): Promise<void> {
	await terminal.press('4');
	await terminal.waitFor(/Results: All RFCs/);
}

/** The row under the cursor in the results. */
const selected = (screen: string): string => /│▸ +(\d+ .*)│$/m.exec(screen)?.[1] ?? '';

/** Moves down in the results to the first record of a document, and gets it. */
async function getFromList(terminal: TerminalUnderTest, rfc: number): Promise<void> {
	while (!selected(terminal.screen()).startsWith(`${rfc} `)) {
		const before = selected(terminal.screen());
		await terminal.press('down');
		await terminal.waitFor(screen => selected(screen) !== before);
	}
	await terminal.press('enter');
	await terminal.waitFor(new RegExp(`[◐○] +${rfc} `));
}

/** The pictures of the readme, in the order in which they are made. */
export const scenes: readonly Scene[] = [
	{
		name: 'server',
		title: 'p2pci server',
		...size,
		async play(stage) {
			const {server, terminal} = await serverScreen(stage);
			await peer(stage, {server}, {name: 'alice'});
			await peer(stage, {server}, {name: 'carol', share: 5, args: ['--protocol', '1.0']});
			await peer(stage, {server}, {name: 'bob', share: 3});
			await terminal.press('2');
			await terminal.waitFor(/3 peers.*11 RFCs.*19 records/);
			await terminal.waitFor(screen => /alice .* ● up[\s\S]*bob .* ● up/.test(screen));
			return terminal;
		},
	},
	{
		name: 'peer',
		title: 'p2pci peer --name bob',
		...size,
		async play(stage) {
			const terminal = await bob(stage);
			await terminal.waitFor(/shares +3/);
			return terminal;
		},
	},
	{
		name: 'results',
		title: 'p2pci peer --name bob: 4 List all',
		...size,
		async play(stage) {
			const terminal = await bob(stage);
			await listAll(terminal);
			return terminal;
		},
	},
	{
		name: 'transfer',
		title: 'p2pci peer --name bob: 6 Get RFC',
		...size,
		async play(stage) {
			const terminal = await bob(stage, paced);
			await listAll(terminal);
			await getFromList(terminal, 900_006);
			await getFromList(terminal, 900_007);
			await terminal.waitFor(/◐ 900006 .* [5-9]\d% /);
			return terminal;
		},
	},
	{
		name: 'reader',
		title: 'p2pci peer --name bob: reading',
		...size,
		async play(stage) {
			const terminal = await bob(stage);
			await listAll(terminal);
			await terminal.press('enter');
			await terminal.waitFor('Abstract');
			return terminal;
		},
	},
];
