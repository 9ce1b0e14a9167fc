/** What the build puts in the place of modules of Node.js loads them late, and does what they do. */
import {execFile} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import process from 'node:process';
import {promisify} from 'node:util';
import {build} from 'esbuild';
import {expect, it} from 'vitest';
import {lateBuiltins} from '../../scripts/build/late-builtins.ts';
import {temporaryFolder} from '../helpers/temp.ts';

const run = promisify(execFile);

/** What a program prints that was bundled as ours is. */
async function outputOf(program: string): Promise<string> {
	await using folder = await temporaryFolder();
	const [from, to] = [folder.at('program.mjs'), folder.at('bundle.mjs')];
	await writeFile(from, program);
	await build({
		...{entryPoints: [from], outfile: to, plugins: [lateBuiltins], logLevel: 'silent'},
		...{bundle: true, minify: true, format: 'esm', platform: 'node'},
	});
	return (await run(process.execPath, [to])).stdout;
}

it('loads a module of Node.js when it is used, not before', async () => {
	const loaded = "process.moduleLoadList.includes('NativeModule crypto')";
	const program = `
		import {createHash, randomBytes} from 'node:crypto';
		import process from 'node:process';
		import {existsSync} from 'node:fs';
		const early = ${loaded};
		const digest = createHash('sha256').update('').digest('hex').slice(0, 8);
		console.log(early, digest, randomBytes(3).length, ${loaded}, existsSync(process.execPath));`;
	expect(await outputOf(program)).toBe('false e3b0c442 3 true true\n');
});

it('keeps the promise form of functions that have one of their own, and constants', async () => {
	const program = `
		import {execFile} from 'node:child_process';
		import {constants, gzip, gunzipSync} from 'node:zlib';
		import {promisify} from 'node:util';
		const {stdout} = await promisify(execFile)(process.execPath, ['-p', '6 * 7']);
		const small = await promisify(gzip)('same', {level: constants.Z_BEST_SPEED});
		console.log(stdout.trim(), String(gunzipSync(small)));`;
	expect(await outputOf(program)).toBe('42 same\n');
});

it('stops the build where a class is imported that cannot come late', async () => {
	await expect(outputOf("import {Hash} from 'node:crypto'; console.log(new Hash());")).rejects.toThrow(
		/No matching export.*Hash/,
	);
});
