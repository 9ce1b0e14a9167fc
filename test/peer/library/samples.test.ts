import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {FolderNote} from '../../../source/peer/folder-note.ts';
import {Library} from '../../../source/peer/library/library.ts';
import {addSamples} from '../../../source/peer/library/samples.ts';
import type {Failure} from '../../../source/text/failures.ts';
import {type TemporaryFolder, temporaryFolder} from '../../helpers/temp.ts';

let folder: TemporaryFolder;

beforeEach(async () => {
	folder = await temporaryFolder();
});

afterEach(() => folder[Symbol.asyncDispose]());

describe('the sample documents', () => {
	it('are copied into the downloads and shared, and take the place of nothing', async () => {
		await mkdir(folder.at('samples'));
		await mkdir(folder.at('downloads'));
		await writeFile(folder.at('samples', 'rfc900001.txt'), 'one');
		await writeFile(folder.at('samples', 'rfc900002.txt'), 'two');
		await writeFile(folder.at('samples', 'notes.md'), 'no document');
		await writeFile(folder.at('downloads', 'rfc900002.txt'), 'mine');
		const library = new Library({downloads: folder.at('downloads')});
		await library.start();
		try {
			const added = await addSamples(library, folder.at('samples'));
			expect(added).toMatchObject([{rfc: 900001, shared: true, file: folder.at('downloads', 'rfc900001.txt')}]);
			expect(library.entries().map(({rfc}) => rfc)).toEqual([900001, 900002]);
			expect(await readFile(folder.at('downloads', 'rfc900002.txt'), 'utf8')).toBe('mine');
			expect(await addSamples(library, undefined)).toEqual([]);
		} finally {
			await library.stop();
		}
	});
});

describe('a folder that two peers of one machine share', () => {
	const server = {host: '127.0.0.1', port: 5555};

	function noteOf(name: string, rfcs: string, at = server) {
		const warnings: Failure[] = [];
		const noted = {name, rfcs: folder.at(rfcs), server: at, memory: folder.at('peers', name, 'memory.json')};
		return {warnings, note: new FolderNote(noted, failure => warnings.push(failure))};
	}

	it('is told to the second one, as long as the first one runs, and at the same index server only', async () => {
		await mkdir(folder.at('rfcs'));
		await mkdir(folder.at('other'));
		const alice = noteOf('alice', 'rfcs');
		await alice.note.write();
		const bob = noteOf('bob', 'rfcs/../rfcs');
		await bob.note.write();
		expect(bob.warnings).toEqual([{kind: 'folder-twice', folder: folder.at('rfcs'), by: 'alice'}]);
		await bob.note.remove();
		for (const lone of [noteOf('carol', 'other'), noteOf('dave', 'rfcs', {...server, port: 5556})]) {
			await lone.note.write();
			expect(lone.warnings).toEqual([]);
			await lone.note.remove();
		}
		await alice.note.remove();
		const erin = noteOf('erin', 'rfcs');
		await erin.note.write();
		await erin.note.remove();
		expect([...alice.warnings, ...erin.warnings]).toEqual([]);
	});

	it('is not noted any more by a peer that ended before its note was written', async () => {
		await mkdir(folder.at('rfcs'));
		const {note} = noteOf('alice', 'rfcs');
		const written = note.write();
		await note.remove();
		await written;
		expect(await readdir(folder.at('peers', 'alice'))).toEqual([]);
	});
});
