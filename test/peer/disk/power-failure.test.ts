import type * as FileSystem from 'node:fs';
import {type FileHandle, open, readdir, readFile} from 'node:fs/promises';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {adopt} from '../../../source/peer/disk/adopt.ts';
import {PartFile} from '../../../source/peer/disk/part-file.ts';
import {saveDocument} from '../../../source/peer/disk/save-document.ts';
import {writeSmallFile} from '../../../source/peer/disk/small-file.ts';
import {type TemporaryFolder, temporaryFolder} from '../../helpers/temp.ts';
import {digestOfBytes} from '../../helpers/uploader.ts';

/** What was asked of the system, in order. */
const calls = vi.hoisted((): string[] => []);

const refuses = vi.hoisted(() => ({cuts: false}));

vi.mock('node:fs', async original => {
	const real = await original<typeof FileSystem>();
	const told = ['ftruncateSync', 'writeSync', 'closeSync', 'linkSync'] as const;
	const spies = told.map(name => {
		const spy = (...args: unknown[]) => {
			calls.push(name === 'ftruncateSync' ? `${name} ${args[1]}` : name);
			if (name === 'ftruncateSync' && refuses.cuts) throw new Error('not supported');
			return (real[name] as (...args: unknown[]) => unknown)(...args);
		};
		return [name, spy];
	});
	return {...real, ...Object.fromEntries(spies)};
});

/** Records at each sync which names are in the folder. */
async function tellSyncs(folder: TemporaryFolder): Promise<void> {
	await using handle = await open(folder.at('any'), 'w');
	for (const name of ['sync', 'datasync'] as const) {
		const real = Object.getPrototypeOf(handle) as FileHandle;
		const sync = real[name];
		vi.spyOn(real, name).mockImplementation(async function (this: FileHandle) {
			calls.push(`sync ${(await readdir(folder.path)).filter(each => /^final\.[a-z]+$/.test(each)).length}`);
			await sync.call(this);
		});
	}
}

afterEach(() => {
	calls.length = 0;
	refuses.cuts = false;
	vi.restoreAllMocks();
});

describe('after a power failure no name stands for less than it should:', () => {
	const bytes = Buffer.from('some bytes');

	it('a small document counts as a replaced file, which ext4 and XFS write before the name', async () => {
		await using folder = await temporaryFolder();
		const place = {temporary: folder.at('.part'), target: folder.at('rfc7.txt')};
		expect(saveDocument({...place, bytes, digest: digestOfBytes(bytes)})).toBe('saved');
		expect(calls).toEqual(['ftruncateSync 1', 'ftruncateSync 0', 'writeSync', 'closeSync', 'linkSync']);
	});

	it('a file system that cuts no file takes it all the same', async () => {
		await using folder = await temporaryFolder();
		const place = {temporary: folder.at('.part'), target: folder.at('rfc7.txt')};
		refuses.cuts = true;
		expect(saveDocument({...place, bytes, digest: digestOfBytes(bytes)})).toBe('saved');
		expect(await readFile(place.target)).toEqual(bytes);
	});

	it('a document of which nobody declared a digest is synced before it gets its name', async () => {
		await using folder = await temporaryFolder();
		await tellSyncs(folder);
		const part = await PartFile.create(folder.at('.part'));
		await part.write(bytes);
		await adopt(part, folder.at('final.txt'), []);
		expect(calls).toEqual(['sync 0']);
	});

	it('what a peer remembers is synced before it gets its name, and then the name', async () => {
		await using folder = await temporaryFolder();
		await tellSyncs(folder);
		await writeSmallFile(folder.at('final.json'), '{}\n');
		expect(calls).toEqual(['sync 0', 'sync 1']);
	});
});
