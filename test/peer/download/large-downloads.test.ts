import {readdirSync, utimesSync} from 'node:fs';
import {mkdir, open, readdir, readFile, stat} from 'node:fs/promises';
import {setTimeout as wait} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {Disk} from '../../../source/peer/disk/disk.ts';
import {resumableName} from '../../../source/peer/disk/part-file.ts';
import {BufferPool} from '../../../source/peer/download/buffer-pool.ts';
import {download} from '../../../source/peer/download/download.ts';
import type {FetchJob} from '../../../source/peer/download/fetch-job.ts';
import {openFetcher} from '../../../source/peer/download/fetcher.ts';
import {FolderTrouble} from '../../../source/peer/download/folder-trouble.ts';
import {Uploaders} from '../../../source/peer/download/uploaders.ts';
import {Library} from '../../../source/peer/library/library.ts';
import type {DownloadSource, DownloadState} from '../../../source/peer/peer-state.ts';
import {type Failure, sentence} from '../../../source/text/failures.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {until} from '../../helpers/until.ts';
import {type Asked, digestOfBytes, honest, uploader} from '../../helpers/uploader.ts';
import {bad, expectWhole, fetch, large, liesAbout, mebi, small} from './helpers/fetching.ts';

describe('a large document', () => {
	it('comes from all who hold it, in ranges of at most 1 MiB', async () => {
		await using folder = await temporaryFolder();
		await using alice = await uploader('alice', asked => honest(asked, large));
		await using carol = await uploader('carol', asked => honest(asked, large));
		const {end, troubles} = await fetch(folder.path, large, [alice, carol]);
		await expectWhole(folder.path, large, end);
		expect(troubles).toEqual([]);
		expect(end.kind === 'done' && [...end.from].sort()).toEqual(['alice', 'carol']);
		for (const {range} of [...alice.asked, ...carol.asked]) {
			expect(range ? range[1] - range[0] : 0).toBeGreaterThan(0);
			expect(range ? range[1] - range[0] : 0).toBeLessThanOrEqual(mebi);
		}
		expect([alice.connections(), carol.connections()]).toEqual([1, 1]);
	});

	for (const [what, {answer, kind}] of Object.entries(bad)) {
		it(`comes right when a source ${what}, which is named`, async () => {
			await using folder = await temporaryFolder();
			await using mallory = await uploader('mallory', asked => answer(large, asked));
			// Slower, so that the bad one is asked for much.
			await using carol = await uploader('carol', asked => setTimeout(() => honest(asked, large), 20));
			const {end, troubles} = await fetch(folder.path, large, [mallory, carol]);
			await expectWhole(folder.path, large, end);
			expect(troubles.map(failure => failure.kind)).toContain(kind);
			expect(troubles.map(failure => 'from' in failure && failure.from)).not.toContain('carol');
			const told = troubles.filter(failure => failure.kind === kind);
			expect(told.map(sentence).join('')).toContain('mallory');
			if (kind === 'wrong-bytes') expect([told.length, end]).toMatchObject([1, {from: ['carol']}]);
		});
	}

	it.each([
		['another', 20],
		['another that gave nothing of it', 500],
	])('comes right from a liar and %s where something else changes its part', async (_who, ms) => {
		await using folder = await temporaryFolder();
		await using mallory = await uploader('mallory', asked => liesAbout(large, asked));
		await using carol = await uploader('carol', asked => {
			// As some file systems over a network do themselves, a while after a write.
			for (const name of readdirSync(folder.path)) {
				if (name.endsWith('.part')) utimesSync(folder.at(name), asked.turn, asked.turn);
			}
			setTimeout(() => honest(asked, large), ms);
		});
		const {end, troubles} = await fetch(folder.path, large, [mallory, carol]);
		await expectWhole(folder.path, large, end);
		expect(troubles.map(failure => 'from' in failure && failure.from)).not.toContain('carol');
	});

	it('comes from others when a source stalls, which is asked no more', async () => {
		await using folder = await temporaryFolder();
		await using mallory = await uploader('mallory', ({socket, range}) => {
			const [start, end] = range ?? [0, 0];
			const where = `Content-Range: bytes ${start}-${end - 1}/${large.length}`;
			socket.write(`P2P-CI/1.1 206 Partial Content\r\n${where}\r\nContent-Length: ${end - start}\r\n\r\nabc`);
		});
		await using carol = await uploader('carol', asked => honest(asked, large));
		const began = performance.now();
		const {end, troubles} = await fetch(folder.path, large, [mallory, carol]);
		// It sent three bytes that are wrong, besides.
		expect(end).toMatchObject({kind: 'done', verified: 'digest'});
		expect((await readFile(folder.at('rfc7.txt'))).equals(large)).toBe(true);
		expect(performance.now() - began).toBeLessThan(30_000);
		expect(troubles.map(failure => 'from' in failure && failure.from)).not.toContain('carol');
	});

	it('is not waited for where a source sends a byte at a time of what it is asked for', async () => {
		await using folder = await temporaryFolder();
		await using mallory = await uploader('mallory', ({socket, range: [start] = [0, 0]}) => {
			const where = `Content-Range: bytes ${start}-${start}/${large.length}`;
			socket.write(`P2P-CI/1.1 206 Partial Content\r\n${where}\r\nContent-Length: 1\r\n\r\n`);
			socket.write(large.subarray(start, start + 1));
		});
		const {end} = await fetch(folder.path, large, [mallory]);
		expect(end).toMatchObject({kind: 'failed', failure: {kind: 'garbage-answer', from: 'mallory'}});
	});

	it('is asked for by its tag after the first answer, unless that is weak', async () => {
		for (const [tag, told] of [
			['"one"', true],
			['W/"one"', false],
		] as const) {
			await using folder = await temporaryFolder();
			await using carol = await uploader('carol', asked => honest(asked, large, tag));
			await expectWhole(folder.path, large, (await fetch(folder.path, large, [carol])).end);
			expect(
				carol.asked.some(({text}) => text.includes('If-Range')),
				tag,
			).toBe(told);
			expect(carol.asked.at(-1)?.text.includes(`If-Range: ${tag}\r\n`)).toBe(told);
		}
	});

	it('comes from a source that sends less than it is asked for', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => {
			const [start, end] = asked.range ?? [0, large.length];
			honest({...asked, range: [start, Math.min(end, start + 100_000)]}, large);
		});
		await expectWhole(folder.path, large, (await fetch(folder.path, large, [carol])).end);
	});

	it('goes on where it was stopped, and asks for nothing twice', async () => {
		await using folder = await temporaryFolder();
		let given = 0;
		await using slow = await uploader('slow', asked => {
			if (given++ < 3) honest(asked, large);
		});
		const stop = new AbortController();
		const running = fetch(folder.path, large, [slow], {job: {signal: stop.signal}});
		await until(() => given > 3);
		await until(async () => (await readdir(folder.path)).length === 3);
		stop.abort();
		expect((await running).end).toEqual({kind: 'cancelled'});
		expect((await readdir(folder.path)).map(name => name.replace(/^.*\./, '')).sort()).toEqual(['journal', 'part']);
		await using carol = await uploader('carol', asked => honest(asked, large));
		const {end} = await fetch(folder.path, large, [carol]);
		await expectWhole(folder.path, large, end);
		const asked = carol.asked.reduce((sum, {range}) => sum + (range ? range[1] - range[0] : 0), 0);
		expect(asked).toBeLessThanOrEqual(large.length - 2 * 256 * 1024);
	});

	it('leaves nothing of another version that was not finished once it is here', async () => {
		await using folder = await temporaryFolder();
		const other = Buffer.concat([large, Buffer.from('x')]);
		await using old = await uploader('old', asked => {
			if (asked.turn === 0) honest(asked, other);
		});
		const stop = new AbortController();
		const running = fetch(folder.path, other, [old], {job: {signal: stop.signal}});
		await until(() => old.asked.length > 1);
		stop.abort();
		await running;
		expect((await readdir(folder.path)).length).toBe(2);
		await using carol = await uploader('carol', asked => honest(asked, large));
		await expectWhole(folder.path, large, (await fetch(folder.path, large, [carol])).end);
	});

	it('comes again from the start when what was kept was damaged, and nobody is blamed for that', async () => {
		await using folder = await temporaryFolder();
		let given = 0;
		await using carol = await uploader('carol', asked => {
			if (given++ !== 3) honest(asked, large);
		});
		const stop = new AbortController();
		const running = fetch(folder.path, large, [carol], {job: {signal: stop.signal}});
		await until(() => given > 3);
		const part = await until(async () => {
			const name = (await readdir(folder.path)).find(each => each.endsWith('.part'));
			return name !== undefined && (await stat(folder.at(name))).size > 1000 && folder.at(name);
		});
		stop.abort();
		await running;
		const file = await open(part, 'r+');
		await file.write('damaged', 500);
		await file.close();
		const {end, troubles} = await fetch(folder.path, large, [carol]);
		await expectWhole(folder.path, large, end);
		expect(troubles).toEqual([]);
	});

	it('is checked before it counts as here, while nobody is said to send', async () => {
		await using folder = await temporaryFolder();
		await using alice = await uploader('alice', asked => honest(asked, large));
		const told: Array<readonly [DownloadState, readonly DownloadSource[]]> = [];
		const onState: FetchJob['onState'] = (state, sources) => told.push([state, sources]);
		const {end} = await fetch(folder.path, large, [alice], {job: {onState}});
		await expectWhole(folder.path, large, end);
		const [state, sources] = told.at(-1) ?? [];
		expect(state).toEqual({kind: 'verifying', bytes: large.length});
		expect(sources).toMatchObject([{host: 'alice', bytes: large.length, rate: 0, state: 'resting'}]);
	});

	it('is stopped also while its part is being opened', async () => {
		await using folder = await temporaryFolder();
		await using alice = await uploader('alice', asked => honest(asked, large));
		const stop = new AbortController();
		const onState: FetchJob['onState'] = ({kind}) => kind === 'connecting' && stop.abort();
		const {end} = await fetch(folder.path, large, [alice], {job: {signal: stop.signal, onState}});
		expect(end.kind).toBe('cancelled');
		expect(alice.asked.length).toBe(0);
	});

	it('that was stopped while it was checked is kept whole, and needs nobody to be checked again', async () => {
		await using folder = await temporaryFolder();
		await using alice = await uploader('alice', asked => honest(asked, large));
		const stop = new AbortController();
		const onState: FetchJob['onState'] = ({kind}) => kind === 'verifying' && stop.abort();
		const {end} = await fetch(folder.path, large, [alice], {job: {signal: stop.signal, onState}});
		expect(end).toEqual({kind: 'cancelled'});
		expect((await readdir(folder.path)).map(name => name.replace(/^.*\./, '')).sort()).toEqual(['journal', 'part']);
		await using carol = await uploader('carol', asked => honest(asked, large));
		const again = await fetch(folder.path, large, [carol]);
		await expectWhole(folder.path, large, again.end);
		expect(carol.asked).toEqual([]);
	});

	it('comes whole from who sends no ranges, and from who speaks 1.0 only, also without a blank line before it', async () => {
		const bytes = Buffer.concat([Buffer.from('\n\n\n'), large]);
		await using plain = await uploader('plain', ({range: _, ...asked}) => honest(asked, bytes));
		const classic = (blankLine: string) =>
			uploader('classic', ({version, socket}) => {
				if (version === '1.1') socket.write('P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n');
				else socket.write(`P2P-CI/1.0 200 OK\r\nContent-Length: ${bytes.length}\r\n${blankLine}`);
				socket.end(version === '1.1' ? '' : bytes);
			});
		await using usual = await classic('\r\n');
		await using odd = await classic('');
		for (const source of [plain, usual, odd]) {
			await using folder = await temporaryFolder();
			await expectWhole(folder.path, bytes, (await fetch(folder.path, bytes, [source])).end);
		}
	});

	it('comes from the last of many holders while all before it are busy', async () => {
		await using folder = await temporaryFolder();
		await using stack = new AsyncDisposableStack();
		const sources = await Promise.all(
			Array.from({length: 41}, (_, at) =>
				uploader(`source${at}`, asked => {
					const busy = 'P2P-CI/1.1 503 Service Unavailable\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n';
					if (at < 40) asked.socket.write(busy);
					else honest(asked, large);
				}),
			),
		);
		for (const source of sources) stack.use(source);
		const {end} = await fetch(folder.path, large, sources);
		await expectWhole(folder.path, large, end);
	});

	it('that nobody can send ends in one sentence, and tells each source', async () => {
		await using folder = await temporaryFolder();
		await using mallory = await uploader('mallory', asked => liesAbout(large, asked));
		await using trudy = await uploader('trudy', asked => liesAbout(large, asked));
		const {end, troubles} = await fetch(folder.path, large, [mallory, trudy]);
		expect(end).toMatchObject({kind: 'failed', failure: {kind: 'nobody-holds', tried: ['mallory', 'trudy']}});
		expect([...new Set(troubles.map(failure => 'from' in failure && failure.from))].sort()).toEqual([
			'mallory',
			'trudy',
		]);
		expect(await readdir(folder.path)).toEqual([]);
	});

	it('is one program’s: another one says so', async () => {
		await using folder = await temporaryFolder();
		await using silent = await uploader('silent', asked => {
			if (asked.turn === 0) honest(asked, large);
		});
		const stop = new AbortController();
		const first = fetch(folder.path, large, [silent], {job: {signal: stop.signal}});
		await until(() => silent.asked.length > 0);
		const {end} = await fetch(folder.path, large, [silent]);
		expect(end).toMatchObject({kind: 'failed', failure: {kind: 'in-use', rfc: 7}});
		stop.abort();
		await first;
	});

	it('names what is in the way of its part', async () => {
		await using folder = await temporaryFolder();
		const {journal} = resumableName(folder.at('.rfc7.txt'), digestOfBytes(large));
		await mkdir(journal);
		await using carol = await uploader('carol', asked => honest(asked, large));
		const {end} = await fetch(folder.path, large, [carol]);
		expect(end).toMatchObject({
			kind: 'failed',
			failure: {kind: 'write-failed', file: journal, reason: 'it is a folder'},
		});
	});

	it('tells that the disk was full also where only its last bytes could not be written', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => honest(asked, large));
		const library = new Library({downloads: folder.path});
		const uploaders = new Uploaders({name: 'bob', os: 'Linux 6.1'});
		const disk = new Disk();
		const end = large.length;
		const fillsUp = Object.assign(Object.create(disk), {
			do: async (what: 'write', how: {position: number; bytes: Uint8Array}) => {
				if (what !== 'write' || how.position + how.bytes.length < end) return disk.do(what, how as never);
				// Longer than it takes to notice that everything has arrived.
				await wait(500);
				throw Object.assign(new Error('no space left'), {code: 'ENOSPC'});
			},
		});
		const [memory, trouble] = [new BufferPool(), new FolderTrouble()];
		const tools = {library, uploaders, disk: fillsUp, memory, trouble, name: 'bob', os: 'Linux 6.1'};
		const [record, {signal}] = [carol.record(7, large), new AbortController()];
		const expected = {digest: digestOfBytes(large), bytes: large.length};
		const {state} = await download(tools, {rfc: 7, title: '', holders: [record], expected, signal});
		expect(state).toMatchObject({kind: 'failed', failure: {kind: 'disk-full', rfc: 7}});
		uploaders.close();
		await disk.close();
	});
});

