import {appendFile, mkdir, readFile, rm, stat, truncate, utimes, writeFile} from 'node:fs/promises';
import {describe, expect, it, vi} from 'vitest';
import {factsOf} from '../../../source/peer/disk/safe-file.ts';
import {DigestThread} from '../../../source/peer/library/digest-thread.ts';
import {Digests} from '../../../source/peer/library/digests.ts';
import {Library} from '../../../source/peer/library/library.ts';
import type {LibraryEntry} from '../../../source/peer/peer-state.ts';
import {documentText, titleOfDocument, writeDocuments} from '../../helpers/documents.ts';
import {realRfcFolder, realRfcs} from '../../helpers/real-rfcs.ts';
import {swarm} from '../../helpers/swarm.ts';
import {type TemporaryFolder, temporaryFolder} from '../../helpers/temp.ts';
import {until, untilFacts} from '../../helpers/until.ts';
import {digestOfBytes} from '../../helpers/uploader.ts';

const never = new AbortController().signal;

const librarian = (folder: TemporaryFolder): Library => {
	const library = new Library({
		rfcs: folder.at('rfcs'),
		downloads: folder.at('downloads'),
		memory: folder.at('memory.json'),
	});
	folder.users.defer(() => library.stop());
	return library;
};

async function open(folder: TemporaryFolder): Promise<Library> {
	const library = librarian(folder);
	await library.start();
	return library;
}

const withDigests = (library: Library): readonly LibraryEntry[] =>
	library.entries().filter(({digest}) => digest !== undefined);

