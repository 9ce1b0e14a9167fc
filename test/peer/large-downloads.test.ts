import {randomBytes} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import {zstdCompressSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {type FetchEnd, type FetcherOptions, type FetchJob, openFetcher} from '../../source/peer/fetcher.ts';
import type {DownloadSource} from '../../source/peer/peer-state.ts';
import {type Failure, sentence} from '../../source/text/failures.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {until} from '../helpers/until.ts';
import {type Asked, digestOfBytes, honest, type Uploader, uploader} from '../helpers/uploader.ts';

const mebi = 1024 * 1024;
const small = Buffer.from('the text of a document\n'.repeat(2000));
const large = randomBytes(5 * mebi + 12_345);

type Got = {readonly end: FetchEnd; readonly troubles: readonly Failure[]; readonly sources: readonly DownloadSource[]};

async function fetch(
	folder: string,
	bytes: Buffer,
	uploaders: readonly Uploader[],
	options: {readonly job?: Partial<FetchJob>; readonly fetcher?: Partial<FetcherOptions>} = {},
): Promise<Got> {
	const fetcher = openFetcher({folder, name: 'bob', os: 'Linux 6.1', ...options.fetcher});
	const troubles: Failure[] = [];
	let sources: readonly DownloadSource[] = [];
	const records = uploaders.map(each => each.record(7, bytes));
	const job: FetchJob = {
		...{rfc: 7, title: 'A Title', records, onTrouble: failure => troubles.push(failure)},
		onState: (_state, told) => {
			sources = told;
		},
		...options.job,
	};
	const end = await fetcher.fetch(job);
	await fetcher.close();
	return {end, troubles, sources};
}

/** The document is there, byte for byte, and nothing else. */
async function expectWhole(folder: string, bytes: Buffer, end: FetchEnd): Promise<void> {
	expect(end).toMatchObject({kind: 'done', bytes: bytes.length, verified: 'digest', digest: digestOfBytes(bytes)});
	expect((await readFile(`${folder}/rfc7.txt`)).equals(bytes)).toBe(true);
	expect(await readdir(folder)).toEqual(['rfc7.txt']);
}

const garbled = (bytes: Buffer): Buffer => {
	const wrong = Buffer.from(bytes);
	for (let at = 100; at < wrong.length; at += 50_000) wrong[at] = (wrong[at] ?? 0) ^ 1;
	return wrong;
};

/** An answer with the digest that the index has, whatever the bytes are. */
const liesAbout = (bytes: Buffer, asked: Asked): void => {
	const [start, end] = asked.range ?? [0, bytes.length];
	const body = garbled(bytes).subarray(start, end);
	const range = asked.range ? `Content-Range: bytes ${start}-${start + body.length - 1}/${bytes.length}\r\n` : '';
	const status = asked.range ? '206 Partial Content' : '200 OK';
	asked.socket.write(
		`P2P-CI/1.1 ${status}\r\n${range}Repr-Digest: ${digestOfBytes(bytes)}\r\nContent-Length: ${body.length}\r\n\r\n`,
	);
	asked.socket.write(body);
};

/** What bad sources do, and the failure that names them. */
const bad: Readonly<
	Record<string, {readonly answer: (bytes: Buffer, asked: Asked) => void; readonly kind: Failure['kind']}>
> = {
	'sends wrong bytes': {answer: liesAbout, kind: 'wrong-bytes'},
	'has another version': {answer: (bytes, asked) => honest(asked, garbled(bytes)), kind: 'other-version'},
	'sends too little': {
		answer: (bytes, {socket, range}) => {
			const [start, end] = range ?? [0, bytes.length];
			const where = range ? `Content-Range: bytes ${start}-${end - 1}/${bytes.length}\r\n` : '';
			socket.write(
				`P2P-CI/1.1 ${range ? '206 Partial Content' : '200 OK'}\r\n${where}Content-Length: ${end - start}\r\n\r\n`,
			);
			socket.end(bytes.subarray(start, start + 1000));
		},
		kind: 'closed-early',
	},
	'announces too much': {
		answer: (bytes, asked) => honest(asked, Buffer.concat([bytes, Buffer.from('more')])),
		kind: 'other-version',
	},
	'answers garbage': {
		answer: (_bytes, {socket}) => socket.end(randomBytes(3000)),
		kind: 'garbage-answer',
	},
	'answers garbage after a proper answer': {
		answer: (bytes, asked) => {
			if (asked.turn === 0) honest({...asked, method: 'GET'}, bytes);
			asked.socket.write('and now for something else\r\n');
		},
		kind: 'garbage-answer',
	},
	'has it no more': {
		answer: (_bytes, {socket}) => socket.write('P2P-CI/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'),
		kind: 'peer-lacks',
	},
};

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
			const told = troubles.find(failure => failure.kind === kind);
			expect(told && sentence(told)).toContain('mallory');
		});
	}

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
		expect(performance.now() - began).toBeLessThan(8000);
		expect(troubles.map(failure => 'from' in failure && failure.from)).not.toContain('carol');
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

	it('comes whole from who sends no ranges, and from who speaks 1.0 only', async () => {
		await using plain = await uploader('plain', ({range: _, ...asked}) => honest(asked, large));
		await using classic = await uploader('classic', asked => {
			if (asked.version === '1.0') honest(asked, large);
			else asked.socket.end('P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n');
		});
		for (const source of [plain, classic]) {
			await using folder = await temporaryFolder();
			const {end} = await fetch(folder.path, large, [source]);
			await expectWhole(folder.path, large, end);
		}
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

	it('keeps to the pace', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => honest(asked, large));
		const began = performance.now();
		const {end} = await fetch(folder.path, large, [carol], {fetcher: {pace: () => 4 * mebi}});
		await expectWhole(folder.path, large, end);
		expect(performance.now() - began).toBeGreaterThan(1000);
	});
});

