import {rename} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {writeFailure} from '../../../source/peer/disk/write-trouble.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

it('a document whose part somebody moved away is not said to be a file that does not exist', async () => {
	await using folder = await temporaryFolder();
	const file = folder.at('rfc7.txt');
	const gone = await rename(folder.at('.rfc7.txt.part'), file).catch((error: unknown) => error);
	const written = {rfc: 7, from: 'bob', folder: folder.path, file};
	const reason = 'what had come of it was moved or removed meanwhile';
	expect(writeFailure(written, gone)).toEqual({kind: 'write-failed', rfc: 7, from: 'bob', file, reason});
	expect(writeFailure({...written, folder: folder.at('gone')}, gone)).toMatchObject({kind: 'folder-gone'});
});
