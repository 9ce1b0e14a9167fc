import {rename} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {Folder} from '../../../source/peer/library/folder.ts';
import type {Failure} from '../../../source/text/failures.ts';
import {writeDocuments} from '../../helpers/documents.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {until} from '../../helpers/until.ts';

it('a folder that is lost while it is being read has no files, those that were open neither', async () => {
	await using temporary = await temporaryFolder();
	const path = temporary.at('rfcs');
	const numbers = Array.from({length: 20}, (_, at) => at + 1);
	await writeDocuments(path, numbers);
	const warnings: Failure[] = [];
	const open = Promise.withResolvers<void>();
	let opened = 0;
	const folder = new Folder({
		path,
		onChange: () => {},
		onWarning: failure => warnings.push(failure),
		titleOf: async ({rfc}) => {
			if (rfc <= 5) return 'Read before';
			opened++;
			await open.promise;
			return 'Read too late';
		},
	});
	folder.follow();
	const read = folder.scan();
	await until(() => opened > 0 && numbers.some(rfc => folder.files(rfc).length > 0));
	await rename(path, temporary.at('away'));
	await until(() => warnings.length > 0);
	open.resolve();
	await read;
	expect(numbers.filter(rfc => folder.files(rfc).length > 0)).toEqual([]);
	expect(warnings).toMatchObject([{kind: 'folder-lost', folder: path}]);
	folder.stop();
});
