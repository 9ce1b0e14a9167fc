import type * as FileSystem from 'node:fs';
import {readdir, readFile, truncate} from 'node:fs/promises';
import {describe, expect, it, vi} from 'vitest';
import {Disk} from '../../../source/peer/disk/disk.ts';
import {DiskWork} from '../../../source/peer/disk/disk-work.ts';
import {removeLeftovers, resumableName} from '../../../source/peer/disk/part-file.ts';
import {ResumablePart} from '../../../source/peer/disk/resumable-part.ts';
import {saveDocument} from '../../../source/peer/disk/save-document.ts';
import {StoredPart} from '../../../source/peer/disk/stored-part.ts';
import {type TemporaryFolder, temporaryFolder} from '../../helpers/temp.ts';
import {digestOfBytes} from '../../helpers/uploader.ts';

/** What the disk refuses now. */
const broken = vi.hoisted(() => ({write: false}));
const full = vi.hoisted(() => () => Object.assign(new Error('no space left'), {code: 'ENOSPC'}));

vi.mock('node:fs', async original => {
	const real = await original<typeof FileSystem>();
	return {
		...real,
		writeSync: (...args: Parameters<typeof real.writeSync>) => {
			if (broken.write) throw full();
			return real.writeSync(...args);
		},
	};
});

const text = Buffer.from('0123456789'.repeat(100));
const of = {rfc: 7, bytes: text.length, digest: digestOfBytes(text)};

const placeIn = (folder: TemporaryFolder) => resumableName(folder.at('.rfc7.txt'), of.digest);

describe('a part whose bytes did not reach the disk', () => {
	it('is not believed in later: its journal is empty', async () => {
		await using folder = await temporaryFolder();
		const place = placeIn(folder);
		const part = new StoredPart(place, of, () => Promise.reject(full()));
		part.write(0, text.subarray(0, 400), 0);
		await expect(part.sync()).rejects.toMatchObject({code: 'ENOSPC'});
		await expect(part.close()).rejects.toMatchObject({code: 'ENOSPC'});
		expect(await readFile(place.journal, 'utf8')).toBe('');
	});

	it('is not kept for a later attempt', async () => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const place = placeIn(folder);
		const part = await ResumablePart.open(disk, place, of);
		await part?.write(0, text, 0);
		await truncate(place.journal, 0);
		await part?.leave();
		expect(await readdir(folder.path)).toEqual([]);
		const other = new StoredPart(place, of);
		await other.leave();
		await truncate(place.journal, 0);
		await removeLeftovers(folder.path);
		expect(await readdir(folder.path)).toEqual([]);
		await disk.close();
	});

	it('can be synced by a timer, which has nobody to tell that the journal cannot be written', async () => {
		await using folder = await temporaryFolder();
		const part = new StoredPart(placeIn(folder), of);
		part.write(0, text.subarray(0, 400), 0);
		broken.write = true;
		const synced = part.sync();
		broken.write = false;
		await expect(synced).rejects.toMatchObject({code: 'ENOSPC'});
		await part.leave();
	});
});

it('a small document for which the disk has no room leaves nothing behind', async () => {
	await using folder = await temporaryFolder();
	const request = {
		temporary: folder.at('.rfc7.txt.part'),
		target: folder.at('rfc7.txt'),
		bytes: text,
		digest: of.digest,
	};
	broken.write = true;
	try {
		expect(() => saveDocument(request)).toThrow('no space left');
	} finally {
		broken.write = false;
	}
	expect(await readdir(folder.path)).toEqual([]);
	expect(saveDocument(request)).toBe('saved');
	expect(await readdir(folder.path)).toEqual(['rfc7.txt']);
});

it('a part that was left is not synced any more: its descriptors may be those of other files by now', async () => {
	await using folder = await temporaryFolder();
	folder.users.defer(() => void vi.useRealTimers());
	vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
	const synced = vi.spyOn(StoredPart.prototype, 'sync');
	folder.users.defer(() => synced.mockRestore());
	const work = new DiskWork();
	const other = work.open({place: resumableName(folder.at('.rfc8.txt'), of.digest), of});
	const {part} = work.open({place: placeIn(folder), of});
	const partsSynced = (): number => {
		synced.mockClear();
		vi.advanceTimersByTime(5000);
		return new Set(synced.mock.contexts).size;
	};
	expect(partsSynced()).toBe(2);
	await work.close({part, whole: false});
	expect(partsSynced()).toBe(1);
	await work.close({part: other.part, whole: false});
	expect(partsSynced()).toBe(0);
});
