/** The pictures of forms and questions. */
import {startInTerminal, type TerminalUnderTest} from '../test/helpers/terminal.ts';
import {besideAlice, besideLong, getFromList} from './peer-stage.ts';
import {type Scene, type Stage, usual} from './pictures/scene.ts';

/** A peer whose download is so slow that it is still running. */
async function getting(stage: Stage): Promise<TerminalUnderTest> {
	const terminal = await besideLong(stage, 1, ['--pace', '60KiB/s']);
	await getFromList(terminal, 900_101);
	await terminal.waitFor(/◐ +900101 .* [1-9]\d?% /);
	return terminal;
}

export const formScenes: readonly Scene[] = [
	{
		name: 'quit-asks',
		title: 'p2pci peer --name bob: q while transfers run',
		...usual,
		async play(stage) {
			const terminal = await getting(stage);
			await terminal.press('q');
			await terminal.waitFor('Quit now?');
			return terminal;
		},
	},
	{
		name: 'form-lookup',
		title: 'p2pci peer --name bob: 3 Lookup RFC',
		...usual,
		async play(stage) {
			const terminal = await besideAlice(stage);
			await terminal.press('3');
			await terminal.type('90000');
			await terminal.waitFor('look up: 90000');
			return terminal;
		},
	},
	{
		name: 'form-remove',
		title: 'p2pci peer --name bob: 2 Remove RFC',
		...usual,
		async play(stage) {
			const terminal = await besideAlice(stage);
			await terminal.press('2');
			await terminal.waitFor('RFC number to take back:');
			await terminal.press('down', 'enter');
			await terminal.waitFor('from the index?');
			return terminal;
		},
	},
	{
		name: 'wire-held',
		title: 'p2pci peer --name bob: space holds the messages',
		...usual,
		async play(stage) {
			const terminal = await getting(stage);
			await terminal.press('[', 'space', 'up', 'up');
			await terminal.waitFor(/paused, [1-9]\d* new, G follows/);
			return terminal;
		},
	},
	{
		name: 'ask-basics',
		title: 'p2pci peer: asks for what was not given',
		columns: 80,
		rows: 24,
		async play({home, use, columns, rows}) {
			const terminal = use(startInTerminal(['peer', '--name', 'bob'], {home, columns, rows}));
			await terminal.waitFor('Upload port:');
			return terminal;
		},
	},
];
