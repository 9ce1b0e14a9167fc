import {readdir, readFile} from 'node:fs/promises';
import {setTimeout as wait} from 'node:timers/promises';
import {zstdCompressSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {WireLog} from '../../../source/net/wire-log.ts';
import {Disk} from '../../../source/peer/disk/disk.ts';
import {BufferPool} from '../../../source/peer/download/buffer-pool.ts';
import {download} from '../../../source/peer/download/download.ts';
import {type FetcherOptions, openFetcher} from '../../../source/peer/download/fetcher.ts';
import {FolderTrouble} from '../../../source/peer/download/folder-trouble.ts';
import {Uploaders} from '../../../source/peer/download/uploaders.ts';
import {Library} from '../../../source/peer/library/library.ts';
import {type Failure, sentence} from '../../../source/text/failures.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {type Asked, absentUploader, digestOfBytes, honest, uploader} from '../../helpers/uploader.ts';
import {bad, expectWhole, fetch, mebi, small} from './helpers/fetching.ts';

describe('a small document', () => {
	it('comes whole, many over one connection', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => honest(asked, Buffer.from(`text of ${asked.rfc}\n`)));
		const fetcher = openFetcher({folder: folder.path, name: 'bob', os: 'Linux 6.1'});
		const numbers = Array.from({length: 200}, (_, at) => at + 1);
		const ends = await Promise.all(
			numbers.map(rfc => {
				const records = [carol.record(rfc, Buffer.from(`text of ${rfc}\n`))];
				return fetcher.fetch({rfc, title: '', records, digest: records[0]?.digest});
			}),
		);
		await fetcher.close();
		expect(ends.filter(({kind}) => kind === 'done').length).toBe(200);
		expect(carol.connections()).toBe(1);
		expect((await readdir(folder.path)).length).toBe(200);
		expect(await readFile(folder.at('rfc123.txt'), 'utf8')).toBe('text of 123\n');
	});

	it.each<[what: string, declared: boolean, fetcher: Partial<FetcherOptions>]>([
		['over the fast path', true, {}],
		['in 1.1', true, {wire: new WireLog()}],
		['in 1.0', true, {wire: new WireLog(), protocol: '1.0'}],
		['undeclared, in 1.1', false, {}],
		['undeclared, in 1.0', false, {protocol: '1.0'}],
	])('that is empty has a source, too: %s', async (_what, declared, fetcher) => {
		await using folder = await temporaryFolder();
		const empty = Buffer.alloc(0);
		await using mallory = await uploader('mallory', asked => asked.socket.destroy());
		await using carol = await uploader('carol', asked => honest(asked, empty));
		const records = [mallory, carol].map(each => each.record(7, declared ? empty : undefined));
		const job = declared ? {records} : {records, digest: undefined};
		const {end} = await fetch(folder.path, empty, [mallory, carol], {job, fetcher});
		expect(end).toMatchObject({kind: 'done', bytes: 0, from: ['carol']});
	});

	it.each([
		['over the general path', {wire: new WireLog()}],
		['over the fast path', {}],
	])('is asked for in 1.1 again where a source that spoke it %s closes without an answer', async (_where, options) => {
		await using folder = await temporaryFolder();
		const bytes = (rfc: number) => Buffer.from(`text of ${rfc}\n`);
		await using carol = await uploader('carol', asked => {
			if (asked.turn === 1 || asked.turn === 2) asked.socket.end();
			else honest(asked, bytes(asked.rfc));
		});
		const fetcher = openFetcher({folder: folder.path, name: 'bob', os: 'Linux 6.1', ...options});
		for (const rfc of [1, 2]) {
			const record = carol.record(rfc, bytes(rfc));
			expect(await fetcher.fetch({rfc, title: '', records: [record], digest: record.digest})).toMatchObject({
				kind: 'done',
			});
		}
		await fetcher.close();
		expect(carol.asked.map(({version}) => version)).toEqual(Array(4).fill('1.1'));
	});

	for (const [what, {answer, kind}] of Object.entries(bad)) {
		if (what === 'answers garbage after a proper answer') continue;
		it(`comes from another when a source ${what}, which is named`, async () => {
			await using folder = await temporaryFolder();
			await using mallory = await uploader('mallory', asked => answer(small, asked));
			await using carol = await uploader('carol', asked => honest(asked, small));
			const {end, troubles} = await fetch(folder.path, small, [mallory, carol]);
			await expectWhole(folder.path, small, end);
			expect(troubles).toMatchObject([{kind, from: 'mallory'}]);
			expect(sentence(troubles[0] ?? {kind: 'not-joined'})).toContain('mallory');
		});
	}

	it('comes encoded where the uploader likes that, and is verified as it is', async () => {
		await using folder = await temporaryFolder();
		const encoded = zstdCompressSync(small);
		await using carol = await uploader('carol', ({socket}) => {
			const coding = `Content-Encoding: zstd\r\nUnencoded-Digest: ${digestOfBytes(small)}\r\n`;
			socket.write(`P2P-CI/1.1 200 OK\r\n${coding}Content-Length: ${encoded.length}\r\n\r\n`);
			socket.write(encoded);
		});
		const {end, troubles} = await fetch(folder.path, small, [carol]);
		await expectWhole(folder.path, small, end);
		expect(troubles).toEqual([]);
	});

	it('that grows without end when it is decoded is taken from another', async () => {
		await using folder = await temporaryFolder();
		const bomb = zstdCompressSync(Buffer.alloc(64 * mebi));
		await using mallory = await uploader('mallory', ({socket}) => {
			socket.write(`P2P-CI/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: ${bomb.length}\r\n\r\n`);
			socket.write(bomb);
		});
		await using carol = await uploader('carol', asked => honest(asked, small));
		const {end, troubles} = await fetch(folder.path, small, [mallory, carol]);
		await expectWhole(folder.path, small, end);
		expect(troubles).toMatchObject([{from: 'mallory'}]);
	});

	it('whose coding is longer than itself, and may bring nothing for ever, is not waited for', async () => {
		await using folder = await temporaryFolder();
		await using mallory = await uploader('mallory', ({socket}) =>
			socket.write(`P2P-CI/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: ${2 ** 40}\r\n\r\n`),
		);
		const {end} = await fetch(folder.path, small, [mallory], {fetcher: {wire: new WireLog()}});
		expect(end).toMatchObject({kind: 'failed', failure: {kind: 'garbage-answer', from: 'mallory'}});
	});

	it('comes from who closes the connection after each answer, which is nobody’s fault', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => {
			if (asked.socket.writableEnded) return;
			honest(asked, small);
			asked.socket.end();
		});
		const fetcher = openFetcher({folder: folder.path, name: 'bob', os: 'Linux 6.1', wire: new WireLog()});
		const troubles: Failure[] = [];
		const ends = await Promise.all(
			Array.from({length: 60}, (_, at) => {
				const record = carol.record(at + 1, small);
				const onTrouble = (failure: Failure) => troubles.push(failure);
				return fetcher.fetch({rfc: record.rfc, title: '', records: [record], digest: record.digest, onTrouble});
			}),
		);
		await fetcher.close();
		expect(new Set(ends.map(({kind}) => kind))).toEqual(new Set(['done']));
		expect(troubles).toEqual([]);
	});

	it('asks those later that could not be reached', async () => {
		await using folder = await temporaryFolder();
		const gone = await absentUploader('gone');
		await using carol = await uploader('carol', asked => honest(asked, small));
		const fetcher = openFetcher({folder: folder.path, name: 'bob', os: 'Linux 6.1'});
		const troubles: Failure[] = [];
		for (const rfc of [1, 2, 3, 4, 5]) {
			const records = [gone.record(rfc, small), carol.record(rfc, small)];
			const digest = digestOfBytes(small);
			const onTrouble = (failure: Failure) => troubles.push(failure);
			const end = await fetcher.fetch({rfc, title: '', records, digest, onTrouble});
			expect(end).toMatchObject({kind: 'done', from: ['carol']});
		}
		await fetcher.close();
		expect(troubles).toMatchObject([{kind: 'peer-refused', from: 'gone'}]);
	});

	it('that is here is not fetched', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => honest(asked, small));
		await fetch(folder.path, small, [carol]);
		expect((await fetch(folder.path, small, [carol])).end).toMatchObject({kind: 'already-here', bytes: small.length});
		expect(carol.asked.length).toBe(1);
		const other = Buffer.concat([small, Buffer.from('x')]);
		expect((await fetch(folder.path, other, [carol])).end).toMatchObject({
			kind: 'differs',
			existingBytes: small.length,
		});
		await using dave = await uploader('dave', asked => honest(asked, other));
		expect((await fetch(folder.path, other, [dave], {job: {replace: true}})).end.kind).toBe('done');
		expect((await readFile(folder.at('rfc7.txt'))).equals(other)).toBe(true);
		expect(await readdir(folder.path)).toEqual(['rfc7.txt']);
	});

	it('comes in the version whose digest is wanted, from those who hold it', async () => {
		const other = Buffer.from('another text\n');
		await using one = await uploader('one', asked => honest(asked, small));
		await using two = await uploader('two', asked => honest(asked, other));
		const records = [two.record(7, other), one.record(7, small)];
		await using folder = await temporaryFolder();
		expect((await fetch(folder.path, small, [], {job: {records}})).end).toMatchObject({bytes: small.length});
		await using second = await temporaryFolder();
		const digest = digestOfBytes(other);
		expect((await fetch(second.path, small, [], {job: {records, digest}})).end).toMatchObject({bytes: other.length});
	});
});

