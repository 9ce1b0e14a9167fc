import type * as FileSystem from 'node:fs';
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {describe, expect, it, vi} from 'vitest';
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
