/** A day with the program, as a person would play it, in pseudo-terminals: from the search to quitting. */

import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {indexRecords} from '../helpers/index-records.ts';
import {unusedPort} from '../helpers/ports.ts';
import {type ProcessUnderTest, startProcess, startServer} from '../helpers/process.ts';
import {realRfcFolder} from '../helpers/real-rfcs.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal, type TerminalUnderTest} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';

/** The text of several rows as one line, without frames: a sentence may be wrapped anywhere. */
const flat = (screen: string): string => screen.replaceAll(/[│╭╮╰╯─\s]+/g, ' ');

const says = (wanted: RegExp) => (screen: string) => wanted.test(flat(screen));

const has = async (name: string, port: number, rfc: number): Promise<boolean> =>
	(await indexRecords(port, `LOOKUP RFC ${rfc}`)).some(({host}) => host === name);

type Cast = {readonly server: string; readonly home: string};

/** Alice without a screen, who has announced her documents. */
async function sharer({server, home}: Cast, port: number, ...flags: readonly string[]): Promise<ProcessUnderTest> {
	const own = ['--name', 'alice', '--host', '127.0.0.1', '--upload-port', String(port), '--server', server];
	const args = ['peer', ...own, '--rfcs', realRfcFolder(), '--downloads', path.join(home, 'alice'), ...flags];
	const sharing = startProcess(args, {home});
	await sharing.waitForLine(/^Registered with /);
	return sharing;
}

/** Filters the focused table until this row is left. */
async function select(terminal: TerminalUnderTest, words: string, row: RegExp, other: RegExp): Promise<void> {
	await terminal.press('/');
	await terminal.type(words);
	await terminal.waitFor(screen => row.test(screen) && !other.test(screen));
	await terminal.press('enter');
	await terminal.waitFor(screen => !screen.includes('enter keeps'));
}

describe.each([
	[120, 36],
	[80, 24],
	[40, 12],
])('at %ix%i', (columns, rows) => {
	it('a person finds, gets, reads, follows, takes back, undoes, and leaves', async () => {
		await using home = await temporaryFolder();
		await using index = await startServer({home: home.path});
		const cast: Cast = {server: `${index.host}:${index.port}`, home: home.path};
		const alicePort = await unusedPort();
		// So slow that she can die in the middle: what she has sent arrives although she is gone.
		let alice = await sharer(cast, alicePort, '--upload-rate', '40KiB/s');
		await using crew = new AsyncDisposableStack();
		crew.defer(() => alice[Symbol.asyncDispose]());

		const own = ['--upload-port', '0', '--server', cast.server, '--downloads', home.at('bob-got')];
		const args = ['peer', '--name', 'bob', ...own, '--pace', '60KiB/s'];
		await using bob = startInTerminal(args, {home: home.path, columns, rows});
		await bob.ready();
		await bob.waitFor('joined');

		// Searches while typing, marks three, downloads them.
		await bob.press('/');
		await bob.type('http');
		await bob.waitFor(says(/14 of 2\d\d/));
		await bob.press('enter', 'space', 'space', 'space');
		await bob.waitFor('3 marked');
		await bob.press('M');
		await bob.press(']', ']');
		await bob.waitFor(/◐ +2616 .*\d\d%/);

		// The only source dies in the middle, and comes back: it goes on.
		alice.kill('SIGKILL');
		await bob.waitFor(/[…✗] +2616 /);
		alice = await sharer(cast, alicePort);
		await bob.press('0');
		await bob.press('g');
		await bob.press('r');
		await bob.waitFor(/✓ +2616 /);
		await bob.waitFor(/✓ +1945 /);
		await bob.waitFor(/✓ +2818 /);

		// Reads one, and follows a reference to a document that is not here, which is downloaded and opened.
		await select(bob, '2818', /▸ +✓ +2818 /, /✓ +2616 /);
		await bob.press('enter');
		await bob.waitFor(/RFC 2818: HTTP Over/);
		await bob.press('/');
		await bob.type('2119');
		await bob.press('enter', 'tab');
		await bob.press('enter');
		await bob.waitFor(says(/RFC 2119 is not here.*alice can send it/));
		await bob.press('enter');
		await bob.waitFor(/RFC 2119: Key words/);
		await bob.press('backspace');
		await bob.waitFor(/RFC 2818: HTTP Over/);
		await bob.press('q');

		// Removes one from the index, and undoes that.
		await bob.press('[');
		await bob.waitFor('─ Library ─');
		await select(bob, '1945', /▸ +1945 /, / 2616 .*● shared/);
		await until(() => has('bob', index.port, 1945));
		await bob.press('d');
		await bob.waitFor(says(/u undo\b/));
		await until(async () => !(await has('bob', index.port, 1945)));
		await bob.press('u');
		await until(() => has('bob', index.port, 1945));

		// Tries to quit while a transfer is running: is asked, stays, is asked again, quits.
		for (let presses = 0; presses < 8; presses++) await bob.press('-');
		await bob.press('6');
		await bob.type('7540');
		await bob.press('enter');
		await bob.waitFor(/◐ +7540 /);
		await bob.press('q');
		await bob.waitFor(says(/Quit now\? RFC 7540 stops/));
		await bob.press('n');
		await bob.waitFor(screen => !screen.includes('Quit now?'));
		await bob.press('q');
		await bob.waitFor('Quit now?');
		await bob.press('y');
		expect(await bob.exit).toEqual({code: 0});
		expect(bob.isAlternate).toBe(false);
		expect(bob.cursor.visible).toBe(true);
		expect(bob.modes).toEqual({bracketedPaste: false, mouse: false, focus: false});
		expect(flat(bob.screen())).toMatch(/p2pci: got 4 RFCs /);
	});
});
