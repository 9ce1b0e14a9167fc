import {randomBytes} from 'node:crypto';
import type * as FileSystem from 'node:fs/promises';
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {expect, it, vi} from 'vitest';
import type * as Saving from '../../../source/peer/disk/save-document.ts';
import {openFetcher} from '../../../source/peer/download/fetcher.ts';
import type {Failure} from '../../../source/text/failures.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {until} from '../../helpers/until.ts';
import {digestOfBytes, honest, type Uploader, uploader} from '../../helpers/uploader.ts';

/** The magic number of the folders' file system, the real one by default; how many files this thread wrote. */
const here = vi.hoisted((): {type: number | undefined; written: number} => ({type: undefined, written: 0}));

vi.mock('node:fs/promises', async original => {
	const real = await original<typeof FileSystem>();
	return {...real, statfs: async (folder: string) => (here.type ? {type: here.type} : real.statfs(folder))};
});

vi.mock('../../../source/peer/disk/save-document.ts', async original => {
	const real = await original<typeof Saving>();
	return {
		...real,
		saveDocument: (request: Saving.SaveRequest) => {
			here.written++;
			return real.saveDocument(request);
		},
	};
});

const open = (folder: string) => openFetcher({folder, name: 'bob', os: 'Linux 6.1'});

/** Documents 1, 2, 3, ... of these sizes. */
const documentsOf = (sizes: readonly number[]): ReadonlyMap<number, Buffer> =>
	new Map(sizes.map((size, at) => [at + 1, randomBytes(size)]));

async function fetchAll(folder: string, documents: ReadonlyMap<number, Buffer>, from: readonly Uploader[]) {
	const fetcher = open(folder);
	const troubles: Failure[] = [];
	const ends = await Promise.all(
		[...documents].map(([rfc, bytes]) => {
			const records = from.map(each => each.record(rfc, bytes));
			const digest = digestOfBytes(bytes);
			return fetcher.fetch({rfc, title: '', records, digest, onTrouble: failure => troubles.push(failure)});
		}),
	);
	await fetcher.close();
	return {ends, troubles};
}

async function expectAll(folder: string, documents: ReadonlyMap<number, Buffer>): Promise<void> {
	for (const [rfc, bytes] of documents) expect((await readFile(`${folder}/rfc${rfc}.txt`)).equals(bytes)).toBe(true);
	expect((await readdir(folder)).length).toBe(documents.size);
}

it('documents of all sizes come, however their bytes are cut', async () => {
	await using folder = await temporaryFolder();
	const mebi = 1024 * 1024;
	const sizes = [0, 1, 500_000, 1_900_000, 2 * mebi, 2 * mebi + 1, 7, 1_500_001, 1_999_999, 64 * 1024, 2 * mebi - 3];
	const documents = documentsOf(sizes);
	await using carol = await uploader('carol', asked => honest(asked, documents.get(asked.rfc) ?? Buffer.alloc(0)));
	const {ends, troubles} = await fetchAll(folder.path, documents, [carol]);
	expect(ends.map(({kind}) => kind)).toEqual(sizes.map(() => 'done'));
	expect(troubles).toEqual([]);
	await expectAll(folder.path, documents);
});

it('a document of more than 2 MiB comes in ranges', async () => {
	await using folder = await temporaryFolder();
	const mebi = 1024 * 1024;
	const documents = documentsOf([mebi, 2 * mebi, 2 * mebi + 1]);
	await using carol = await uploader('carol', asked => honest(asked, documents.get(asked.rfc) ?? Buffer.alloc(0)));
	await fetchAll(folder.path, documents, [carol]);
	const inRanges = carol.asked.filter(({range}) => range !== undefined).map(({rfc}) => rfc);
	expect(new Set(inRanges)).toEqual(new Set([3]));
	await expectAll(folder.path, documents);
});

it('what one uploader leaves unanswered comes from another, and it is told once', async () => {
	await using folder = await temporaryFolder();
	const documents = documentsOf(Array.from({length: 120}, (_, at) => 1000 * at));
	let answered = 0;
	await using mallory = await uploader('mallory', asked => {
		if (++answered <= 5) honest(asked, documents.get(asked.rfc) ?? Buffer.alloc(0));
		else asked.socket.destroy();
	});
	await using carol = await uploader('carol', asked => honest(asked, documents.get(asked.rfc) ?? Buffer.alloc(0)));
	const {ends, troubles} = await fetchAll(folder.path, documents, [mallory, carol]);
	expect(ends.every(({kind}) => kind === 'done')).toBe(true);
	expect(troubles.filter(({kind}) => kind !== 'closed-early' && kind !== 'peer-refused')).toEqual([]);
	await expectAll(folder.path, documents);
});

