/**
 * The story of the README, in real pseudo-terminals: a server, a peer that shares, and one that looks up, gets and
 * reads.
 */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {realRfcFolder} from '../helpers/real-rfcs.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal, type TerminalUnderTest} from '../helpers/terminal.ts';

const rfc = 1149;
/** Joined, and the index server can connect to the upload port; the words depend on the width. */
const reachable = /● joined.*● (?:reachable|others reach me)/;
const title = 'Standard for the transmission of IP datagrams on avian carriers';

/** What a terminal must be like after the program: as it was before. */
function expectRestored(terminal: TerminalUnderTest): void {
	expect(terminal.isAlternate).toBe(false);
	expect(terminal.cursor.visible).toBe(true);
	expect(terminal.modes).toEqual({bracketedPaste: false, mouse: false, focus: false});
}

it('a document is looked up, got, read, and all leave in order', async () => {
	await using home = await temporaryFolder();
	const size = {home: home.path, columns: 80, rows: 24};
	await using server = startInTerminal(['server', '--host', '127.0.0.1', '--port', '0'], size);
	await server.ready();
	const place = /--server (127\.0\.0\.1:\d+)/.exec(await server.waitFor(/--server 127\.0\.0\.1:\d+/))?.[1] ?? '';
	const join = (name: string, ...flags: readonly string[]) =>
		startInTerminal(['peer', '--name', name, '--upload-port', '0', '--server', place, ...flags], size);

	await using bob = join('bob', '--rfcs', realRfcFolder());
	await bob.waitFor(reachable);
	await server.waitFor(/bob .* 261 .*● up/);

	await using carol = join('carol');
	await carol.ready();
	await carol.waitFor(reachable);
	await carol.press('3');
	await carol.type(String(rfc));
	await carol.press('enter');
	await carol.waitFor(new RegExp(`Search: RFC ${rfc} ${title.slice(0, 12)}[^]*▸ +${rfc} .*bob +127`));
	await carol.press('enter');
	await carol.waitFor(new RegExp(`✓ +${rfc} .* from bob`));
	const got = path.join(home.path, 'data', 'p2pci', 'peers', 'carol', 'downloads', `rfc${rfc}.txt`);
	expect(await readFile(got)).toEqual(await readFile(path.join(realRfcFolder(), `rfc${rfc}.txt`)));
	await server.waitFor(/carol .* 1 .*● up/);

	await carol.press('enter');
	await carol.waitFor(/Network Working Group +D\. Waitzman/);
	await carol.press('/');
	await carol.type('tactical');
	await carol.press('enter');
	await carol.waitFor('when avian carriers');
	await carol.press('q');
	await carol.waitFor(/Search: RFC/);
	await carol.press('q');
	expect(await carol.exit).toEqual({code: 0});
	expectRestored(carol);
	expect(carol.screen()).toMatch(/p2pci: got 1 RFC .* left the index at/);

	await server.waitFor(screen => !/carol .* ● up/.test(screen));
	await server.press('q');
	await server.waitFor(/y\/N|\by\b.*\bn\b/);
	await server.press('y');
	expect(await server.exit).toEqual({code: 0});
	expectRestored(server);
	await bob.waitFor(/Lost the\s+index\s+server/);
	bob.kill('SIGTERM');
	expect(await bob.exit).toEqual({code: 0});
	expect(bob.screen().replaceAll('\n', '')).toContain(`was not joined to the index server at ${place}.`);
	expectRestored(bob);
});

describe('a peer that is started without name and port', () => {
	it('asks for them, offers what fits, and joins', async () => {
		await using home = await temporaryFolder();
		await using server = startInTerminal(['server', '--host', '127.0.0.1', '--port', '0'], {home: home.path});
		const place = /--server (127\.0\.0\.1:\d+)/.exec(await server.waitFor(/--server 127\.0\.0\.1:\d+/))?.[1] ?? '';
		await using peer = startInTerminal(['peer', '--server', place], {home: home.path});
		await peer.ready();
		await peer.waitFor(/[Nn]ame/);
		peer.send('\u007F'.repeat(64));
		await peer.type('dave');
		await peer.press('enter');
		await peer.press('enter');
		await peer.waitFor(/dave .*● joined/);
		await server.waitFor(/dave /);
	});
});
