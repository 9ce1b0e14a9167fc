import type * as FileSystem from 'node:fs/promises';
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {expect, it, vi} from 'vitest';
import {SavedFiles} from '../../../source/commands/documents/saved-files.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

/** Why no folder can be listed. */
const refuses = vi.hoisted((): {code?: string | undefined} => ({}));

vi.mock('node:fs/promises', async original => {
	const real = await original<typeof FileSystem>();
	const readdir = (folder: string) =>
		refuses.code ? Promise.reject(Object.assign(new Error(refuses.code), refuses)) : real.readdir(folder);
	return {...real, readdir};
});

it('what was saved in a folder that cannot be listed is not said to be removed, unlike in one that is gone', async () => {
	await using folder = await temporaryFolder();
	await mkdir(folder.at('got'));
	const saved = new SavedFiles(folder.at('got'));
	for (const name of ['rfc7.txt', 'rfc8.txt']) {
		await writeFile(folder.at('got', name), 'text');
		saved.add(folder.at('got', name));
	}
	await saved.check();
	// Who may write to a folder may not always list it.
	refuses.code = 'EACCES';
	await rm(folder.at('got', 'rfc7.txt'));
	await saved.check();
	refuses.code = undefined;
	await expect(saved.check()).rejects.toMatchObject({failure: {kind: 'saved-gone', got: 2, gone: 1}});
	await rm(folder.at('got'), {recursive: true});
	await expect(saved.check()).rejects.toMatchObject({failure: {kind: 'saved-gone', got: 2, gone: 2}});
});
