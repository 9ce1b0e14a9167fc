/**
 * Reading in a real pseudo-terminal: links, what is got for them, another program for a document, and the place kept.
 */
import {copyFile, mkdir} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {realRfcFolder} from '../helpers/real-rfcs.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal, type TerminalOptions, type TerminalUnderTest} from '../helpers/terminal.ts';

/** The address of an index server that bob, who shares the real documents, has joined. */
let place: string;
const others = new AsyncDisposableStack();

beforeAll(async () => {
	const home = others.use(await temporaryFolder());
	const server = others.use(startInTerminal(['server', '--host', '127.0.0.1', '--port', '0'], {home: home.path}));
	await server.ready();
	place = /--server (127\.0\.0\.1:\d+)/.exec(await server.waitFor(/--server 127\.0\.0\.1:\d+/))?.[1] ?? '';
	const bob = others.use(join('bob', realRfcFolder(), {home: home.path}));
	await bob.waitFor('● joined');
	await server.waitFor(/bob .* 261 /);
});
afterAll(() => others.disposeAsync());

function join(name: string, rfcs: string, options: TerminalOptions): TerminalUnderTest {
	return startInTerminal(['peer', '--name', name, '--upload-port', '0', '--server', place, '--rfcs', rfcs], options);
}

/** Finds a document in the search and reads it. */
async function read(terminal: TerminalUnderTest, rfc: number): Promise<void> {
	await terminal.press('/');
	await terminal.type(String(rfc));
	await terminal.waitFor(new RegExp(`▸ +${rfc} `));
	await terminal.press('enter');
	await terminal.press('R');
	await terminal.waitFor(new RegExp(`─ RFC ${rfc}: `));
}

describe.each([
	[80, 24],
	[40, 12],
])('a person who reads at %ix%i', (columns, rows) => {
	it('follows a reference, gets what is missing, comes back, looks into a pager, and goes on another day', async () => {
		await using home = await temporaryFolder();
		// Waits for a key, as a pager does.
		const env = {PAGER: 'pager() { echo; echo PAGER; basename "$1"; read answer; }; pager'};
		const size = {home: home.path, columns, rows, env};
		const folder = home.at('carols');
		await mkdir(folder);
		for (const file of ['rfc9110.txt', 'rfc-index.txt'])
			await copyFile(path.join(realRfcFolder(), file), path.join(folder, file));
		await using carol = join('carol', folder, size);
		await carol.waitFor('● joined');

		await read(carol, 9110);
		await carol.press('/');
		await carol.type('HTTP/1.1]');
		await carol.press('enter', 'tab', 'enter');
		await carol.waitFor(/RFC 9112 is not here\.\s+bob/);
		await carol.press('enter');
		await carol.waitFor(/─ RFC 9112: [\s\S]*obsoletes RFC 7230|─ RFC 9112: [\s\S]*Standards Track/);
		await carol.press('backspace');
		await carol.waitFor('─ RFC 9110: ');
		await carol.press('o');
		await carol.waitFor(/PAGER\s+rfc9110\.txt/);
		carol.send('\r');
		await carol.waitFor('─ RFC 9110: ');
		await carol.press('q');
		await carol.waitFor('● joined');
		await carol.press('q');
		expect(await carol.exit).toEqual({code: 0});
		expect(carol.isAlternate).toBe(false);

		await using again = join('carol', folder, size);
		await again.waitFor('● joined');
		await read(again, 9110);
		await again.waitFor(/Here you stopped reading/);
	});
});
