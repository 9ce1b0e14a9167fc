/** Who declares the digest of a document that others have, and another size, keeps nobody from getting it. */
import {readdir} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {RawClient} from '../../helpers/raw-client.ts';
import {swarm} from '../../helpers/swarm.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {downloaded} from '../../helpers/until.ts';
import {honest, uploader} from '../../helpers/uploader.ts';
import {expectWhole, fetch, large, small} from './helpers/fetching.ts';

describe.each([
	['small', small],
	['large', large],
])('a %s document', (_what, bytes) => {
	it.each([1, 500_000, 9e15])('comes from who has it, where another declares that it has %d bytes', async size => {
		await using folder = await temporaryFolder();
		await using mallory = await uploader('!', ({socket}) => socket.destroy());
		await using carol = await uploader('carol', asked => honest(asked, bytes));
		const records = [{...mallory.record(7, bytes), size}, carol.record(7, bytes)];
		const {end} = await fetch(folder.path, bytes, [], {job: {records}});
		await expectWhole(folder.path, bytes, end);
	});

	it('comes from who has it, where others at more addresses declare another size', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => honest(asked, bytes));
		await using mallory = await uploader('!', ({socket}) =>
			socket.write('P2P-CI/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'),
		);
		const record = carol.record(7, bytes);
		const lying = {...mallory.record(7, bytes), size: bytes.length + 1};
		const liars = ['127.0.0.1', 'localhost'].map((address, at) => ({...lying, host: `!${at}`, address}));
		const {end} = await fetch(folder.path, bytes, [], {job: {records: [...liars, record]}});
		await expectWhole(folder.path, bytes, end);
		expect(await readdir(folder.path)).toEqual(['rfc7.txt']);
	});

	it('is no matter of more names that declare another size at one address', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => honest(asked, bytes));
		const record = carol.record(7, bytes);
		const liars = ['!', '!!', '!!!'].map(host => ({...record, host, address: '127.0.0.9', port: 1, size: 1}));
		const {end} = await fetch(folder.path, bytes, [], {job: {records: [...liars, record]}});
		await expectWhole(folder.path, bytes, end);
	});
});

it('a document larger than any that is shared is not begun', async () => {
	await using folder = await temporaryFolder();
	await using mallory = await uploader('mallory', ({socket}) => socket.destroy());
	const records = [{...mallory.record(7, small), size: 9e15}];
	const {end} = await fetch(folder.path, small, [], {job: {records}});
	expect(end).toMatchObject({kind: 'failed', failure: {kind: 'announced-too-large', bytes: 9e15}});
	expect(mallory.asked).toEqual([]);
});

it('a peer gets the version that it chose of who lies about its size from the others', async () => {
	await using all = await swarm({peers: 2, documents: index => [index + 7]});
	const never = new AbortController().signal;
	const rfc = 8;
	const [record] = (await all.peer(0).lookup(rfc, never)).filter(({host}) => host === 'peer1');
	await using mallory = await RawClient.connect(all.place);
	await mallory.send('JOIN PEER P2P-CI/1.1\r\nHost: !\r\nPort: 1\r\n\r\n');
	await mallory.readThrough('\r\n\r\n');
	const digest = record?.digest ?? '';
	await mallory.send(`ADD RFC ${rfc} P2P-CI/1.1\r\nHost: !\r\nTitle: T\r\nSize: 1\r\nRepr-Digest: ${digest}\r\n\r\n`);
	await mallory.readThrough('\r\n\r\n');
	const [lying] = (await all.peer(0).lookup(rfc, never)).filter(({host}) => host === '!');
	if (!lying) throw new Error('no such record');
	expect(lying).toMatchObject({size: 1, digest});
	const {state} = await downloaded(all.peer(0), all.peer(0).get(lying));
	expect(state).toMatchObject({kind: 'done', bytes: record?.size, verified: 'digest'});
});
