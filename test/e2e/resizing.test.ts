/** A window that changes its size shows the whole screen again, whatever was in it before. */
import process from 'node:process';
import {expect, it} from 'vitest';
import {tornBorders} from '../helpers/geometry.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal, type TerminalUnderTest} from '../helpers/terminal.ts';

const isWhole = (screen: string, terminal: TerminalUnderTest): boolean =>
	screen.startsWith(' p2pci server  ● ') &&
	/\n others: /.test(screen) &&
	/\n tab pane .*\? more$/.test(screen) &&
	tornBorders(terminal.cells(), false).length === 0;

it.each([
	['narrower by one column', [[97, 27]]],
	['dragged narrower', [97, 96, 95, 94, 93].map(columns => [columns, 27])],
	['narrower and higher', [[80, 40]]],
	['narrower and lower', [[80, 20]]],
	['wider and lower', [[120, 20]]],
	['wider and higher', [[120, 40]]],
] as const)('%s', async (_, sizes) => {
	await using home = await temporaryFolder();
	const args = ['server', '--host', '127.0.0.1', '--port', '0'];
	await using terminal = startInTerminal(args, {home: home.path, columns: 98, rows: 27});
	await terminal.ready();
	await terminal.waitFor(isWhole);
	for (const [columns = 0, rows = 0] of sizes) {
		const before = terminal.pieces.length;
		terminal.resize(columns, rows);
		await terminal.waitFor((screen, whole) => whole.pieces.length > before && isWhole(screen, whole));
	}
});

it.skipIf(process.platform === 'win32')('changed and changed back while the program was stopped', async () => {
	await using home = await temporaryFolder();
	const args = ['server', '--host', '127.0.0.1', '--port', '0'];
	await using terminal = startInTerminal(args, {home: home.path, columns: 98, rows: 27});
	await terminal.ready();
	await terminal.waitFor(isWhole);
	terminal.kill('SIGSTOP');
	terminal.resize(60, 12);
	terminal.resize(98, 27);
	terminal.kill('SIGCONT');
	await terminal.waitFor(isWhole);
});

it('Ctrl-L draws over what another program has written', async () => {
	await using home = await temporaryFolder();
	const args = ['server', '--host', '127.0.0.1', '--port', '0'];
	await using terminal = startInTerminal(args, {home: home.path, columns: 98, rows: 27});
	await terminal.ready();
	await terminal.waitFor(isWhole);
	await terminal.scribble(`\u001b[H${'Broadcast message from root: '.repeat(60)}\r\n\n\n`);
	expect(isWhole(terminal.screen(), terminal)).toBe(false);
	const isClean = (screen: string) => isWhole(screen, terminal) && !screen.includes('Broadcast');
	await terminal.press('ctrl-l');
	await terminal.waitFor(isClean);
	if (process.platform === 'win32') return;
	// A change that was undone before the program heard of it counts as well after Ctrl-L as before.
	await terminal.scribble('\u001b[HBroadcast');
	terminal.kill('SIGWINCH');
	await terminal.waitFor(isClean);
});