describe('the digests of documents', () => {
	it('become known by themselves, and are those of the bytes', async () => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), [1, 2], 10_000);
		await writeFile(folder.at('rfcs', 'rfc3.txt'), '');
		const library = await open(folder);
		await until(() => withDigests(library).length === 3);
		for (const {file, digest} of library.entries()) expect(digest).toBe(digestOfBytes(await readFile(file)));
	});

	it('are remembered: a second start knows them at once', async () => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), [1, 2, 3]);
		const first = await open(folder);
		await until(() => withDigests(first).length === 3);
		const known = first.entries();
		await first.stop();
		await writeDocuments(folder.at('rfcs'), [2], 30);
		const changed = digestOfBytes(await readFile(folder.at('rfcs', 'rfc2.txt')));
		const second = await open(folder);
		expect([second.entry(1), second.entry(3)]).toEqual([known[0], known[2]]);
		expect([undefined, changed]).toContain(second.entry(2)?.digest);
		await until(() => withDigests(second).length === 3);
		expect(second.entry(2)?.digest).toBe(changed);
	});

	it('are not those that were remembered where a file has changed in between, behind its old size and time', async () => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), [1]);
		const file = folder.at('rfcs', 'rfc1.txt');
		// A whole number of seconds, which every file system keeps.
		const time = new Date(Date.UTC(2020, 0, 1));
		await utimes(file, time, time);
		const first = await open(folder);
		await until(() => withDigests(first).length === 1);
		await first.stop();
		const text = documentText(1, 'Made-Up Document Number 2');
		expect(text.length).toBe((await stat(file)).size);
		await writeFile(file, text);
		await utimes(file, time, time);
		const second = await open(folder);
		await until(() => withDigests(second).length === 1);
		expect(second.entry(1)?.digest).toBe(digestOfBytes(text));
	});

	it.each([
		'',
		'{',
		'{"version":1}',
		'{"version":1,"files":[]}',
		'{"version":9,"files":{}}',
		'{"version":1,"files":{"PATH":[1,2]}}',
		'{"version":1,"files":{"PATH":[FACTS,"sha-256=:AAAA:"]}}',
		'{"version":1,"files":{"PATH":[FACTS,7]}}',
		'{"version":2,"files":{"PATH":[FACTS]}}',
		'{"version":2,"files":{"PATH":[FACTS,null,7]}}',
	])('are read again where what was remembered makes no sense: %s', async text => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), [1]);
		const file = folder.at('rfcs', 'rfc1.txt');
		const {size, mtimeMs, ino, ctimeMs} = await stat(file);
		const facts = [size, mtimeMs, ino, ctimeMs].join();
		await writeFile(folder.at('digests.json'), text.replace('PATH', file).replace('FACTS', facts));
		const library = await open(folder);
		await until(() => withDigests(library).length === 1);
		expect(library.entry(1)?.digest).toBe(digestOfBytes(await readFile(file)));
		await library.stop();
		expect(JSON.parse(await readFile(folder.at('digests.json'), 'utf8'))).toMatchObject({version: 2});
	});

	it('are known at once where they were remembered without titles, as by earlier versions', async () => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), [1]);
		const file = folder.at('rfcs', 'rfc1.txt');
		const {size, mtimeMs, ino, ctimeMs} = await stat(file);
		// Not what a look at the file would give.
		const digest = digestOfBytes('remembered');
		const files = {[file]: [size, mtimeMs, ino, ctimeMs, digest]};
		await writeFile(folder.at('digests.json'), JSON.stringify({version: 1, files}));
		expect((await open(folder)).entry(1)).toMatchObject({digest, title: titleOfDocument(1)});
	});

	it.each([
		['computed again after a reboot where the file was new: a power failure may keep its times and lose its bytes', 0],
		['remembered over a reboot where the file was old', 3_600_000],
	])('are %s', async (_what, age) => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), [1]);
		const {now} = Date;
		const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + age);
		const first = await open(folder);
		await until(() => withDigests(first).length === 1);
		clock.mockRestore();
		await first.stop();
		const right = String(first.entry(1)?.digest);
		const before = digestOfBytes('what was lost');
		const memory = JSON.parse((await readFile(folder.at('digests.json'), 'utf8')).replace(right, before));
		for (const [boot, digest] of [
			[memory.fresh.boot, before],
			['another', age === 0 ? right : before],
		]) {
			await writeFile(folder.at('digests.json'), JSON.stringify({...memory, fresh: {...memory.fresh, boot}}));
			const library = await open(folder);
			await until(() => withDigests(library).length === 1);
			expect(library.entry(1)?.digest).toBe(digest);
			await library.stop();
		}
	});

	it('are new ones when a file has changed, even behind its old size and time', async () => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), [1]);
		const file = folder.at('rfcs', 'rfc1.txt');
		const library = await open(folder);
		await until(() => withDigests(library).length === 1);
		const {atime, mtime} = await stat(file);
		const text = documentText(1, 'Made-Up Document Number 2');
		await writeFile(file, text);
		await utimes(file, atime, mtime);
		await until(() => library.entry(1)?.digest === digestOfBytes(text));
		await appendFile(file, 'more\n');
		await until(() => library.entry(1)?.digest === digestOfBytes(`${text}more\n`));
	});

	it('that somebody waits for come in the order in which they were asked for', async () => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), [3, 4, 5]);
		const thread = new DigestThread();
		const came: number[] = [];
		const read = async (rfc: number) => {
			await thread.read(folder.at('rfcs', `rfc${rfc}.txt`), 'digest', {first: true});
			came.push(rfc);
		};
		const reads: Promise<void>[] = [];
		for (const rfc of [3, 4, 5]) {
			reads.push(read(rfc));
			// Each is sent to the thread by itself, as after the opening of its file.
			await Promise.resolve();
		}
		await Promise.all(reads);
		thread.close();
		expect(came).toEqual([3, 4, 5]);
	});

	it('tell what is here already, under another name and unread too', async () => {
		await using folder = await temporaryFolder();
		await mkdir(folder.at('downloads'));
		const one = documentText(1, 'One');
		await writeFile(folder.at('downloads', 'rfc1.txt'), one);
		await writeFile(folder.at('downloads', 'rfc0001.txt'), 'another version\n');
		const idle = librarian(folder);
		expect(await idle.downloads.fileWithDigest(1, digestOfBytes(one))).toBe(folder.at('downloads', 'rfc1.txt'));
		expect(await idle.downloads.fileWithDigest(1, digestOfBytes('another version\n'))).toBeUndefined();
		expect(await idle.downloads.fileWithDigest(2, digestOfBytes(one))).toBeUndefined();
		await mkdir(folder.at('rfcs'));
		const library = await open(folder);
		expect(await library.downloads.fileWithDigest(1, digestOfBytes('another version\n'))).toBe(
			folder.at('downloads', 'rfc0001.txt'),
		);
		await rm(folder.at('downloads', 'rfc1.txt'));
		expect(await library.downloads.fileWithDigest(1, digestOfBytes(one))).toBeUndefined();
	});
});

