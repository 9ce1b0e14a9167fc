import process from 'node:process';
import {expect, it} from 'vitest';
import {temporaryFolder} from '../../helpers/temp.ts';
import {startInTerminal} from '../../helpers/terminal.ts';
import {Tries} from './tries.ts';

const program = "process.stdin.on('data', () => process.exit()); console.log('ready');";

it('plays in one program, and in another one after a try that failed or that ended it', async () => {
	await using home = await temporaryFolder();
	const started: number[] = [];
	await using tries = new Tries(async stage => {
		const terminal = stage.use(startInTerminal(['-e', program], {home: home.path, command: process.execPath}));
		await terminal.waitFor('ready');
		started.push(terminal.pid);
		return terminal;
	});
	const played: number[] = [];
	const play = () => tries.play(async ({pid}) => void played.push(pid));
	await play();
	await play();
	const fails = tries.play(() => Promise.reject(new Error('no such effect')));
	await expect(fails).rejects.toThrow('no such effect');
	await play();
	await tries.play(async terminal => {
		terminal.send('\r');
		await terminal.exit;
	});
	await play();
	const [first, second, third] = started;
	expect(started).toHaveLength(3);
	expect(played).toEqual([first, first, second, third]);
});
