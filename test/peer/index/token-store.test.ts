import {existsSync} from 'node:fs';
import {mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {TokenStore} from '../../../source/peer/index/token-store.ts';
import {startProcess, startServer} from '../../helpers/process.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {until} from '../../helpers/until.ts';

describe('the stored token', () => {
	it('is known to the next start at the same server only, and only while the program before is gone', async () => {
		await using folder = await temporaryFolder();
		const file = folder.at('peer', 'session.json');
		const first = new TokenStore(file, 'index:5555');
		await first.remember('a token of some length');
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		// It runs still.
		expect(await new TokenStore(file, 'index:5555').token()).toBeUndefined();
		await first.close({isGone: false});
		const next = new TokenStore(file, 'index:5555');
		expect(await next.token()).toBe('a token of some length');
		await next.close({isGone: false});
		expect(await new TokenStore(file, 'other:5555').token()).toBeUndefined();
	});

	it('is nothing that makes no sense, and is forgotten by who left in order', async () => {
		await using folder = await temporaryFolder();
		const file = folder.at('session.json');
		await writeFile(file, '{"server":"index:5555","token":7');
		const store = new TokenStore(file, 'index:5555');
		expect(await store.token()).toBeUndefined();
		// Not even what is still being written.
		void store.remember('a token');
		await store.close({isGone: true});
		await expect(readFile(file)).rejects.toThrow('ENOENT');
		const none = new TokenStore(undefined, 'index:5555');
		await none.remember('a token');
		expect(await none.token()).toBeUndefined();
	});
});

describe('a peer that crashed', () => {
	it('has its name back as soon as it is started again, and nobody else gets it so', async () => {
		await using home = await temporaryFolder();
		await using index = await startServer({home: home.path});
		for (const folder of ['own', 'other']) await mkdir(home.at(folder));
		const args = ['peer', '--no-tui', '--name', 'alice', '--host', '127.0.0.1', '--upload-port', '0'];
		const start = (folder: string) =>
			startProcess([...args, '--server', `${index.host}:${index.port}`], {home: home.at(folder)});
		const first = start('own');
		await first.waitForLine(/^Registered with /);
		// It is remembered beside what goes on.
		await until(() => existsSync(home.at('own', 'data', 'p2pci', 'peers', 'alice', 'session.json')));
		first.kill('SIGKILL');
		await first.exit;
		await using stranger = start('other');
		await stranger.exit;
		expect(stranger.stderr).toContain('alice is taken');
		await using second = start('own');
		await second.waitForLine(/^Registered with /);
	});
});
