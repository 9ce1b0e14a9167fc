import type * as FileSystem from 'node:fs/promises';
import {readdir, readFile, rm, utimes, writeFile} from 'node:fs/promises';
import {describe, expect, it, vi} from 'vitest';
import {takeLock} from '../../../source/peer/disk/lock.ts';
import {removeTemporaries} from '../../../source/peer/disk/small-file.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

/** Why the file system gives no second name to a file, creates none under its own name, copies none, and renames none. */
const refuses = vi.hoisted((): {link?: string; write?: string; copy?: string; rename?: string} => ({}));

const beforeRename = vi.hoisted((): {happens: () => Promise<unknown>} => ({happens: () => Promise.resolve()}));

vi.mock('node:fs/promises', async original => {
	const real = await original<typeof FileSystem>();
	const refusal = (code: string) => Promise.reject(Object.assign(new Error(code), {code}));
	return {
		...real,
		link: (from: string, to: string) => (refuses.link ? refusal(refuses.link) : real.link(from, to)),
		open: (file: string, flags: string) =>
			refuses.write && file.endsWith('.lock') && flags === 'wx' ? refusal(refuses.write) : real.open(file, flags),
		copyFile: (from: string, to: string, mode: number) =>
			refuses.copy ? refusal(refuses.copy) : real.copyFile(from, to, mode),
		rename: async (from: string, to: string) => {
			if (refuses.rename) return refusal(refuses.rename);
			await beforeRename.happens();
			return real.rename(from, to);
		},
	};
});

/** What happens while `takeLock` waits; it takes no time. */
const meanwhile = vi.hoisted((): {happens: () => Promise<unknown>} => ({happens: () => Promise.resolve()}));

vi.mock('node:timers/promises', () => ({setTimeout: () => meanwhile.happens()}));

describe('a lock', () => {
	it('that is not named yet is another program’s to remove, which ends no wait for it', async () => {
		await using folder = await temporaryFolder();
		Object.assign(refuses, {link: undefined, write: undefined, rename: undefined});
		let isOver = false;
		const removing = (async () => {
			while (!isOver) await removeTemporaries(folder.path);
		})();
		for (let turn = 0; turn < 500; turn++) {
			const lock = await takeLock(folder.at('a.json.lock'));
			await lock?.release();
		}
		isOver = true;
		await removing;
	});

	it('that cannot be created is not taken for another program’s', async () => {
		await using folder = await temporaryFolder();
		// A file system whose inodes are used up: on a tmpfs a second name needs one, too.
		Object.assign(refuses, {link: 'ENOSPC', write: 'ENOSPC'});
		await expect(takeLock(folder.at('a.lock'))).rejects.toMatchObject({code: 'ENOSPC'});
		expect(await readdir(folder.path)).toEqual([]);
	});

	it('of another program stays where too many files are open to create one', async () => {
		await using folder = await temporaryFolder();
		Object.assign(refuses, {link: 'EPERM', write: 'EMFILE'});
		await writeFile(folder.at('a.lock'), JSON.stringify({host: 'elsewhere'}));
		await expect(takeLock(folder.at('a.lock'))).rejects.toMatchObject({code: 'EMFILE'});
		expect(await readdir(folder.path)).toEqual(['a.lock']);
	});

	it('that another program takes over at the same time stays its own, also without hard links', async () => {
		await using folder = await temporaryFolder();
		Object.assign(refuses, {link: 'EPERM', write: undefined, rename: undefined});
		const [file, text] = [folder.at('a.lock'), JSON.stringify({host: 'elsewhere'})];
		await writeFile(file, '{}');
		await utimes(file, 0, 0);
		beforeRename.happens = () => {
			beforeRename.happens = () => Promise.resolve();
			return writeFile(file, text);
		};
		expect(await takeLock(file)).toBeUndefined();
		expect(await readFile(file, 'utf8')).toBe(text);
		expect(await readdir(folder.path)).toEqual(['a.lock']);
	});

	it('is taken where there are no hard links, too, by one program', async () => {
		await using folder = await temporaryFolder();
		// Nor permissions, which a copy of a file would get.
		Object.assign(refuses, {link: 'EPERM', write: undefined, copy: 'ENOSYS'});
		const lock = await takeLock(folder.at('a.lock'));
		expect(await readdir(folder.path)).toEqual(['a.lock']);
		await lock?.release();
		// By a program of another machine, which shows itself.
		await writeFile(folder.at('a.lock'), JSON.stringify({host: 'elsewhere'}));
		expect(await takeLock(folder.at('a.lock'))).toBeUndefined();
	});

	it('that is half written is held: without hard links it gets its name before its text', async () => {
		await using folder = await temporaryFolder();
		Object.assign(refuses, {link: 'EPERM', write: undefined, rename: undefined});
		const file = folder.at('a.lock');
		await writeFile(file, '');
		meanwhile.happens = () => writeFile(file, JSON.stringify({host: 'elsewhere'}));
		expect(await takeLock(file)).toBeUndefined();
		// That of a program that was killed just then, after a while.
		await writeFile(file, '');
		await utimes(file, new Date(), new Date(Date.now() - 60_000));
		const lock = await takeLock(file);
		expect(lock).toBeDefined();
		await lock?.release();
	});

	it('of a program that has ended is not said to be held where another user’s file cannot be moved away', async () => {
		await using folder = await temporaryFolder();
		Object.assign(refuses, {link: undefined, write: undefined, rename: 'EPERM'});
		await writeFile(folder.at('a.lock'), '{}');
		await utimes(folder.at('a.lock'), 0, 0);
		await expect(takeLock(folder.at('a.lock'))).rejects.toMatchObject({code: 'EPERM'});
		expect(await readdir(folder.path)).toEqual(['a.lock']);
	});

	it.each([
		['in another container', {neighbourhood: 'another0'}],
		['of another machine of the same name', {boot: 'another'}],
	])('of a program %s is taken over when that shows itself no more, whatever number it has', async (_where, other) => {
		await using folder = await temporaryFolder();
		Object.assign(refuses, {link: undefined, write: undefined, rename: undefined});
		const file = folder.at('a.lock');
		const own = await takeLock(file);
		const holder = JSON.parse(await readFile(file, 'utf8'));
		await own?.release();
		const hold = () => writeFile(file, JSON.stringify({...holder, ...other}));
		for (const [happens, isTaken] of [
			[() => utimes(file, new Date(), new Date()), false],
			[() => Promise.resolve(), true],
			[() => rm(file, {force: true}), true],
		] as const) {
			await hold();
			meanwhile.happens = happens;
			const lock = await takeLock(file);
			expect(lock !== undefined).toBe(isTaken);
			await lock?.release();
		}
	});
});
