import {readdir, readFile, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {expect, it} from 'vitest';
import {startProcess} from './process.ts';
import {temporaryFolder} from './temp.ts';
import {until} from './until.ts';

/** What has ended is there without its words until somebody asks how. */
const isRunning = async (pid: string): Promise<boolean> =>
	(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) !== '';

it.runIf(process.platform === 'linux').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
	'a run of tests that is ended by %s leaves neither folders nor programs',
	async signal => {
		await using home = await temporaryFolder();
		const script = home.at('run.ts');
		await writeFile(
			script,
			`import {spawn} from 'node:child_process';
			import {openRunFolder} from ${JSON.stringify(import.meta.resolve('./run-folder.ts'))};
			openRunFolder();
			const {pid} = spawn('sleep', ['600'], {stdio: 'ignore'});
			console.log('started', pid);
			setInterval(() => {}, 1000);`,
		);
		await using run = startProcess([], {home: home.path, script, env: {TMPDIR: home.path}});
		const [, pid = ''] = await run.waitForLine(/^started (\d+)$/);
		expect((await readdir(home.path)).length).toBe(2);
		// The system may say that it has started a program before it has given it its words.
		await until(() => isRunning(pid));
		run.kill(signal);
		expect((await run.exit).code).toBeGreaterThan(128);
		expect(await readdir(home.path)).toEqual(['run.ts']);
		await until(async () => !(await isRunning(pid)));
	},
);
