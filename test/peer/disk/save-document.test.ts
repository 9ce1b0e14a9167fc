import type * as FileSystem from 'node:fs';
import type * as FilePromises from 'node:fs/promises';
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {describe, expect, it, vi} from 'vitest';
import {adopt} from '../../../source/peer/disk/adopt.ts';
import {writtenPart} from '../../../source/peer/disk/part-file.ts';
import {saveDocument} from '../../../source/peer/disk/save-document.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {digestOfBytes} from '../../helpers/uploader.ts';

vi.mock('node:fs', async original => {
	const real = await original<typeof FileSystem>();
	const linkSync = () => {
		throw Object.assign(new Error('operation not permitted'), {code: 'EPERM'});
	};
	return {...real, linkSync};
});

vi.mock('node:fs/promises', async original => {
	const real = await original<typeof FilePromises>();
	const link = async (_from: string, to: string) => {
		await real.writeFile(to, 'mine');
		throw Object.assign(new Error('operation not permitted'), {code: 'EPERM'});
	};
	return {...real, link};
});

describe('a small document, where the file system has no hard links,', () => {
	const bytes = Buffer.from('new');

	it('gets its name', async () => {
		await using folder = await temporaryFolder();
		const place = {temporary: folder.at('.part'), target: folder.at('rfc7.txt')};
		expect(saveDocument({...place, bytes, digest: digestOfBytes(bytes)})).toBe('saved');
		expect(await readdir(folder.path)).toEqual(['rfc7.txt']);
	});

	it('replaces nothing that came there meanwhile', async () => {
		await using folder = await temporaryFolder();
		await writeFile(folder.at('rfc7.txt'), 'mine');
		const place = {temporary: folder.at('.part'), target: folder.at('rfc7.txt')};
		expect(saveDocument({...place, bytes, digest: digestOfBytes(bytes)})).toBe('waits');
		expect(await readFile(folder.at('rfc7.txt'), 'utf8')).toBe('mine');
	});
});

it('a large document, where there are no hard links, replaces nothing that came there at the last moment', async () => {
	await using folder = await temporaryFolder();
	await writeFile(folder.at('.part'), 'new');
	const adopted = await adopt(writtenPart(folder.at('.part'), 3), folder.at('rfc7.txt'), []);
	expect(adopted).toMatchObject({kind: 'differs', existingBytes: 4});
	expect(await readFile(folder.at('rfc7.txt'), 'utf8')).toBe('mine');
});