// Each for as long as a source may be silent: at the same time.
describe.concurrent('a small document, after a while,', () => {
	it.each([
		['declared', true],
		['undeclared', false],
	])('%s, comes from the one that can send it long before all others were waited for', async (_what, declared) => {
		await using folder = await temporaryFolder();
		await using silent = new AsyncDisposableStack();
		const others = await Promise.all(Array.from({length: 15}, (_, at) => uploader(`mallory${at}`, () => {})));
		for (const each of others) silent.use(each);
		await using carol = await uploader('carol', asked => honest(asked, small));
		const all = [...others, carol];
		const job = declared ? {} : {records: all.map(each => each.record(7)), digest: undefined};
		const {end, troubles} = await fetch(folder.path, small, all, {job, fetcher: {wire: new WireLog()}});
		expect(end).toMatchObject({kind: 'done', from: ['carol'], verified: declared ? 'digest' : 'length'});
		expect(await readFile(folder.at('rfc7.txt'), 'utf8')).toBe(small.toString());
		expect(await readdir(folder.path)).toEqual(['rfc7.txt']);
		expect(troubles.length).toBeLessThan(others.length);
	});

	it('is asked of nobody else while it is being saved, and who sent it is asked again', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => honest(asked, small));
		await using dave = await uploader('dave', asked => honest(asked, small));
		const disk = new Disk();
		const quickly = disk.do.bind(disk);
		disk.do = async (what, how) => {
			await wait(2500);
			return quickly(what, how);
		};
		const [name, os, memory] = ['bob', 'Linux 6.1', new BufferPool()];
		const tools = {
			name,
			os,
			memory,
			disk,
			trouble: new FolderTrouble(),
			library: new Library({downloads: folder.path}),
			uploaders: new Uploaders({name, os}),
		};
		for (const rfc of [7, 8]) {
			const holders = [carol.record(rfc, small), dave.record(rfc, small)];
			const expected = {digest: digestOfBytes(small), bytes: small.length};
			const {signal} = new AbortController();
			expect(await download(tools, {rfc, title: '', holders, expected, signal})).toMatchObject({from: ['carol']});
		}
		tools.uploaders.close();
		await disk.close();
		expect(dave.asked).toEqual([]);
	});

	it('comes from another when a source stalls in the middle, or sends it byte by byte', async () => {
		const begin = ({socket}: Asked) => socket.write(`P2P-CI/1.1 200 OK\r\nContent-Length: ${small.length}\r\n\r\nthe`);
		const trickle = (asked: Asked) => {
			begin(asked);
			const timer = setInterval(() => asked.socket.write('x'), 200);
			asked.socket.on('close', () => clearInterval(timer));
		};
		const ways = [
			[begin, 'peer-silent'],
			[trickle, 'peer-slow'],
		] as const;
		const tried = ways.map(async ([way, kind]) => {
			await using folder = await temporaryFolder();
			await using mallory = await uploader('mallory', way);
			await using carol = await uploader('carol', asked => honest(asked, small));
			const {end, troubles} = await fetch(folder.path, small, [mallory, carol]);
			await expectWhole(folder.path, small, end);
			expect(troubles).toMatchObject([{kind, from: 'mallory', seconds: 3}]);
		});
		await Promise.all(tried);
	});

	it('comes from who is slow to give its first answer, where only 1.1 is spoken: that tells no older one', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => setTimeout(() => honest(asked, small), 3500));
		const {end, troubles} = await fetch(folder.path, small, [carol], {
			fetcher: {protocol: '1.1', wire: new WireLog()},
		});
		await expectWhole(folder.path, small, end);
		expect(troubles).toEqual([]);
	});

	it('comes from another when a source of 1.0 stalls, or sends more than the index says', async () => {
		const answers = (data: Buffer) => (asked: Asked) => {
			if (asked.version === '1.1') asked.socket.end('P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n');
			else asked.socket.write(`P2P-CI/1.0 200 OK\r\nContent-Length: ${mebi / 2}\r\n\r\n${data}`);
		};
		const ways = [
			[answers(small.subarray(0, 3)), undefined],
			[answers(Buffer.alloc(mebi / 2)), {kind: 'other-version', reason: 'it is longer'}],
		] as const;
		const tried = ways.map(async ([way, failure], at) => {
			await using folder = await temporaryFolder();
			const bytes = at === 0 ? Buffer.alloc(mebi / 2, 'a') : small;
			await using mallory = await uploader('mallory', way);
			await using carol = await uploader('carol', asked => honest(asked, bytes));
			const {end, troubles} = await fetch(folder.path, bytes, [mallory, carol]);
			await expectWhole(folder.path, bytes, end);
			expect(end).toMatchObject({from: ['carol']});
			if (failure) expect(troubles).toMatchObject([{...failure, from: 'mallory'}]);
		});
		await Promise.all(tried);
	});
});

