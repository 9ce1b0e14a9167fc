/**
 * The program where no folder for its data can be created. Below /proc the system does not say so, but that there is no
 * such folder; Node.js itself then tries again for ever, so each program has a limit here.
 */
import {mkdir, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {writeDocuments} from '../helpers/documents.ts';
import {type ProcessUnderTest, startProcess, startServer} from '../helpers/process.ts';
import {run} from '../helpers/run.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {until} from '../helpers/until.ts';

const nowhere = '/proc/p2pci';
const env = {HOME: nowhere, XDG_DATA_HOME: nowhere, XDG_CONFIG_HOME: nowhere, XDG_STATE_HOME: nowhere};

/** Kills a program that does not end by itself. */
async function endOf(program: ProcessUnderTest): Promise<unknown> {
	const limit = setTimeout(() => program.kill('SIGKILL'), 30_000);
	try {
		return await program.exit;
	} finally {
		clearTimeout(limit);
	}
}

it.skipIf(process.platform === 'win32')('an empty HOME is none: no path begins in the current folder', async () => {
	await using home = await temporaryFolder();
	const ran = await run(['config', '--path'], {home: home.path, env: {HOME: '', XDG_CONFIG_HOME: ''}});
	expect(ran).toMatchObject({code: 0, stdout: /^\/.*p2pci\.conf\n$/, stderr: ''});
});

describe.skipIf(process.platform !== 'linux')('where no folder can be created for what is remembered', () => {
	it('a peer works, and commands do; what cannot be saved is a sentence', {timeout: 180_000}, async () => {
		await using home = await temporaryFolder();
		await using server = await startServer({home: home.path});
		const where = ['--server', `${server.host}:${server.port}`];
		await writeDocuments(home.at('rfcs'), [7]);
		const flags = ['--no-tui', '--name', 'alice', '--upload-port', '0', '--rfcs', home.at('rfcs')];
		await using peer = startProcess(['peer', ...where, ...flags], {home: home.path, env});
		await peer.waitForLine(/^Registered with .* sharing 1 RFC$/);
		const commands = [
			[['get', '7', '--output', home.at('got')], 0],
			[['mirror', '--output', home.at('mirror')], 0],
			[['get', '7', '--output', `${nowhere}/got`], 1],
			[['mirror', '--output', `${nowhere}/mirror`], 1],
		] as const;
		const checks = commands.map(async ([args, code]) => {
			await using command = startProcess([...args, ...where], {home: home.path, env});
			expect(await endOf(command), command.stderr).toEqual({code});
			if (code !== 0) expect(command.stderr).toContain('no folder can be created in /proc');
		});
		await Promise.all(checks);
		await mkdir(home.at('data', 'p2pci', 'peers', 'carol'), {recursive: true});
		await writeFile(home.at('data', 'p2pci', 'peers', 'carol', 'wanted.json'), '{"wanted": [7]}');
		const folders = ['--rfcs', home.at('data'), '--downloads', '/sys/p2pci'];
		const wants = ['--no-tui', '--name', 'carol', '--upload-port', '0', ...folders];
		await using carol = startProcess(['peer', ...where, ...wants], {home: home.path});
		await until(() => carol.stderr.includes('RFC 7 could not be saved as /sys/p2pci/rfc7.txt'));
		peer.kill();
		expect(await endOf(peer)).toEqual({code: 0});
	});
});
