/** What a network without internet needs (RFC 900008): the commands, typed as they stand there. */
import {copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {argumentsOf, only, Shell, verbatimOf} from '../helpers/paper-commands.ts';
import {unusedPort} from '../helpers/ports.ts';
import {startProcess} from '../helpers/process.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {until} from '../helpers/until.ts';

const root = path.resolve(import.meta.dirname, '../..');
const shown = verbatimOf(900008);

it('documents reach a second machine, and services start, as it says', async () => {
	await using home = await temporaryFolder();
	const port = await unusedPort();
	const index = `127.0.0.1:${port}`;
	/** Another machine's address, a port and a folder: what is here in their place. */
	const here = (text: string, folder: string) =>
		text
			.replaceAll(/192\.168\.1\.20(?::5555)?|127\.0\.0\.1:5555/g, index)
			.replaceAll('5555', String(port))
			.replaceAll(/--upload-port \d+/g, '--upload-port 0')
			.replaceAll('/srv/rfcs', home.at(folder));
	writeFileSync(home.at('p2pci.conf'), 'host = 127.0.0.1\n');
	const env = {P2PCI_CONFIG: home.at('p2pci.conf')};
	const shell = new Shell(home, env);
	const started = (command: string) => startProcess(argumentsOf(here(command, 'rfc-series')), {home: home.path, env});
	const type = (command: string) => shell.type(here(command, 'mirror'));

	// The documents, and two ways to the same list of digests.
	mkdirSync(home.at('rfc-series'));
	const documents = readdirSync(path.join(root, 'rfcs'));
	for (const name of documents) copyFileSync(path.join(root, 'rfcs', name), home.at('rfc-series', name));
	await type(only(shown, 'sha256sum'));
	const sums = readFileSync(home.at('rfc-series/SHA256SUMS'), 'utf8');
	expect((await type('p2pci verify rfc-series')).code).toBe(0);
	rmSync(home.at('rfc-series/SHA256SUMS'));
	await type('p2pci verify rfc-series --write');
	expect(readFileSync(home.at('rfc-series/SHA256SUMS'), 'utf8')).toBe(sums);

	// A folder that was copied has its own Node.js.
	expect((await shell.type(`cd "${root}" && ${only(shown, 'node_modules/node').trim()} --help`)).stdout).toContain(
		'--port',
	);

	// Without an index server the service ends, to be started again.
	const unit = only(shown, '[Service]');
	// Services of one folder would take it from each other: each has a user of its own.
	expect(unit).toMatch(/^StateDirectory=%N\nEnvironment=HOME=\/var\/lib\/%N$/m);
	const service = /^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '';
	await using early = started(service);
	expect(await early.exit).toEqual({code: 1});

	await using server = started(only(shown, 'p2pci server --port 5555'));
	await server.waitForLine(/^Started listening/);
	await using library = started(
		only(
			shown.filter(text => text !== unit),
			'peer --name library',
		),
	);
	await library.waitForLine(/^Registered with /);
	const mirrored = await type(only(shown, 'mirror --output /srv/rfcs --server 192.168.1.20:5555'));
	expect(mirrored.code, mirrored.stderr).toBe(0);
	expect(readdirSync(home.at('mirror')).sort()).toEqual(documents.sort());
	const nightly = /p2pci mirror.*/.exec(only(shown, '17 3 * * *'))?.[0] ?? '';
	expect((await type(nightly)).code).toBe(0);
	await using bob = started(only(shown, 'peer --name bob'));
	await bob.waitForLine(/^Registered with /);

	// The service, on another machine; stopped, it leaves in order.
	library.kill();
	expect(await library.exit).toEqual({code: 0});
	await using serving = started(service);
	await serving.waitForLine(/^Registered with .* as library, sharing \d+ RFCs/);
	// It finds a server that comes back, and its log tells when either was.
	server.kill();
	await server.exit;
	await until(() => /^\d\d:\d\d:\d\d\.\d{3} ! {2}Lost the index server/m.test(serving.stderr));
	await using again = started(only(shown, 'p2pci server --port 5555'));
	await again.waitForLine(/^Started listening/);
	await until(() => /^\d\d:\d\d:\d\d\.\d{3} ! {2}Joined the index server .* again\.$/m.test(serving.stderr));
	serving.kill();
	expect(await serving.exit).toEqual({code: 0});
});