describe('a small document', () => {
	it('comes whole, many over one connection', async () => {
		await using folder = await temporaryFolder();
		await using carol = await uploader('carol', asked => honest(asked, Buffer.from(`text of ${asked.rfc}\n`)));
		const fetcher = openFetcher({folder: folder.path, name: 'bob', os: 'Linux 6.1'});
		const numbers = Array.from({length: 200}, (_, at) => at + 1);
		const ends = await Promise.all(
			numbers.map(rfc => {
				const records = [carol.record(rfc, Buffer.from(`text of ${rfc}\n`))];
				return fetcher.fetch({rfc, title: '', records});
			}),
		);
		await fetcher.close();
		expect(ends.filter(({kind}) => kind === 'done').length).toBe(200);
		expect(carol.connections()).toBe(1);
		expect((await readdir(folder.path)).length).toBe(200);
		expect(await readFile(folder.at('rfc123.txt'), 'utf8')).toBe('text of 123\n');
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

	it('comes from another when a source stalls in the middle', async () => {
		await using folder = await temporaryFolder();
		await using mallory = await uploader('mallory', ({socket}) =>
			socket.write(`P2P-CI/1.1 200 OK\r\nContent-Length: ${small.length}\r\n\r\nthe`),
		);
		await using carol = await uploader('carol', asked => honest(asked, small));
		const {end, troubles} = await fetch(folder.path, small, [mallory, carol]);
		await expectWhole(folder.path, small, end);
		expect(troubles).toMatchObject([{kind: 'peer-silent', from: 'mallory'}]);
	});

	it('comes encoded where the uploader likes that, and is verified as it is', async () => {
		await using folder = await temporaryFolder();
		const encoded = zstdCompressSync(small);
		await using carol = await uploader('carol', ({socket, text}) => {
			expect(text).toContain('Accept-Encoding: zstd, gzip');
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

	it('asks those later that could not be reached', async () => {
		await using folder = await temporaryFolder();
		const gone = await uploader('gone', () => {});
		await gone[Symbol.asyncDispose]();
		await using carol = await uploader('carol', asked => honest(asked, small));
		const fetcher = openFetcher({folder: folder.path, name: 'bob', os: 'Linux 6.1'});
		const troubles: Failure[] = [];
		for (const rfc of [1, 2, 3, 4, 5]) {
			const records = [gone.record(rfc, small), carol.record(rfc, small)];
			const end = await fetcher.fetch({rfc, title: '', records, onTrouble: failure => troubles.push(failure)});
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

	it('comes in the version that most addresses hold, unless a digest is wanted', async () => {
		const other = Buffer.from('another text\n');
		await using one = await uploader('one', asked => honest(asked, small));
		await using two = await uploader('two', asked => honest(asked, other));
		const records = [
			{...two.record(7, other), address: '127.0.0.1'},
			{...one.record(7, small), address: '127.0.0.1'},
			{...one.record(7, small), host: 'three', address: '127.0.0.2'},
		];
		await using folder = await temporaryFolder();
		expect((await fetch(folder.path, small, [], {job: {records}})).end).toMatchObject({bytes: small.length});
		await using second = await temporaryFolder();
		const digest = digestOfBytes(other);
		expect((await fetch(second.path, small, [], {job: {records, digest}})).end).toMatchObject({bytes: other.length});
	});
});