describe('the titles that many documents give themselves', () => {
	const numbers = Array.from({length: 40}, (_, index) => index + 1);
	const titles = (library: Library) => library.entries().map(({title}) => title);

	it('are known when the folder has been read', async () => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), numbers);
		await writeFile(folder.at('rfcs', 'rfc7.txt'), '');
		const expected = numbers.map(rfc => (rfc === 7 ? 'RFC 7' : titleOfDocument(rfc)));
		expect(titles(await open(folder))).toEqual(expected);
	});

	it('are remembered, and read again only of documents that have changed', async () => {
		await using folder = await temporaryFolder();
		await writeDocuments(folder.at('rfcs'), numbers);
		await (await open(folder)).stop();
		const memory = await readFile(folder.at('digests.json'), 'utf8');
		await writeFile(folder.at('digests.json'), memory.replaceAll(/Made-Up/g, 'Remembered'));
		await writeFile(folder.at('rfcs', 'rfc7.txt'), documentText(7, 'Another Title'));
		const expected = numbers.map(rfc =>
			rfc === 7 ? 'Another Title' : titleOfDocument(rfc).replace('Made-Up', 'Remembered'),
		);
		expect(titles(await open(folder))).toEqual(expected);
	});

	it('do not wait for the digest of a document that takes long to read', async () => {
		await using folder = await temporaryFolder();
		const order: string[] = [];
		const digests = new Digests({onKnown: () => order.push('digest')});
		await writeDocuments(folder.path, [1]);
		await writeFile(folder.at('rfc2.txt'), '');
		await truncate(folder.at('rfc2.txt'), 400 * 1024 * 1024);
		const [small, large] = [folder.at('rfc1.txt'), folder.at('rfc2.txt')];
		const facts = factsOf(await stat(small));
		const known = digests.settled(large, factsOf(await stat(large)));
		expect(await digests.title({...facts, path: small, rfc: 1}, true)).toBe(titleOfDocument(1));
		order.push('title');
		await known;
		await digests.stop();
		expect(order[0]).toBe('title');
	});
});

describe('a peer that announces', () => {
	it('tells sizes, digests and dates of all real RFCs, once each', async () => {
		const documents = new Map(realRfcs().map(({rfc}) => [rfc, rfc]));
		await using all = await swarm({peers: 0});
		const peer = all.add({rfcs: realRfcFolder()});
		await peer.ready;
		const records = await peer.list(never);
		expect(records.length).toBe(documents.size);
		for (const {rfc, size, digest, modified} of records) {
			const bytes = await readFile(`${realRfcFolder()}/rfc${rfc}.txt`);
			expect([size, digest], `RFC ${rfc}`).toEqual([bytes.length, digestOfBytes(bytes)]);
			expect(modified).toMatch(/^\d{4}-\d\d-\d\dT/);
		}
		const adds = all.server.wire.last(1000).filter(({summary}) => summary.startsWith('ADD'));
		expect(adds.length).toBe(documents.size);
	});

	it('announces a document with its new digest when it changes', async () => {
		await using all = await swarm({peers: 1});
		const file = all.folder.at('peer0', 'rfcs', 'rfc101.txt');
		await appendFile(file, 'more\n');
		const expected = digestOfBytes(await readFile(file));
		await until(async () => (await all.peer(0).lookup(101, never))[0]?.digest === expected);
		expect((await all.peer(0).lookup(101, never)).length).toBe(1);
	});

	it('says nothing of digests to a server of 1.0', async () => {
		await using all = await swarm({peers: 1, options: () => ({protocol: '1.0'})});
		await untilFacts(all.peer(0), ({session}) => session.kind === 'joined');
		await until(() => withDigestsOf(all.peer(0).library()) === 3);
		const asked = all.server.wire.last(100).filter(({direction}) => direction === 'received');
		expect(asked.map(({summary}) => summary.replace(/ \d+ P2P-CI\/1.0/, ''))).toEqual([
			'ADD RFC',
			'ADD RFC',
			'ADD RFC',
		]);
		expect(asked.some(({text}) => /digest/i.test(text))).toBe(false);
	});
});

const withDigestsOf = (entries: readonly LibraryEntry[]): number =>
	entries.filter(({digest}) => digest !== undefined).length;
