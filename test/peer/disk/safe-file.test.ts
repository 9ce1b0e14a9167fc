import type * as FileSystem from 'node:fs';
import {closeSync, renameSync} from 'node:fs';
import type * as FilePromises from 'node:fs/promises';
import {chown, lchown, rm, symlink, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {expect, it, vi} from 'vitest';
import {factsOf, NoFileError, openFile, openToRead, whyUnreadable} from '../../../source/peer/disk/safe-file.ts';
import {parseHttpDate} from '../../../source/protocol/http-date.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

/** What somebody does right after the owner of a link was looked up. */
const meanwhile = vi.hoisted(() => ({happens: () => {}}));

vi.mock('node:fs', async original => {
	const real = await original<typeof FileSystem>();
	const lstatSync = (file: string) => {
		const facts = real.lstatSync(file);
		meanwhile.happens();
		return facts;
	};
	return {...real, lstatSync};
});

vi.mock('node:fs/promises', async original => {
	const real = await original<typeof FilePromises>();
	const lstat = async (file: string) => {
		const facts = await real.lstat(file);
		meanwhile.happens();
		return facts;
	};
	return {...real, lstat};
});

it.each([
	[9.3e15, '9999-12-31'],
	[-9.3e15, '1000-01-01'],
	[253_402_300_800_000, '9999-12-31'],
	[Date.UTC(1999, 5, 1), '1999-06-01'],
])('a file modified at %d has a day that fields and screens can say', (mtimeMs, day) => {
	const {modified} = factsOf({size: 1, mtimeMs, ino: 1, ctimeMs: 1});
	const date = new Date(modified);
	expect(date.toISOString().slice(0, 10)).toBe(day);
	expect(parseHttpDate(date.toUTCString(), modified)).toBe(modified);
});

// Only the administrator can make links for others.
it.runIf(process.getuid?.() === 0)(
	'a link is followed that we made, or the owner of its folder or of the file, and no other',
	async () => {
		await using folder = await temporaryFolder();
		const [file, link] = [folder.at('secret'), folder.at('rfc7.txt')];
		const stranger = 12_345;
		await writeFile(file, 'secret');
		await symlink(file, link);
		const isOpened = async (): Promise<boolean> => {
			try {
				await (await openFile(link)).handle.close();
				closeSync(openToRead(link));
				return true;
			} catch (error) {
				expect(error).toBeInstanceOf(NoFileError);
				expect(() => openToRead(link)).toThrow("it is a link that another user made to somebody else's file");
				return false;
			}
		};
		expect(await isOpened()).toBe(true);
		await lchown(link, stranger, stranger);
		expect(await isOpened()).toBe(false);
		await chown(file, stranger, stranger);
		expect(await isOpened()).toBe(true);
		await chown(file, stranger + 1, stranger);
		expect(await isOpened()).toBe(false);
		await chown(folder.path, stranger, stranger);
		expect(await isOpened()).toBe(true);
	},
);

it.runIf(process.getuid?.() === 0)('a link is not followed that takes the place of ours just then', async () => {
	await using folder = await temporaryFolder();
	const [secret, link] = [folder.at('secret'), folder.at('rfc7.txt')];
	await writeFile(secret, 'secret');
	for (const opened of [openFile, openToRead]) {
		await symlink(folder.at('own'), link);
		await symlink(secret, folder.at('other'));
		await lchown(folder.at('other'), 12_345, 12_345);
		meanwhile.happens = () => {
			meanwhile.happens = () => {};
			renameSync(folder.at('other'), link);
		};
		await expect((async () => opened(link))()).rejects.toBeInstanceOf(NoFileError);
		await rm(link);
	}
});

it('what cannot be read is called a link to nothing where it is one, and nothing else', async () => {
	await using folder = await temporaryFolder();
	await symlink(folder.at('nothing'), folder.at('lost'));
	await symlink(folder.at('round'), folder.at('round'));
	const why = (name: string): Promise<string> =>
		openFile(folder.at(name)).then(
			() => 'it can be read',
			error => whyUnreadable(folder.at(name), error),
		);
	expect(await why('lost')).toBe('it is a link to nothing');
	expect(await why('round')).toBe('it is a link, or links in a circle');
	expect(await why('absent')).toBe('it does not exist');
});
