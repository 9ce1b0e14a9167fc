import {stat} from 'node:fs/promises';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {QuickFolders} from '../../../source/peer/upload/quick-folders.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

describe.runIf(process.platform === 'linux')('a folder', () => {
	it('is trusted once it is known to be on a disk of this machine', async () => {
		await using folder = await temporaryFolder();
		const quick = new QuickFolders();
		expect(quick.device(folder.at('rfc1.txt'))).toBeUndefined();
		await quick.learn(folder.path);
		expect(quick.device(folder.at('rfc1.txt'))).toBe((await stat(folder.path)).dev);
	});

	it('is not when the system makes its files up, or when there is none', async () => {
		await using folder = await temporaryFolder();
		const quick = new QuickFolders();
		for (const path of ['/proc/self', folder.at('nowhere')]) {
			await quick.learn(path);
			expect(quick.device(`${path}/rfc1.txt`)).toBeUndefined();
		}
	});

	it('is not trusted for half a minute after a reading that took long', async () => {
		await using folder = await temporaryFolder();
		let now = 0;
		const quick = new QuickFolders(() => now);
		const file = folder.at('rfc1.txt');
		await quick.learn(folder.path);
		quick.took(file, 1);
		expect(quick.device(file)).toBeDefined();
		quick.took(file, 500);
		expect(quick.device(file)).toBeUndefined();
		now = 29_999;
		expect(quick.device(file)).toBeUndefined();
		now = 30_001;
		expect(quick.device(file)).toBeDefined();
	});
});
