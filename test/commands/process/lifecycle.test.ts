import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {expect, it, onTestFinished} from 'vitest';
import {temporaryFolder} from '../../helpers/temp.ts';

const lifecycle = new URL('../../../source/commands/process/lifecycle.ts', import.meta.url).href;

it.skipIf(process.platform === 'win32')(
	'a program whose folder does not answer is left by Ctrl-C all the same',
	async () => {
		await using folder = await temporaryFolder();
		// Opening a pipe that nobody writes to never ends, as reading a folder on a network that is gone.
		execFileSync('mkfifo', [folder.at('hangs')]);
		const script = `
		import {open} from 'node:fs';
		import {endSignal} from '${lifecycle}';
		open(process.argv[1], 'r', () => {});
		endSignal(() => process.exit());
		setInterval(() => {}, 1000);
		console.log('ready');`;
		const program = spawn(process.execPath, ['--input-type=module', '--eval', script, folder.at('hangs')], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		onTestFinished(() => void program.kill('SIGKILL'));
		await once(program.stdout, 'data');
		const pressing = setInterval(() => program.kill('SIGINT'), 50);
		expect(await once(program, 'exit')).toEqual([null, 'SIGINT']);
		clearInterval(pressing);
	},
);
