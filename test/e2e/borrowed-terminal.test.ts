/** Whatever the screen changes in the terminal is restored whenever the person gets it back. */
import {mkdir, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import {expect, it} from 'vitest';
import {documentText} from '../helpers/documents.ts';
import {tornBorders} from '../helpers/geometry.ts';
import {startProcess, startServer} from '../helpers/process.ts';
import {launcher} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal, type TerminalUnderTest} from '../helpers/terminal.ts';

const taken = {bracketedPaste: true, mouse: true, focus: true};
const given = {bracketedPaste: false, mouse: false, focus: false};

/** An interactive shell with job control. */
const inShell = (line: string): readonly string[] => [
	'-c',
	`set -m; ${line}; echo "STOPPED $?"; read -r line; fg >/dev/null; echo "ENDED $?"; read -r line`,
];

it.skipIf(process.platform === 'win32')('Ctrl-Z gives it back, and fg draws the screen again', async () => {
	await using home = await temporaryFolder();
	const program = `"${process.execPath}" "${launcher}" server --port 0 --host 127.0.0.1`;
	await using terminal = startInTerminal(inShell(program), {home: home.path, command: '/bin/bash'});
	const isTaken = (screen: string, {modes}: TerminalUnderTest) =>
		screen.includes('1 Peers') && isDeepStrictEqual(modes, taken);
	await terminal.ready();
	await terminal.waitFor(isTaken);

	terminal.send('\u001a');
	await terminal.waitFor('STOPPED');
	expect(terminal.modes).toEqual(given);
	expect(terminal.cursor.visible).toBe(true);

	terminal.send('\r');
	await terminal.waitFor(isTaken);
	await terminal.press('?');
	await terminal.waitFor('type to find');
	await terminal.press('escape', 'q');
	await terminal.waitFor('ENDED 0');
	expect(terminal.modes).toEqual(given);
	terminal.send('\r');
	await terminal.exit;
});

it.skipIf(process.platform === 'win32')(
	'Ctrl-Z in a window of its own, without a shell, takes it back at once',
	async () => {
		await using home = await temporaryFolder();
		const args = ['server', '--port', '0', '--host', '127.0.0.1'];
		await using terminal = startInTerminal(args, {home: home.path});
		await terminal.ready();
		const entered = () => terminal.raw.toString('latin1').split('\u001b[?1049h').length;
		const before = entered();
		terminal.send('\u001a');
		await terminal.waitFor((_, {modes}) => entered() > before && isDeepStrictEqual(modes, taken));
		await terminal.press('?');
		await terminal.waitFor('type to find');
		await terminal.press('escape', 'q');
		expect(await terminal.exit).toEqual({code: 0});
	},
);

it.skipIf(process.platform === 'win32')(
	'the screen is whole again wherever another program left the cursor',
	async () => {
		await using home = await temporaryFolder();
		const rfcs = home.at('rfcs');
		await mkdir(rfcs);
		await writeFile(home.at('rfcs', 'rfc900.txt'), documentText(900, 'A Document to Look At', 100));
		// What was typed while an editor starts is echoed, too.
		const env = {EDITOR: 'printf "at the edge no more"; sh -c "exit 0"'};
		const args = ['peer', '--name', 'bob', '--upload-port', '0', '--server', '127.0.0.1:1', '--rfcs', rfcs];
		await using terminal = startInTerminal(args, {home: home.path, env, columns: 60, rows: 16});
		await terminal.ready();
		await terminal.press(']');
		await terminal.waitFor(/▸ +900 /);
		await terminal.press('enter');
		await terminal.waitFor(/^╭─ RFC 900: /);
		const entered = () => terminal.raw.toString('latin1').split('\u001b[?1049h').length;
		const before = entered();
		await terminal.press('e');
		await terminal.waitFor(() => entered() > before);
		await terminal.press('down');
		await terminal.waitFor(screen => /^╭─ RFC 900: .*╮\n/.test(screen) && /\? more$/.test(screen));
		expect(tornBorders(terminal.cells(), false)).toEqual([]);
	},
);

it.skipIf(process.platform === 'win32')('fg draws the screen in the size that the window has by then', async () => {
	await using home = await temporaryFolder();
	const program = `"${process.execPath}" "${launcher}" server --port 0 --host 127.0.0.1`;
	await using terminal = startInTerminal(inShell(program), {home: home.path, command: '/bin/bash'});
	await terminal.ready();
	await terminal.waitFor('1 Peers');
	terminal.send('\u001a');
	await terminal.waitFor('STOPPED');
	// Only the program in the foreground is told, and that is the shell.
	terminal.resize(70, 20);
	terminal.send('\r');
	const isWhole = (screen: string) => screen.startsWith(' p2pci server ') && /\n tab pane .*\? more$/.test(screen);
	await terminal.waitFor(screen => isWhole(screen) && tornBorders(terminal.cells(), false).length === 0);
	await terminal.press('q');
	await terminal.waitFor('ENDED 0');
	terminal.send('\r');
	await terminal.exit;
});

it('a click goes where the mouse is, and what is typed meanwhile is typed', async () => {
	await using home = await temporaryFolder();
	const args = ['peer', '--name', 'bob', '--upload-port', '0', '--server', '127.0.0.1:1'];
	await using terminal = startInTerminal(args, {home: home.path});
	await terminal.ready();
	const rows = (await terminal.waitFor('6 Get RFC')).split('\n');
	const row = rows.findIndex(each => each.includes('6 Get RFC')) + 1;
	const click = `\u001b[<0;6;${row}M\u001b[<0;6;${row}m`;
	// Cut in the middle, with a pause as on a slow connection: no part of it may be typed.
	terminal.send(click.slice(0, 7));
	await setTimeout(60);
	terminal.send(`${click.slice(7)}26`);
	await terminal.waitFor('RFC number to get: 26');
	terminal.send('\u001b[I\u001b[O\u001b]11;rgb:0000/0000/0000\u001b\\16');
	await terminal.waitFor('RFC number to get: 2616');
	terminal.send('\u0003');
	expect((await terminal.exit).code).toBe(0);
	expect(terminal.modes).toEqual(given);
});

it.skipIf(process.platform === 'win32')(
	'a peer whose window is closed leaves the index, and its name is free',
	async () => {
		await using home = await temporaryFolder();
		await using server = await startServer({home: home.path});
		const args = ['peer', '--name', 'bob', '--host', '127.0.0.1', '--upload-port', '0', '--no-share'];
		await using terminal = startInTerminal([...args, '--server', `${server.host}:${server.port}`], {home: home.path});
		await terminal.waitFor('joined');
		terminal.closeWindow();
		await server.process.waitForLine(/ bob .*LEAVE PEER/);
	},
);

it.skipIf(process.platform === 'win32')('so does one whose lines nobody reads any more', async () => {
	await using home = await temporaryFolder();
	await using server = await startServer({home: home.path});
	const args = ['peer', '--no-tui', '--name', 'bob', '--host', '127.0.0.1', '--upload-port', '0', '--no-share'];
	await using bob = startProcess([...args, '--server', `${server.host}:${server.port}`], {home: home.path});
	await bob.waitForLine(/^Registered with /);
	bob.closeOutput();
	// Its next line is about an answer, which comes with the next renewal at the latest.
	await server.process.waitForLine(/ bob .*LEAVE PEER/);
	expect((await bob.exit).code).toBe(0);
});
