/** A peer that is started again in another container, as where the first one crashed. */
import {readFile, writeFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {writeDocuments} from '../helpers/documents.ts';
import {startProcess, startServer} from '../helpers/process.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {until} from '../helpers/until.ts';

it('a peer says what it waits for while it finds out whether the one before it still runs', async () => {
	await using home = await temporaryFolder();
	await using server = await startServer({home: home.path});
	await writeDocuments(home.at('rfcs'), [7]);
	const where = ['--server', `${server.host}:${server.port}`, '--rfcs', home.at('rfcs')];
	const start = () =>
		startProcess(['peer', '--no-tui', '--name', 'alice', '--upload-port', '0', ...where], {home: home.path});
	const lock = home.at('data', 'p2pci', 'peers', 'alice', 'memory.json.lock');
	await using first = start();
	await first.waitForLine(/^Registered with /);
	const holder = JSON.parse(await readFile(lock, 'utf8'));
	first.kill('SIGKILL');
	await first.exit;
	await writeFile(lock, JSON.stringify({...holder, neighbourhood: 'another0'}));
	await using second = start();
	await until(() => second.stderr.includes('\n'));
	expect(second.stderr).toBe(
		'Another peer named alice may still run, in another container: waiting up to 12 s for a sign of it.\n',
	);
	second.kill('SIGINT');
	expect(await second.exit).toEqual({code: 0});
});
