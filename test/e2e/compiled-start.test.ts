/** The code compiled by a start is kept for the next one, and can never prevent the program from starting. */
import {chmod, mkdir, readdir, readFile, stat, utimes, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {startServer} from '../helpers/process.ts';
import {run} from '../helpers/run.ts';
import {type TemporaryFolder, temporaryFolder} from '../helpers/temp.ts';

const kept = (home: TemporaryFolder, ...names: readonly string[]): string => home.at('cache', 'p2pci', ...names);

/** Starts an index server, and ends it properly. */
async function startOnce(home: TemporaryFolder, cache = home.at('cache')): Promise<void> {
	await using server = await startServer({home: home.path, env: {XDG_CACHE_HOME: cache}});
	server.process.kill();
	expect(await server.process.exit).toEqual({code: 0});
}

/** The file of the server's compiled code, with its inode: a new file has another one. */
async function keptCode(home: TemporaryFolder) {
	const names = await readdir(kept(home));
	expect(names).toEqual([expect.stringMatching(/^server\.[0-9a-f]{16}\.v\d+\.\d+\.\d+-\w+$/)]);
	const file = kept(home, names[0] ?? '');
	const {ino, size, mode} = await stat(file);
	return {file, ino, size, mode};
}

describe('the code that a start compiled', () => {
	it('is taken by the next start, of this program alone', async () => {
		await using home = await temporaryFolder();
		await mkdir(kept(home), {recursive: true});
		const older = kept(home, 'server.0123456789abcdef.v24.0.0-x64');
		await writeFile(older, 'of an older program');
		await utimes(older, 0, 0);
		await startOnce(home);
		const first = await keptCode(home);
		expect(first.size).toBeGreaterThan(100_000);
		if (process.platform !== 'win32') expect(first.mode & 0o777).toBe(0o600);
		await startOnce(home);
		expect(await keptCode(home)).toEqual(first);
	});

	it('is made anew where it is damaged', async () => {
		await using home = await temporaryFolder();
		await startOnce(home);
		const {file, size} = await keptCode(home);
		const whole = await readFile(file);
		const zeros = Buffer.concat([whole.subarray(0, size >> 1), Buffer.alloc(size - (size >> 1))]);
		for (const damaged of [zeros, whole.subarray(0, 5000), Buffer.alloc(0), Buffer.from('not code')]) {
			await writeFile(file, damaged);
			await startOnce(home);
			expect((await keptCode(home)).size).toBeGreaterThan(100_000);
		}
	});

	it.skipIf(process.platform === 'win32')('leaves nothing behind where it cannot be written', async () => {
		await using home = await temporaryFolder();
		const env = {XDG_CACHE_HOME: home.at('cache')};
		expect(await run(['--help'], {home: home.path, env, fileBlocks: 10})).toMatchObject({code: 0, stderr: ''});
		expect(await readdir(kept(home))).toEqual([]);
	});

	it.runIf(process.platform !== 'win32')('is not taken from a file that others can write to', async () => {
		await using home = await temporaryFolder();
		await startOnce(home);
		const {file, ino} = await keptCode(home);
		await chmod(file, 0o666);
		await startOnce(home);
		const second = await keptCode(home);
		expect(second.ino).not.toBe(ino);
		expect(second.mode & 0o777).toBe(0o600);
	});

	it('may have no place', async () => {
		await using home = await temporaryFolder();
		await writeFile(home.at('cache'), 'a file where the folder should be');
		await startOnce(home);
		// Relative paths are invalid (XDG Base Directory Specification), and nothing can be created below /proc.
		for (const nowhere of ['not/absolute', '/proc/none']) await startOnce(home, nowhere);
		expect(await readdir(home.path)).toEqual(['cache']);
	});
});

/** Has the flags of V8 that a program sets printed. */
const probe = `
	const v8 = require('node:v8');
	const set = v8.setFlagsFromString;
	v8.setFlagsFromString = flag => { console.log(flag); set(flag); };
	require('node:module').syncBuiltinESMExports();
`;

describe('a command that ends at once', () => {
	it('has no code put on the heap in the background: its end would wait for that, sometimes for ever', async () => {
		await using home = await temporaryFolder();
		await writeFile(home.at('probe.cjs'), probe);
		const env = {NODE_OPTIONS: `--require "${home.at('probe.cjs').replaceAll('\\', '/')}"`};
		const {stdout} = await run(['verify', '.'], {home: home.path, env});
		expect(stdout).toContain('--no-concurrent-sparkplug');
		expect(stdout).toContain('--no-maglev-build-code-on-background');
	});
});
