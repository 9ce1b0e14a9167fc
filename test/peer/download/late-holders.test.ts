import {randomBytes} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {Disk} from '../../../source/peer/disk/disk.ts';
import {BufferPool} from '../../../source/peer/download/buffer-pool.ts';
import {type DownloadEnd, type DownloadOrder, download} from '../../../source/peer/download/download.ts';
import {FolderTrouble} from '../../../source/peer/download/folder-trouble.ts';
import {Uploaders} from '../../../source/peer/download/uploaders.ts';
import {Library} from '../../../source/peer/library/library.ts';
import type {RfcRecord} from '../../../source/protocol/message.ts';
import type {Failure} from '../../../source/text/failures.ts';
import {type TemporaryFolder, temporaryFolder} from '../../helpers/temp.ts';
import {until} from '../../helpers/until.ts';
import {absentUploader, digestOfBytes, honest, type Uploader, uploader} from '../../helpers/uploader.ts';

const mebi = 1024 * 1024;
const large = randomBytes(3 * mebi);

type Holder = Pick<Uploader, 'record'>;

type Begun = {
	readonly end: Promise<DownloadEnd>;
	/** One more holder is told of. */
	readonly join: (holder: Holder) => void;
	readonly troubles: readonly Failure[];
};

/** Begins to download RFC 7 from those who hold it now. */
function begin(folder: TemporaryFolder, holders: readonly Holder[], order: Partial<DownloadOrder> = {}): Begun {
	const [name, os] = ['bob', 'Linux 6.1'];
	const library = new Library({downloads: folder.path});
	const [uploaders, disk, memory] = [new Uploaders({name, os}), new Disk(), new BufferPool()];
	const listeners = new Set<(holder: RfcRecord) => void>();
	const troubles: Failure[] = [];
	const recordOf = (holder: Holder) => holder.record(7, large);
	const end = download(
		{library, uploaders, disk, memory, trouble: new FolderTrouble(), name, os},
		{
			...{rfc: 7, title: '', holders: holders.map(recordOf), signal: AbortSignal.timeout(50_000)},
			expected: {digest: digestOfBytes(large), bytes: large.length},
			onHolder: listener => {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
			onTrouble: failure => troubles.push(failure),
			...order,
		},
	).finally(async () => {
		uploaders.close();
		await Promise.all([disk.close(), library.stop()]);
	});
	const join = (holder: Holder) => {
		for (const listener of listeners) listener(recordOf(holder));
	};
	return {end, join, troubles};
}

const lacks = 'P2P-CI/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n';

describe('a holder that joins while a large document comes', () => {
	it('gives what those before it do not', async () => {
		await using folder = await temporaryFolder();
		// It gives two ranges and nothing more.
		await using slow = await uploader('slow', asked => {
			if (asked.turn < 2) honest(asked, large);
		});
		const {end, join} = begin(folder, [slow]);
		await until(() => slow.asked.length > 2);
		await using late = await uploader('late', asked => honest(asked, large));
		join(late);
		expect(await end).toMatchObject({state: {kind: 'done', verified: 'digest'}, from: ['slow', 'late']});
		expect((await readFile(folder.at('rfc7.txt'))).equals(large)).toBe(true);
	});

	it('is not new when it was asked before: who is dropped stays dropped', async () => {
		await using folder = await temporaryFolder();
		await using mallory = await uploader('mallory', ({socket}) => socket.write(lacks));
		let mayGive = false;
		await using carol = await uploader('carol', asked => {
			if (mayGive) honest(asked, large);
		});
		const {end, join, troubles} = begin(folder, [mallory, carol]);
		await until(() => troubles.length > 0 && carol.asked.length > 0);
		const asked = mallory.asked.length;
		for (let time = 0; time < 5; time++) join(mallory);
		join(carol);
		mayGive = true;
		expect((await end).state).toMatchObject({kind: 'done', verified: 'digest'});
		expect(mallory.asked.length).toBe(asked);
		expect(carol.connections()).toBeLessThanOrEqual(2);
		expect(troubles.filter(failure => 'from' in failure && failure.from === 'mallory').length).toBe(1);
	});

	it('is not waited for any longer once it is there', async () => {
		await using folder = await temporaryFolder();
		await using busy = await uploader('busy', ({socket}) =>
			socket.write('P2P-CI/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n'),
		);
		const {end, join} = begin(folder, [busy]);
		await until(() => busy.asked.length > 0);
		await using late = await uploader('late', asked => honest(asked, large));
		join(late);
		expect(await end).toMatchObject({state: {kind: 'done'}, from: ['late']});
	});

	it('ends the pause before the next try', async () => {
		await using folder = await temporaryFolder();
		const gone = await absentUploader('gone');
		await using late = await uploader('late', asked => honest(asked, large));
		let waits = 0;
		const begun: Begun = begin(folder, [gone], {
			tries: 2,
			onState: ({kind}) => {
				if (kind === 'waiting' && waits++ === 0) queueMicrotask(() => begun.join(late));
			},
		});
		expect(await begun.end).toMatchObject({state: {kind: 'done'}, from: ['late']});
		expect(waits).toBe(1);
	});

	it('is one of a crowd: few are asked at a time, and the others where those fail', async () => {
		await using folder = await temporaryFolder();
		const crowd = await Promise.all(
			Array.from({length: 100}, (_, at) => uploader(`lacks${at}`, ({socket}) => socket.write(lacks))),
		);
		await using good = await uploader('good', asked => honest(asked, large));
		const {end} = begin(folder, [...crowd, good]);
		expect(await end).toMatchObject({state: {kind: 'done'}, from: ['good']});
		await Promise.all(crowd.map(each => each[Symbol.asyncDispose]()));
	});
});

describe.concurrent('a holder that joins while a small document comes', () => {
	it('gives it where the one before it only trickles, however long it has done so', async () => {
		await using folder = await temporaryFolder();
		const small = large.subarray(0, 300_000);
		let pieces = 0;
		await using slow = await uploader('slow', ({socket}) => {
			socket.write(
				`P2P-CI/1.1 200 OK\r\nRepr-Digest: ${digestOfBytes(small)}\r\nContent-Length: ${small.length}\r\n\r\n`,
			);
			const sending = setInterval(() => socket.write(small.subarray(125 * pieces, 125 * ++pieces)), 250);
			socket.once('close', () => clearInterval(sending));
		});
		const holders = [slow.record(7, small)];
		const expected = {digest: digestOfBytes(small), bytes: small.length};
		const {end, join} = begin(folder, [], {holders, expected});
		// Longer than a source is given to do better, where there is another.
		await until(() => pieces > 20);
		await using late = await uploader('late', asked => honest(asked, small));
		join(late);
		expect(await end).toMatchObject({state: {kind: 'done', verified: 'digest'}, from: ['late']});
	});
});
