/** Files that another program holds open, as a virus scanner on Windows does with new ones for a moment. */
import type * as FileSystem from 'node:fs';
import type * as FilePromises from 'node:fs/promises';
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {adopt} from '../../../source/peer/disk/adopt.ts';
import {takeLock} from '../../../source/peer/disk/lock.ts';
import {writtenPart} from '../../../source/peer/disk/part-file.ts';
import {saveDocument} from '../../../source/peer/disk/save-document.ts';
import {writeSmallFile} from '../../../source/peer/disk/small-file.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {digestOfBytes} from '../../helpers/uploader.ts';

/** Whether no file can be removed, and why and for how many tries none can be renamed. */
const busy = vi.hoisted(() => ({removing: false, renaming: '', tries: 0}));
const refusal = vi.hoisted(() => (code: string) => Object.assign(new Error(code), {code}));

vi.mock('node:fs', async original => {
	const real = await original<typeof FileSystem>();
	const unlinkSync = (file: string) => {
		if (busy.removing) throw refusal('EBUSY');
		real.unlinkSync(file);
	};
	return {...real, unlinkSync};
});

vi.mock('node:fs/promises', async original => {
	const real = await original<typeof FilePromises>();
	return {
		...real,
		rm: async (file: string, options: object) => {
			if (busy.removing) throw refusal('EBUSY');
			await real.rm(file, options);
		},
		rename: async (from: string, to: string) => {
			if (busy.tries-- > 0) throw refusal(busy.renaming);
			await real.rename(from, to);
		},
	};
});

afterEach(() => {
	Object.assign(busy, {removing: false, tries: 0});
});

const bytes = Buffer.from('some bytes');

describe('a temporary name that cannot be removed yet', () => {
	it('fails no document that has its name', async () => {
		await using folder = await temporaryFolder();
		busy.removing = true;
		const place = {temporary: folder.at('.part'), target: folder.at('rfc7.txt')};
		expect(saveDocument({...place, bytes, digest: digestOfBytes(bytes)})).toBe('saved');
		expect(await readFile(place.target)).toEqual(bytes);
		await writeFile(folder.at('.other'), bytes);
		const file = folder.at('rfc8.txt');
		expect(await adopt(writtenPart(folder.at('.other'), bytes.length), file, [])).toEqual({kind: 'saved', file});
		busy.removing = false;
	});

	it('fails no lock that has its name', async () => {
		await using folder = await temporaryFolder();
		busy.removing = true;
		const lock = await takeLock(folder.at('a.lock'));
		expect(lock).toBeDefined();
		busy.removing = false;
		await lock?.release();
	});
});

describe('a file that is to be replaced', () => {
	it.each(['EBUSY', 'EPERM', 'EACCES'])('is replaced as soon as nobody holds it any more (%s)', async renaming => {
		await using folder = await temporaryFolder();
		Object.assign(busy, {renaming, tries: 2});
		await writeSmallFile(folder.at('queue.json'), 'new');
		expect(await readFile(folder.at('queue.json'), 'utf8')).toBe('new');
		expect(await readdir(folder.path)).toEqual(['queue.json']);
	});

	it.each([
		['EPERM', 5],
		['EXDEV', 1],
	])('is not waited for without end, nor where that would not help (%s)', async (renaming, tries) => {
		await using folder = await temporaryFolder();
		Object.assign(busy, {renaming, tries});
		await expect(writeSmallFile(folder.at('queue.json'), 'new')).rejects.toMatchObject({code: renaming});
		expect(busy.tries).toBe(0);
	});
});