describe.concurrent('an uploader whose first answer broke off', () => {
	it.each([
		['the usual way', {wire: new WireLog()}],
		['many at a time', {}],
	])('is not taken for one of 1.0 by what it does then, where only 1.1 has such a head: %s', async (_what, fetcher) => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => {
			if (asked.turn === 0) {
				const head = `Content-Length: ${small.length}\r\nRepr-Digest: ${digestOfBytes(small)}`;
				asked.socket.write(`P2P-CI/1.1 200 OK\r\n${head}\r\n\r\n`, () => asked.socket.end('the'));
			} else if (asked.turn === 1) asked.socket.end();
			else honest(asked, small);
		});
		const {end} = await fetch(folder.path, small, [carol], {fetcher});
		await expectWhole(folder.path, small, end);
		expect(carol.asked.map(({version}) => version)).toEqual(['1.1', '1.1', '1.1']);
	});
});

describe('a document of which no digest is declared', () => {
	it('comes whole from who echoes the version and sends no blank line before data that begins with one', async () => {
		await using folder = await temporaryFolder();
		const bytes = Buffer.concat([Buffer.from('\r\n\n\n'), small]);
		await using echo = await uploader('echo', ({socket, version}) => {
			socket.write(`P2P-CI/${version} 200 OK\r\nContent-Length: ${bytes.length}\r\nContent-Type: text/text\r\n`);
			socket.end(bytes);
		});
		const {end} = await fetch(folder.path, bytes, [echo], {job: {digest: undefined, records: [echo.record(7)]}});
		expect(end).toMatchObject({kind: 'done', bytes: bytes.length, verified: 'length'});
		expect((await readFile(`${folder.path}/rfc7.txt`)).equals(bytes)).toBe(true);
		expect(echo.asked.map(({version}) => version)).toEqual(['1.1', '1.0']);
	});

	it('is said to have another digest than the one that the person asks for, which is in no index', async () => {
		await using folder = await temporaryFolder();
		await using plain = await uploader('plain', ({socket, version}) => {
			socket.end(`P2P-CI/${version} 200 OK\r\nContent-Length: 2\r\n\r\nno`);
		});
		const {end} = await fetch(folder.path, small, [], {
			job: {records: [{...plain.record(7), digest: digestOfBytes(small)}]},
		});
		expect(end.kind === 'failed' && sentence(end.failure)).toMatch(
			/^plain sent .* is not the one asked for, so they were/,
		);
	});

	it('is asked for in the one version that may be spoken', async () => {
		await using classic = await uploader('classic', asked => {
			if (asked.version === '1.0') honest(asked, small);
			else asked.socket.end('P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n');
		});
		const job = {digest: undefined, records: [classic.record(7)]};
		for (const protocol of ['1.0', '1.1'] as const) {
			await using folder = await temporaryFolder();
			const {end} = await fetch(folder.path, small, [classic], {job, fetcher: {protocol}});
			expect(end).toMatchObject(
				protocol === '1.0' ? {kind: 'done', bytes: small.length} : {kind: 'failed', failure: {kind: 'peer-older'}},
			);
		}
		expect(classic.asked.map(({version}) => version)).toEqual(['1.0', '1.1']);
	});
});
