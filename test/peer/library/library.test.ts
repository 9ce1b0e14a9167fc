import {execFileSync} from 'node:child_process';
import {
	appendFile,
	copyFile,
	mkdir,
	readdir,
	readFile,
	rename,
	rm,
	stat,
	symlink,
	truncate,
	utimes,
	writeFile,
} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {neighbourhood} from '../../../source/peer/disk/running.ts';
import type {CollectionOptions} from '../../../source/peer/library/collection.ts';
import {Library} from '../../../source/peer/library/library.ts';
import {maxTextBytes} from '../../../source/peer/library/person-file.ts';
import {maxDocumentBytes} from '../../../source/protocol/message.ts';
import {type Failure, FailureError} from '../../../source/text/failures.ts';
import {documentText, titleOfDocument, writeDocuments} from '../../helpers/documents.ts';
import {type TemporaryFolder, temporaryFolder} from '../../helpers/temp.ts';
import {until} from '../../helpers/until.ts';

/** A library over `rfcs` and `downloads` of a folder. */
async function open(folder: TemporaryFolder, options: Partial<CollectionOptions> = {}) {
	const warnings: Failure[] = [];
	const library = new Library({
		rfcs: folder.at('rfcs'),
		downloads: folder.at('downloads'),
		memory: folder.at('memory.json'),
		onWarning: failure => warnings.push(failure),
		...options,
	});
	folder.users.defer(() => library.stop());
	await library.start();
	return {library, warnings};
}

async function folderWith(...numbers: number[]): Promise<TemporaryFolder> {
	const folder = await temporaryFolder();
	await writeDocuments(folder.at('rfcs'), numbers);
	return folder;
}

const shared = (library: Library): number[] =>
	library
		.entries()
		.filter(entry => entry.shared)
		.map(({rfc}) => rfc);

async function failureOf(work: () => unknown): Promise<Failure | undefined> {
	try {
		await work();
	} catch (error) {
		if (error instanceof FailureError) return error.failure;
		throw error;
	}
	return undefined;
}

/** Puts a document into the library as a download does. */
async function take(library: Library, rfc: number, text: string) {
	const part = await library.downloads.newPart(rfc);
	await part.write(Buffer.from(text));
	return {part, adopted: await library.downloads.adopt(rfc, part, 'A Title Told')};
}

it('a folder of thousands of documents is read to the end after the start, and nobody waits for that', async () => {
	await using folder = await temporaryFolder();
	const numbers = Array.from({length: 2700}, (_, at) => at + 1);
	await writeDocuments(folder.at('rfcs'), numbers, 1);
	const told = new Set<number>();
	const {library} = await open(folder, {
		onChange(changed) {
			for (const rfc of changed) told.add(rfc);
		},
	});
	expect(library.entries()).toHaveLength(2000);
	// What is added meanwhile does not wait for the others.
	await writeFile(folder.at('another.txt'), documentText(5000, 'Another'));
	const added = library.add({rfc: 5000, file: folder.at('another.txt')});
	await library.complete();
	expect((await added).title).toBe('Another');
	expect(library.entries().map(({rfc}) => rfc)).toEqual([...numbers, 5000]);
	expect(library.entry(2700)?.title).toBe(titleOfDocument(2700));
	expect(library.counts).toEqual({shared: 2701, notShared: 0});
	expect(told.size).toBe(2701);
});

it('a library that is stopped while it reads a large folder reads no more', async () => {
	await using folder = await temporaryFolder();
	await writeDocuments(
		folder.at('rfcs'),
		Array.from({length: 2700}, (_, at) => at + 1),
		1,
	);
	const {library} = await open(folder);
	await library.stop();
	await library.complete();
	expect(library.entries().length).toBeLessThan(2700);
});

