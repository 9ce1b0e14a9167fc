import {closeSync} from 'node:fs';
import {chown, lchown, symlink, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {expect, it} from 'vitest';
import {factsOf, NoFileError, openFile, openToRead} from '../../../source/peer/disk/safe-file.ts';
import {parseHttpDate} from '../../../source/protocol/http-date.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

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