it('wrong bytes among right ones are not written: that document alone comes from another', async () => {
	await using folder = await temporaryFolder();
	const documents = documentsOf(Array.from({length: 20}, () => 5000));
	const right = (rfc: number) => documents.get(rfc) ?? Buffer.alloc(0);
	await using mallory = await uploader('mallory', asked => {
		const bytes = right(asked.rfc);
		const head = `P2P-CI/1.1 200 OK\r\nRepr-Digest: ${digestOfBytes(bytes)}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
		asked.socket.write(head);
		asked.socket.write(asked.rfc === 13 ? Buffer.alloc(bytes.length) : bytes);
	});
	const alone = await fetchAll(folder.path, documents, [mallory]);
	expect(alone.ends.map(({kind}, at) => [at + 1, kind]).filter(([, kind]) => kind !== 'done')).toEqual([
		[13, 'failed'],
	]);
	expect(alone.troubles).toMatchObject([{kind: 'wrong-bytes', rfc: 13, from: 'mallory'}]);
	expect(await readdir(folder.path)).not.toContain('rfc13.txt');
	expect((await readdir(folder.path)).length).toBe(19);
	await using carol = await uploader('carol', asked => honest(asked, right(asked.rfc)));
	await fetchAll(folder.path, new Map([[13, right(13)]]), [mallory, carol]);
	await expectAll(folder.path, documents);
});

it('a file that gets the name meanwhile stays as it is', async () => {
	await using folder = await temporaryFolder();
	const bytes = randomBytes(3000);
	await using carol = await uploader('carol', async asked => {
		await writeFile(folder.at('rfc7.txt'), 'mine');
		honest(asked, bytes);
	});
	const {ends} = await fetchAll(folder.path, new Map([[7, bytes]]), [carol]);
	expect(ends).toMatchObject([{kind: 'differs', existingBytes: 4}]);
	expect(await readFile(folder.at('rfc7.txt'), 'utf8')).toBe('mine');
	expect(await readdir(folder.path)).toEqual(['rfc7.txt']);
});

it('ends at once when it is stopped, with nothing half written', async () => {
	await using folder = await temporaryFolder();
	const bytes = randomBytes(3000);
	await using carol = await uploader('carol', asked => {
		if (asked.rfc === 1) honest(asked, bytes);
		else asked.socket.write(`P2P-CI/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\n\r\nhalf`);
	});
	const fetcher = open(folder.path);
	const stop = new AbortController();
	const ends = [1, 2, 3].map(rfc =>
		fetcher.fetch({
			rfc,
			title: '',
			records: [carol.record(rfc, bytes)],
			digest: digestOfBytes(bytes),
			signal: stop.signal,
		}),
	);
	await until(() => carol.asked.length === 3);
	expect(await ends[0]).toMatchObject({kind: 'done'});
	stop.abort();
	expect(await Promise.all(ends.slice(1))).toMatchObject([{kind: 'cancelled'}, {kind: 'cancelled'}]);
	expect(await readdir(folder.path)).toEqual(['rfc1.txt']);
	await fetcher.close();
});

it.skipIf(process.platform !== 'linux')(
	'a folder on a network, which may hang, is not written to on the main thread, so that the program can be ended',
	async () => {
		await using folder = await temporaryFolder();
		const documents = documentsOf(Array.from({length: 20}, () => 5000));
		await using carol = await uploader('carol', asked => honest(asked, documents.get(asked.rfc) ?? Buffer.alloc(0)));
		const nfs = 0x69_69;
		for (const [type, written] of [
			[nfs, 0],
			[undefined, documents.size],
		] as const) {
			Object.assign(here, {type, written: 0});
			await fetchAll(folder.at(`${type}`), documents, [carol]);
			await expectAll(folder.at(`${type}`), documents);
			expect(here.written).toBe(written);
		}
	},
);

it('a document that is not wanted any more is not asked for', async () => {
	await using folder = await temporaryFolder();
	const bytes = randomBytes(1000);
	let asked = 0;
	await using carol = await uploader('carol', request => {
		asked++;
		return honest(request, bytes);
	});
	const fetcher = open(folder.path);
	const fetch = (rfc: number, signal?: AbortSignal) =>
		fetcher.fetch({rfc, title: '', records: [carol.record(rfc, bytes)], digest: digestOfBytes(bytes), signal});
	// The connection is there, and would be used at once.
	expect(await fetch(1)).toMatchObject({kind: 'done'});
	expect(await fetch(2, AbortSignal.abort())).toMatchObject({kind: 'cancelled'});
	await fetcher.close();
	expect([asked, await readdir(folder.path)]).toEqual([1, ['rfc1.txt']]);
});
