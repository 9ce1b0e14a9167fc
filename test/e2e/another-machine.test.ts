/**
 * Peers on the server's own machine join through loopback; a peer elsewhere must be given an address that works for
 * it.
 */
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {otherMachine} from '../helpers/other-machine.ts';
import {startProcess, startServer} from '../helpers/process.ts';
import {temporaryFolder} from '../helpers/temp.ts';

// In CI it always runs: there it has the privileges, or it fails.
const able = process.platform === 'linux' && (process.getuid?.() === 0 || process.env.CI !== undefined);

describe.skipIf(!able)('a peer on another machine', () => {
	it.each(['1.1', '1.0'])('gets documents of peers that joined by loopback in %s', async protocol => {
		await using home = await temporaryFolder();
		await using server = await startServer({home: home.path, host: '::'});
		const peers = ['alice', 'bob'].map((name, at) => ({
			name,
			rfc: 900_101 + at,
			text: `\n\n   The text that ${name} has\n`,
		}));
		await using running = new AsyncDisposableStack();
		for (const {name, rfc, text} of peers) {
			await mkdir(home.at(name));
			await writeFile(home.at(name, `rfc${rfc}.txt`), text);
			const flags = [
				'--name',
				name,
				'--upload-port',
				'0',
				'--server',
				`127.0.0.1:${server.port}`,
				'--rfcs',
				home.at(name),
				'--protocol',
				protocol,
			];
			const peer = running.use(startProcess(['peer', '--no-tui', ...flags], {home: home.path}));
			await peer.waitForLine(/^Registered with .* sharing 1 RFC/);
		}
		await using elsewhere = await otherMachine();
		await mkdir(home.at('got'));
		const place = ['--server', `${elsewhere.ourAddress}:${server.port}`, '--protocol', protocol];
		const result = await elsewhere.program(
			['get', ...peers.map(({rfc}) => String(rfc)), ...place, '--output', home.at('got'), '--json'],
			home.path,
		);
		expect(result).toMatchObject({code: 0});
		for (const {rfc, text} of peers) expect(await readFile(home.at('got', `rfc${rfc}.txt`), 'utf8')).toBe(text);
		const lookedUp = await elsewhere.program(['lookup', '900101', ...place, '--json'], home.path);
		expect(JSON.parse(lookedUp.stdout)).toMatchObject([{rfc: 900_101, address: elsewhere.ourAddress}]);
	});
});