describe('the documents of a folder', () => {
	it('are all rfcNNNN.txt, in any case and with leading zeros', async () => {
		await using folder = await folderWith(5);
		const names = [
			'RFC6.TXT',
			'rfc0007.txt',
			'Rfc8.txt',
			'rfc9.text',
			'xrfc10.txt',
			'rfc.txt',
			'rfc0.txt',
			'rfc11.txt~',
		];
		for (const name of names) await writeFile(folder.at('rfcs', name), 'x');
		const {library, warnings} = await open(folder);
		expect(shared(library)).toEqual([5, 6, 7, 8]);
		expect(warnings).toEqual([]);
	});

	it('have the title of the official index, else their own, else their number', async () => {
		await using folder = await folderWith(5, 6);
		await writeFile(folder.at('rfcs', 'rfc7.txt'), '');
		await writeFile(
			folder.at('rfcs', 'rfc-index.txt'),
			'\n0005 An Official Title. A. Writer. June 1999.\n     (Format: TXT)\n',
		);
		const {library} = await open(folder);
		expect(library.entries().map(({title}) => title)).toEqual(['An Official Title', titleOfDocument(6), 'RFC 7']);
	});

	it('are followed: added, replaced and removed files are known in a moment', async () => {
		await using folder = await folderWith(5);
		const {library} = await open(folder);
		const began = performance.now();
		await writeDocuments(folder.at('rfcs'), [6]);
		await until(() => shared(library).includes(6));
		await writeFile(folder.at('rfcs', 'new'), documentText(6, 'Another Title'));
		await rename(folder.at('rfcs', 'new'), folder.at('rfcs', 'rfc6.txt'));
		await until(() => library.entry(6)?.title === 'Another Title');
		await rm(folder.at('rfcs', 'rfc5.txt'));
		await until(() => library.entry(5) === undefined);
		expect(performance.now() - began).toBeLessThan(15_000);
	});

	it('are looked at when they have settled, not half written', async () => {
		await using folder = await folderWith(5);
		const sizes = new Set<number>();
		let known: Library | undefined;
		const {library} = await open(folder, {
			onChange: numbers => numbers.has(6) && sizes.add(known?.entry(6)?.bytes ?? 0),
		});
		known = library;
		sizes.clear();
		const file = folder.at('rfcs', 'rfc6.txt');
		// A machine that is busy may hold the writer up for so long that the file seems settled.
		let pauses = 0;
		let last = performance.now();
		for (const began = last; last - began < 600; ) {
			await appendFile(file, 'x'.repeat(1000));
			const now = performance.now();
			if (now - last > 100) pauses++;
			last = now;
		}
		const {size} = await stat(file);
		await until(() => library.entry(6)?.bytes === size);
		expect(sizes.size).toBeLessThanOrEqual(1 + pauses);
	});

	it('are those of another folder when the path leads there now', async () => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('one'), [5, 6]);
		await writeDocuments(folder.at('two'), [7]);
		await symlink(folder.at('one'), folder.at('rfcs'));
		const {library} = await open(folder);
		expect(shared(library)).toEqual([5, 6]);
		await symlink(folder.at('two'), folder.at('next'));
		await rename(folder.at('next'), folder.at('rfcs'));
		await until(() => library.entry(7) !== undefined);
		expect(shared(library)).toEqual([7]);
		await writeDocuments(folder.at('two'), [8]);
		await until(() => library.entry(8) !== undefined);
	});

	it('come back with their folder when it was gone', async () => {
		await using folder = await folderWith(5, 6);
		const {library, warnings} = await open(folder);
		await rename(folder.at('rfcs'), folder.at('away'));
		await until(() => library.entries().length === 0);
		expect(warnings).toMatchObject([{kind: 'folder-lost', folder: folder.at('rfcs'), rfcs: 2}]);
		await rename(folder.at('away'), folder.at('rfcs'));
		await until(() => library.entries().length === 2);
		await writeDocuments(folder.at('rfcs'), [7]);
		await until(() => library.entry(7));
	});

	it('that are folders, pipes, or links to nowhere are warnings and hold nothing up', async () => {
		await using folder = await folderWith(5);
		await mkdir(folder.at('rfcs', 'rfc6.txt'));
		execFileSync('mkfifo', [folder.at('rfcs', 'rfc7.txt')]);
		await symlink(folder.at('nowhere'), folder.at('rfcs', 'rfc8.txt'));
		await writeFile(folder.at('outside'), documentText(9, 'From Outside'));
		await symlink(folder.at('outside'), folder.at('rfcs', 'rfc9.txt'));
		const {library, warnings} = await open(folder);
		expect(shared(library)).toEqual([5, 9]);
		const files = warnings.map(failure => failure.kind === 'file-unreadable' && failure.file);
		expect(files.sort()).toEqual([6, 7, 8].map(rfc => folder.at('rfcs', `rfc${rfc}.txt`)));
	});

	it('that are too large are a warning', async () => {
		await using folder = await folderWith(5);
		await writeFile(folder.at('rfcs', 'rfc6.txt'), '');
		await truncate(folder.at('rfcs', 'rfc6.txt'), maxDocumentBytes + 1);
		const {library, warnings} = await open(folder);
		expect(shared(library)).toEqual([5]);
		expect(warnings).toMatchObject([{kind: 'file-too-large', bytes: maxDocumentBytes + 1}]);
	});

	it('cannot be had from a folder that is not there', async () => {
		await using folder = await temporaryFolder();
		expect(await failureOf(() => open(folder))).toMatchObject({kind: 'folder-unreadable', flag: '--rfcs'});
	});

	it('count once when both folders hold a number, and different contents are told', async () => {
		await using folder = await folderWith(5, 6);
		await writeDocuments(folder.at('downloads'), [5]);
		await writeFile(folder.at('downloads', 'rfc6.txt'), 'other bytes');
		const {library, warnings} = await open(folder);
		expect(library.entry(6)?.file).toBe(folder.at('rfcs', 'rfc6.txt'));
		await until(() => warnings.length > 0);
		const [file, other] = [folder.at('rfcs', 'rfc6.txt'), folder.at('downloads', 'rfc6.txt')];
		expect(warnings).toEqual([{kind: 'two-versions', rfc: 6, file, other}]);
	});

	it('are text, whatever their bytes are', async () => {
		await using folder = await folderWith();
		await writeFile(folder.at('rfcs', 'rfc5.txt'), Buffer.from('caf\xe9', 'latin1'));
		await writeFile(folder.at('rfcs', 'rfc6.txt'), 'café');
		const {library} = await open(folder);
		expect([await library.read(5), await library.read(6)]).toEqual(['café', 'café']);
		expect(await failureOf(() => library.read(7))).toEqual({kind: 'not-in-folders', rfc: 7});
	});

	it('are shared, but not shown, when taking the text apart would hold everything up', async () => {
		await using folder = await folderWith(5);
		const file = folder.at('rfcs', 'rfc5.txt');
		await truncate(file, maxTextBytes + 1);
		const {library} = await open(folder);
		expect(shared(library)).toEqual([5]);
		const failure = {kind: 'text-too-large', file, bytes: maxTextBytes + 1, limit: maxTextBytes};
		expect(await failureOf(() => library.read(5))).toEqual(failure);
	});
});

