import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {describe, expect, it, onTestFinished} from 'vitest';
import {type TemporaryFolder, temporaryFolder} from '../../helpers/temp.ts';

const lifecycle = JSON.stringify(import.meta.resolve('../../../source/commands/process/lifecycle.ts'));

/** A program with this code that waits for the folder, as on a network that is gone. */
async function hungProgram(folder: TemporaryFolder, code: string) {
	// Opening a pipe that nobody writes to never ends.
	execFileSync('mkfifo', [folder.at('hangs')]);
	const script = `
	import {open} from 'node:fs';
	import {endSignal} from ${lifecycle};
	open(process.argv[1], 'r', () => {});
	${code}
	setInterval(() => {}, 1000);
	console.log('ready');`;
	const program = spawn(process.execPath, ['--input-type=module', '--eval', script, folder.at('hangs')], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	onTestFinished(() => void program.kill('SIGKILL'));
	await once(program.stdout, 'data');
	return program;
}

describe.skipIf(process.platform === 'win32')('a program whose folder does not answer', {concurrent: true}, () => {
	it('is left by Ctrl-C all the same', async () => {
		await using folder = await temporaryFolder();
		const program = await hungProgram(folder, 'endSignal(() => process.exit());');
		const pressing = setInterval(() => program.kill('SIGINT'), 50);
		expect(await once(program, 'exit')).toEqual([null, 'SIGINT']);
		clearInterval(pressing);
	});

	it('says what it waits for, and is left by the second Ctrl-C then', async () => {
		await using folder = await temporaryFolder();
		const program = await hungProgram(folder, "endSignal(() => process.exit(), {folder: '/mnt/rfcs'});");
		program.kill('SIGINT');
		const [said] = await once(program.stderr, 'data');
		expect(String(said)).toBe('Waiting for the folder /mnt/rfcs, which does not answer: Ctrl-C again ends at once.\n');
		program.kill('SIGINT');
		expect(await once(program, 'exit')).toEqual([null, 'SIGINT']);
	});
});
