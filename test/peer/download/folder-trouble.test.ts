import path from 'node:path';
import {expect, it} from 'vitest';
import {FolderTrouble} from '../../../source/peer/download/folder-trouble.ts';

it('a folder that is full, or read-only, is so for all documents, for a while', () => {
	const trouble = new FolderTrouble();
	expect(trouble.of(1, 0)).toBeUndefined();
	trouble.note({kind: 'peer-lacks', rfc: 1, from: 'bob'}, 0);
	trouble.note({kind: 'write-failed', rfc: 1, from: 'bob', file: 'rfc1.txt', reason: 'permission denied'}, 0);
	expect(trouble.of(2, 0)).toBeUndefined();
	const full = {kind: 'disk-full', rfc: 1, from: 'bob', folder: 'docs'} as const;
	trouble.note(full, 1000);
	expect(trouble.of(2, 6000)).toEqual({...full, rfc: 2});
	expect(trouble.of(2, 6001)).toBeUndefined();
	trouble.note(full, 6001);
	trouble.forget();
	expect(trouble.of(2, 6001)).toBeUndefined();
	const readOnly = {kind: 'write-failed', rfc: 1, from: 'bob', reason: 'read-only', wholeFolder: true} as const;
	trouble.note({...readOnly, file: path.join('docs', 'rfc1.txt')}, 7000);
	expect(trouble.of(3, 7000)).toEqual({...readOnly, rfc: 3, file: path.join('docs', 'rfc3.txt')});
});