describe('what is shared', () => {
	it('is not what the person removed, at the next start either, until it is added again', async () => {
		await using folder = await folderWith(5, 6);
		const first = await open(folder);
		first.library.remove(5);
		expect(shared(first.library)).toEqual([6]);
		await first.library.stop();
		const second = await open(folder);
		expect(shared(second.library)).toEqual([6]);
		expect(await second.library.add({rfc: 5})).toMatchObject({rfc: 5, shared: true});
		await second.library.stop();
		expect(shared((await open(folder)).library)).toEqual([5, 6]);
	});

	it('is nothing by itself when sharing is off', async () => {
		await using folder = await folderWith(5, 6);
		const {library} = await open(folder, {shareAll: false});
		expect(shared(library)).toEqual([]);
		await library.add({rfc: 6});
		expect(shared(library)).toEqual([6]);
	});

	it('keeps the title that the person gave', async () => {
		await using folder = await folderWith(5, 6);
		const {library} = await open(folder);
		expect(await library.add({rfc: 5, title: 'My\tOwn'})).toMatchObject({title: 'My Own'});
		// The longest there is, in characters that JavaScript counts as two.
		const long = '𝒯'.repeat(1024);
		await library.add({rfc: 6, title: long});
		await library.stop();
		const again = (await open(folder)).library;
		expect([again.entry(5)?.title, again.entry(6)?.title]).toEqual(['My Own', long]);
	});

	it('survives a memory that is broken, and says that what was taken back is shared again', async () => {
		await using folder = await folderWith(5);
		const file = folder.at('memory.json');
		const trouble = {
			kind: 'memory-unreadable',
			file,
			reason: expect.stringMatching(/^it does not hold .* is kept as memory\.json\.old\d?$/),
		};
		for (const text of [
			'',
			'{"removed": [5',
			'[]',
			'null',
			'{"removed": "all", "titles": 5}',
			'{"removed": [-1, "5"]}',
		]) {
			await writeFile(file, text);
			const {library, warnings} = await open(folder);
			expect(shared(library)).toEqual([5]);
			expect(warnings).toEqual(text.endsWith('}') ? [] : [trouble]);
		}
		// Nothing of it is written over.
		await expect(readFile(`${file}.old2`, 'utf8')).resolves.toBe('{"removed": [5');
	});

	it('takes any file with a number, as a copy among the downloads', async () => {
		await using folder = await folderWith(5);
		const outside = folder.at('rfc0077.txt');
		await writeFile(outside, documentText(77, 'From Elsewhere'));
		const {library} = await open(folder);
		expect(await library.inspect(outside)).toEqual({rfc: 77, title: 'From Elsewhere', file: outside});
		// As terminals paste the path of a file that is dragged into them.
		const spaced = folder.at("it's a draft.txt");
		await copyFile(outside, spaced);
		const pastes = [`"${spaced}" `, spaced.replaceAll(/[' ]/g, '\\$&'), `'${outside}'`];
		expect(await Promise.all(pastes.map(async paste => (await library.inspect(paste)).file))).toEqual([
			spaced,
			spaced,
			outside,
		]);
		await writeFile(
			folder.at('rfcs', 'rfc-index.txt'),
			'\n0077 An Official Title. A. Writer. June 1999.\n     (Format: TXT)\n',
		);
		const {library: informed} = await open(folder);
		expect(await informed.inspect(outside)).toMatchObject({rfc: 77, title: 'An Official Title'});
		await rm(folder.at('rfcs', 'rfc-index.txt'));
		// Its name tells no number, but it does itself.
		expect(await library.inspect(spaced)).toEqual({rfc: 77, title: 'From Elsewhere', file: spaced});
		const entry = await library.add({rfc: 78, title: 'Called Otherwise', file: outside});
		expect(entry).toMatchObject({rfc: 78, title: 'Called Otherwise', file: folder.at('downloads', 'rfc78.txt')});
		expect(await readFile(entry.file)).toEqual(await readFile(outside));
		expect(await readdir(folder.at('downloads'))).toEqual(['rfc78.txt']);
	});

	it('is not a file that changes while it is copied', async () => {
		await using folder = await folderWith(5);
		const {library} = await open(folder);
		const file = folder.at('growing.txt');
		await writeFile(file, 'text\n'.repeat(1_000_000));
		let isOver = false;
		const grow = async () => {
			while (!isOver) await appendFile(file, 'more\n');
		};
		const growing = grow();
		const failure = await failureOf(() => library.add({rfc: 9, file}));
		isOver = true;
		await growing;
		expect(failure).toEqual({kind: 'file-unreadable', file, reason: 'it changes while it is read'});
		expect(await readdir(folder.at('downloads'))).toEqual([]);
		expect((await library.add({rfc: 9, file})).bytes).toBe((await stat(file)).size);
	});

	it('is never written over by a file with other bytes', async () => {
		await using folder = await folderWith(5);
		await writeFile(folder.at('other'), 'other bytes');
		const {library} = await open(folder);
		const before = await readFile(folder.at('rfcs', 'rfc5.txt'));
		const failure = await failureOf(() => library.add({rfc: 5, file: folder.at('other')}));
		expect(failure).toMatchObject({kind: 'file-differs', rfc: 5, bytes: before.length, otherBytes: 11, added: true});
		expect(await readFile(folder.at('rfcs', 'rfc5.txt'))).toEqual(before);
		expect(await readdir(folder.at('downloads'))).toEqual([]);
	});

	it.each([
		['no such file', {rfc: 9, file: 'nowhere.txt'}, 'file-unreadable'],
		['a folder', {rfc: 9, file: '/'}, 'file-unreadable'],
		['a number that is not there', {rfc: 9}, 'not-in-folders'],
		['an empty title', {rfc: 5, title: ' '}, 'title-invalid'],
		['a title that is too long', {rfc: 5, title: 'x'.repeat(1025)}, 'title-invalid'],
	])('refuses %s', async (_name, request, kind) => {
		await using folder = await folderWith(5);
		const {library} = await open(folder);
		expect(await failureOf(() => library.add(request))).toMatchObject({kind});
	});
});

describe('a download', () => {
	it('appears under its name when it is whole, and is shared', async () => {
		await using folder = await folderWith(5);
		const {library} = await open(folder);
		const {adopted} = await take(library, 9, '\n');
		expect(adopted).toEqual({kind: 'saved', file: folder.at('downloads', 'rfc9.txt')});
		expect(library.entry(9)).toMatchObject({title: 'A Title Told', shared: true, bytes: 1});
		expect(await readdir(folder.at('downloads'))).toEqual(['rfc9.txt']);
	});

	it('goes when the same bytes are there', async () => {
		await using folder = await folderWith(5);
		const {library} = await open(folder);
		const {adopted} = await take(library, 5, documentText(5, titleOfDocument(5)));
		expect(adopted).toMatchObject({kind: 'already-here', file: folder.at('rfcs', 'rfc5.txt')});
		expect(await readdir(folder.at('downloads'))).toEqual([]);
	});

	it('waits beside a file with other bytes, and takes its place when that is wanted, also at the next start', async () => {
		await using folder = await folderWith(5);
		const {library} = await open(folder);
		const {part, adopted} = await take(library, 5, 'other bytes');
		expect(adopted).toMatchObject({kind: 'differs', file: folder.at('rfcs', 'rfc5.txt')});
		const before = await readFile(folder.at('rfcs', 'rfc5.txt'));
		expect(await library.downloads.replace(5, part)).toBe(folder.at('downloads', 'rfc5.txt'));
		expect(await library.read(5)).toBe('other bytes');
		expect(await readFile(folder.at('rfcs', 'rfc5.txt'))).toEqual(before);
		await library.stop();
		const again = await open(folder);
		expect(await again.library.read(5)).toBe('other bytes');
		expect(again.warnings).toEqual([]);
	});

	it('does not follow a link that somebody left under its name', async () => {
		await using folder = await folderWith(5);
		await mkdir(folder.at('downloads'));
		await symlink(folder.at('victim'), folder.at('downloads', 'rfc9.txt'));
		const {library} = await open(folder);
		await expect(take(library, 9, 'text')).rejects.toThrow();
		expect(await readdir(folder.path)).not.toContain('victim');
	});

	it('can have bytes put before all others', async () => {
		await using folder = await folderWith(5);
		const {library} = await open(folder);
		const part = await library.downloads.newPart(9);
		const text = Buffer.alloc(1_000_000, 'some text ');
		await part.write(text);
		await part.prepend(Buffer.from('\r\n'));
		await part.close();
		expect(part.bytes).toBe(text.length + 2);
		expect((await readFile(part.path)).equals(Buffer.concat([Buffer.from('\r\n'), text]))).toBe(true);
		await part.discard();
	});

	it('that a crash left behind is removed at the start, and nothing else is', async () => {
		await using folder = await folderWith(5);
		await mkdir(folder.at('downloads'));
		const names = [
			'.rfc9.txt.00ff1200ff1200ff.part',
			`.rfc9.txt.4194999-${neighbourhood()}00ff12.part`,
			'.rfc9.txt.4194999-0000000000ff12.part',
			'my.part',
			'.rfc9.txt',
			`.rfc8.txt.${process.ppid}-${neighbourhood()}0f.part`,
			// Of another machine or container, where these numbers mean other programs.
			'.rfc7.txt.4194999-0000000000ff12.part',
		];
		for (const name of names) await writeFile(folder.at('downloads', name), 'x');
		await utimes(folder.at('downloads', '.rfc9.txt.4194999-0000000000ff12.part'), 0, 0);
		await open(folder);
		expect((await readdir(folder.at('downloads'))).sort()).toEqual(names.filter((_, at) => at > 2).sort());
	});

	it("fails with the system's reason where the folder cannot be made, which is known before", async () => {
		await using folder = await folderWith(5);
		const {library} = await open(folder);
		expect(await library.downloads.trouble()).toBeUndefined();
		await writeFile(folder.at('taken'), 'a file');
		const other = new Library({downloads: folder.at('taken', 'downloads'), onWarning: () => {}});
		expect(await other.downloads.trouble()).toMatchObject({kind: 'folder-not-writable', reason: 'it is not a folder'});
		await writeFile(folder.at('downloads'), 'a file');
		const error = await library.downloads.newPart(9).catch((reason: unknown) => reason);
		const failure = library.downloads.writeFailure({rfc: 9, from: 'bob'}, error);
		expect(failure).toMatchObject({kind: 'write-failed', reason: `${folder.at('downloads')} is no folder`});
	});
});

it('a thousand documents are known without holding anything up', async () => {
	await using folder = await temporaryFolder();
	await writeDocuments(
		folder.at('rfcs'),
		Array.from({length: 1000}, (_, index) => index + 1),
	);
	const old = new Date(2001, 0, 21);
	await utimes(folder.at('rfcs', 'rfc1.txt'), old, old);
	const {library} = await open(folder);
	expect(library.entries().length).toBe(1000);
	expect(library.entry(1)?.modified).toBe(old.getTime());
});