// Each for seconds, in which little is computed: at the same time.
describe.concurrent('a large document, after a while,', () => {
	it('waits its turn at a source that is slow because it sends another document over the same connection', async () => {
		await using folder = await temporaryFolder();
		let line = Promise.resolve();
		await using alice = await uploader('alice', asked => {
			// As an upload server with little bandwidth: one answer after the other.
			line = line.then(async () => {
				if (asked.turn === 0) await trickle(asked);
				else honest(asked, large);
			});
		});
		const trickle = async ({socket, range = [0, 0]}: Asked) => {
			const [start, end] = range;
			const where = `Content-Range: bytes ${start}-${end - 1}/${large.length}`;
			socket.write(`P2P-CI/1.1 206 Partial Content\r\n${where}\r\nContent-Length: ${end - start}\r\n\r\n`);
			// Longer than a source may be silent.
			for (let at = start; at < start + 10; at++) {
				socket.write(large.subarray(at, at + 1));
				await wait(500);
			}
			socket.write(large.subarray(start + 10, end));
		};
		const fetcher = openFetcher({folder: folder.path, name: 'bob', os: 'Linux 6.1'});
		const troubles: Failure[] = [];
		const onTrouble = (failure: Failure) => troubles.push(failure);
		const ends = await Promise.all(
			[1, 2].map(rfc => {
				const record = alice.record(rfc, large);
				return fetcher.fetch({rfc, title: '', records: [record], digest: record.digest, onTrouble});
			}),
		);
		await fetcher.close();
		expect(ends.map(({kind}) => kind)).toEqual(['done', 'done']);
		expect(troubles).toEqual([]);
	});

	it('waits for a source that is busy, as long as it asks for', async () => {
		await using folder = await temporaryFolder();
		await using busy = await uploader('busy', asked => {
			if (asked.turn < 3)
				asked.socket.write('P2P-CI/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n');
			else honest(asked, large);
		});
		const {end, troubles} = await fetch(folder.path, large, [busy]);
		await expectWhole(folder.path, large, end);
		expect(troubles).toEqual([]);
	});

	it('ends in a sentence when a source says for too long that it is busy, and nobody else has it', async () => {
		for (const bytes of [small, large]) {
			await using folder = await temporaryFolder();
			await using busy = await uploader('busy', ({socket}) =>
				socket.write('P2P-CI/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n'),
			);
			const {end} = await fetch(folder.path, bytes, [busy], {fetcher: {busyMs: 300}});
			expect(end).toMatchObject({kind: 'failed', failure: {kind: 'peer-busy', from: 'busy'}});
			expect(await readdir(folder.path)).toEqual([]);
		}
	});

	it('keeps to the pace', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => honest(asked, large));
		const began = performance.now();
		const {end} = await fetch(folder.path, large, [carol], {fetcher: {pace: () => 4 * mebi}});
		await expectWhole(folder.path, large, end);
		expect(performance.now() - began).toBeGreaterThan(1000);
	});
});
