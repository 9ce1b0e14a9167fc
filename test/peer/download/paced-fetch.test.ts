import {readFile} from 'node:fs/promises';
import {setTimeout as wait} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {Disk} from '../../../source/peer/disk/disk.ts';
import {BufferPool} from '../../../source/peer/download/buffer-pool.ts';
import {download} from '../../../source/peer/download/download.ts';
import {openFetcher} from '../../../source/peer/download/fetcher.ts';
import {FolderTrouble} from '../../../source/peer/download/folder-trouble.ts';
import {Uploaders} from '../../../source/peer/download/uploaders.ts';
import {Library} from '../../../source/peer/library/library.ts';
import {documentText, titleOfDocument} from '../../helpers/documents.ts';
import {swarm} from '../../helpers/swarm.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {until} from '../../helpers/until.ts';
import {digestOfBytes, honest, uploader} from '../../helpers/uploader.ts';
import {expectWhole, fetch, mebi} from './helpers/fetching.ts';

it('documents that are slowed down come whole from the first who is asked, many at once on one connection', async () => {
	const numbers = [1, 2, 3, 4, 5, 6];
	await using net = await swarm({peers: 1, documents: () => numbers, lines: 4000});
	const declared = () =>
		net
			.peer(0)
			.library()
			.every(({digest}) => digest !== undefined);
	await until(declared);
	const troubles: unknown[] = [];
	const fetcher = openFetcher({folder: net.folder.at('got'), name: 'me', os: 'test', pace: () => 400_000});
	const ends = await Promise.all(
		net
			.peer(0)
			.library()
			.map(({rfc, title, digest, bytes}) => {
				const {host, port} = {host: '127.0.0.1', port: net.peer(0).facts().uploadPort};
				const record = {rfc, title, host: 'peer0', address: host, port, size: bytes, ...(digest ? {digest} : {})};
				return fetcher.fetch({rfc, title, records: [record], digest, onTrouble: failure => troubles.push(failure)});
			}),
	);
	await fetcher.close();
	expect(troubles).toEqual([]);
	expect(ends).toMatchObject(numbers.map(() => ({kind: 'done', verified: 'digest', from: ['peer0']})));
	for (const rfc of numbers) {
		expect(await readFile(net.folder.at('got', `rfc${rfc}.txt`), 'utf8')).toBe(
			documentText(rfc, titleOfDocument(rfc), 4000),
		);
	}
});

it.concurrent('no source is taken for silent whose bytes wait for the disk', async ({expect}) => {
	await using folder = await temporaryFolder();
	const bytes = Buffer.alloc(4 * mebi, 'text');
	await using alice = await uploader('alice', asked => honest(asked, bytes));
	await using carol = await uploader('carol', asked => honest(asked, bytes));
	const disk = new Disk();
	const quickly = disk.do.bind(disk);
	// As a memory card does that has to catch up.
	const stands = wait(6000);
	disk.do = (what, how) => (what === 'write' ? stands.then(() => quickly(what, how)) : quickly(what, how));
	const [name, os, memory] = ['bob', 'Linux 6.1', new BufferPool()];
	const [library, uploaders] = [new Library({downloads: folder.path}), new Uploaders({name, os})];
	const troubles: unknown[] = [];
	const end = await download(
		{name, os, memory, disk, library, uploaders, trouble: new FolderTrouble()},
		{
			...{rfc: 7, title: '', holders: [alice.record(7, bytes), carol.record(7, bytes)]},
			expected: {digest: digestOfBytes(bytes), bytes: bytes.length},
			signal: new AbortController().signal,
			onTrouble: failure => troubles.push(failure),
		},
	);
	uploaders.close();
	await disk.close();
	expect(end.state.kind).toBe('done');
	expect(troubles).toEqual([]);
});

it.concurrent('no source is taken for silent whose bytes wait for the pace', async ({expect}) => {
	await using folder = await temporaryFolder();
	const bytes = Buffer.alloc(mebi + mebi / 4, 'text');
	const honestly = (name: string) => uploader(name, asked => honest(asked, bytes));
	await using alice = await honestly('alice');
	await using carol = await honestly('carol');
	await using dave = await honestly('dave');
	const {end, troubles} = await fetch(folder.path, bytes, [alice, carol, dave], {fetcher: {pace: () => mebi / 8}});
	await expectWhole(folder.path, bytes, end);
	expect(troubles).toEqual([]);
	// Nothing was asked for twice in vain.
	const asked = [alice, carol, dave].flatMap(each => each.asked);
	const sum = asked.reduce((all, {range: [start, past] = [0, 0]}) => all + past - start, 0);
	expect(sum).toBeLessThan(1.5 * bytes.length);
});
