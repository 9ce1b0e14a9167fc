/** `p2pci demo` as a newcomer meets it: it leaves nothing behind, and says what is wrong in one sentence. */
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {expect, it, test} from 'vitest';
import {startProcess} from '../helpers/process.ts';
import {run} from '../helpers/run.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {until} from '../helpers/until.ts';

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
	'leaves nothing behind when %s ends it at its start',
	async signal => {
		await using home = await temporaryFolder();
		await mkdir(home.at('tmp'));
		await using demo = startProcess(['demo'], {home: home.path, env: {TMPDIR: home.at('tmp')}});
		await until(async () => (await readdir(home.at('tmp'))).length > 0);
		demo.kill(signal);
		expect(await demo.exit).toEqual({code: 0});
		expect(demo.stderr).toBe('');
		expect(await readdir(home.at('tmp'))).toEqual([]);
	},
);

it('refuses a wrong flag and a wrong config file at once, as other commands do', async () => {
	await using home = await temporaryFolder();
	await writeFile(home.at('own.conf'), 'key.pause = d\n');
	const [theme, keys] = await Promise.all([
		run(['demo', '--theme', 'pink'], {home: home.path}),
		run(['demo'], {home: home.path, env: {P2PCI_CONFIG: home.at('own.conf')}}),
	]);
	expect(theme).toMatchObject({code: 2, stdout: '', stderr: /^"pink" is not valid for --theme.*\n$/});
	expect(keys).toMatchObject({code: 2, stdout: '', stderr: /, line 1: key\.pause: d would mean both .*\n$/});
});

it('says where its temporary files could be if they cannot be written', async () => {
	await using home = await temporaryFolder();
	const ran = await run(['demo'], {home: home.path, env: {TMPDIR: home.at('nowhere')}});
	const sentence = `Cannot write to ${home.at('nowhere')} (it does not exist). Give another: TMPDIR=FOLDER.\n`;
	expect(ran).toMatchObject({code: 1, stdout: '', stderr: sentence});
});
