/** A peer in a terminal of 40x12: search, get, read, quit, one pane at a time. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, it} from 'vitest';
import {realRfcFolder} from '../helpers/real-rfcs.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';

it('in 40x12 a document is found, got and read, and in 28x7 only Ctrl-C is heard', async () => {
	await using home = await temporaryFolder();
	await using server = startInTerminal(['server', '--host', '127.0.0.1', '--port', '0'], {home: home.path});
	const place = /--server (127\.0\.0\.1:\d+)/.exec(await server.waitFor(/--server 127\.0\.0\.1:\d+/))?.[1] ?? '';
	const join = (name: string, size: {readonly columns: number; readonly rows: number}, ...flags: readonly string[]) =>
		startInTerminal(['peer', '--name', name, '--upload-port', '0', '--server', place, ...flags], {
			home: home.path,
			...size,
		});
	await using bob = join('bob', {columns: 80, rows: 24}, '--rfcs', realRfcFolder());
	await bob.waitFor('● reachable');
	await using carol = join('carol', {columns: 40, rows: 12});
	await carol.ready();
	await carol.waitFor(/carol {2}● joined {2}● :\d+\n.*1Add 2Remove.3Lookup 4List 5Exit 6Get\n╭─ Search ─+ 261 ─╮/);
	await carol.press('/');
	await carol.type('avian carr');
	await carol.waitFor(/─ 2 of 261 ─╮\n│ Find: avian carr[\s\S]*▸ +1149 /);
	await carol.press('enter');
	await carol.press('enter');
	await carol.waitFor('RFC 1149 is here');
	await carol.press('tab');
	await carol.waitFor(/╭─ Transfers ─[\s\S]*✓ +1149 /);
	const got = path.join(home.path, 'data', 'p2pci', 'peers', 'carol', 'downloads', 'rfc1149.txt');
	expect(await readFile(got)).toEqual(await readFile(path.join(realRfcFolder(), 'rfc1149.txt')));
	await carol.press('enter');
	await carol.waitFor('Network Working Group');
	await carol.press('q');
	await carol.waitFor('╭─ Transfers');
	carol.resize(28, 7);
	await carol.waitFor('28x7 is too small: p2pci');
	await carol.press('q');
	carol.resize(40, 12);
	await carol.waitFor(/╭─ Transfers ─[\s\S]*✓ +1149 /);
	carol.resize(28, 7);
	await carol.waitFor('28x7 is too small: p2pci');
	await carol.press('ctrl-c');
	expect(await carol.exit).toEqual({code: 0});
	expect(carol.isAlternate).toBe(false);
});
