/** `--screen-reader` in a real terminal: nothing is drawn, everything is said in lines, and everything can be done. */
import {mkdir, readFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {writeDocuments} from '../helpers/documents.ts';
import {startProcess, startServer} from '../helpers/process.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';

it('a peer looks up, gets, reads and leaves, by lines alone', async () => {
	await using home = await temporaryFolder();
	await using server = await startServer({home: home.path});
	const where = ['--server', `${server.host}:${server.port}`];
	await writeDocuments(home.at('alice'), [4711]);
	const shares = ['--name', 'alice', '--upload-port', '0', '--rfcs', home.at('alice')];
	await using alice = startProcess(['peer', ...where, ...shares], {home: home.path});
	await alice.waitForLine(/^Registered with /);
	await mkdir(home.at('bob'));
	const own = ['--rfcs', home.at('bob'), '--downloads', home.at('got'), '--screen-reader'];
	await using bob = startInTerminal(['peer', ...where, ...own], {home: home.path, rows: 60});
	await bob.waitFor(/Name of this peer/);
	bob.send('bob\r');
	await bob.waitFor(/Upload port/);
	bob.send('\r');
	await bob.waitFor('Joined the index server');
	bob.send('3 4711\r');
	await bob.waitFor(/RFC 4711, .*: 1 holder\./);
	bob.send('6\r');
	await bob.waitFor('RFC number:');
	bob.send('4711\r');
	await bob.waitFor(/RFC 4711 came from alice, .*, SHA-256 right\./);
	expect(await readFile(home.at('got', 'rfc4711.txt'))).toEqual(await readFile(home.at('alice', 'rfc4711.txt')));
	bob.send('5\r');
	expect(await bob.exit).toEqual({code: 0});
	expect(bob.screen()).toContain('p2pci: got 1 RFC');
	// Nothing moves the cursor, changes a colour or draws a border.
	const said = bob.raw.toString().slice(bob.raw.toString().indexOf('p2pci peer bob.'));
	expect(said).not.toMatch(/[\u001b─│╭]/);
});
