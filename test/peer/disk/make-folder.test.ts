import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdir, rmdir, symlink, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {FolderMaker, makeFolder} from '../../../source/peer/disk/make-folder.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

describe('a folder', () => {
	it('is made with all those above it, by many at once, and may be there', async () => {
		await using folder = await temporaryFolder();
		const deep = folder.at('a', 'b', 'c', 'd');
		await Promise.all(Array.from({length: 20}, () => makeFolder(deep)));
		await makeFolder(deep);
		await makeFolder('/');
		expect(await readdir(folder.at('a', 'b', 'c'))).toEqual(['d']);
	});

	it('is not made in the place of something else', async () => {
		await using folder = await temporaryFolder();
		await writeFile(folder.at('file'), '');
		await symlink(folder.at('nowhere'), folder.at('link'));
		await expect(makeFolder(folder.at('file'))).rejects.toThrow('file is no folder');
		await expect(makeFolder(folder.at('file', 'a'))).rejects.toMatchObject({code: 'ENOTDIR'});
		await expect(makeFolder(folder.at('link'))).rejects.toThrow('link is no folder');
		await expect(makeFolder(folder.at('link', 'a'))).rejects.toThrow('link is no folder');
	});

	it('that cannot be made is an error, and not tried for ever', async () => {
		// In a program of its own, since what tries for ever cannot be stopped in any other way.
		const place = fileURLToPath(new URL('../../../source/peer/disk/make-folder.ts', import.meta.url));
		const script = `const {makeFolder} = await import(process.argv[1]);
			await makeFolder('/proc/p2pci/a/b').catch(error => console.log(error.message));`;
		const child = spawn(process.execPath, ['--input-type=module', '-e', script, place], {
			stdio: ['ignore', 'pipe', 'inherit'],
			timeout: 30_000,
			killSignal: 'SIGKILL',
		});
		let said = '';
		child.stdout.setEncoding('utf8').on('data', text => {
			said += text;
		});
		expect(await once(child, 'close')).toEqual([0, null]);
		if (process.platform === 'linux') expect(said).toBe('no folder can be created in /proc\n');
	});

	it('that somebody removed is made again, unless it is to be made once', async () => {
		await using folder = await temporaryFolder();
		for (const once of [false, true]) {
			let made = 0;
			const maker = new FolderMaker({folder: folder.at('got'), once, onMade: () => void made++});
			await Promise.all([maker.make(), maker.make()]);
			expect(made).toBe(1);
			await rmdir(folder.at('got'));
			maker.forget();
			const again = maker.make();
			if (once) await expect(again).rejects.toMatchObject({code: 'ENOENT'});
			else await again;
			expect(await readdir(folder.path)).toEqual(once ? [] : ['got']);
		}
	});
});
