/** One download of RFC 7 from the given uploaders, and the ways in which an uploader can be bad. */
import {randomBytes} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import {expect} from 'vitest';
import type {FetchEnd, FetchJob} from '../../../../source/peer/download/fetch-job.ts';
import {type FetcherOptions, openFetcher} from '../../../../source/peer/download/fetcher.ts';
import type {DownloadSource} from '../../../../source/peer/peer-state.ts';
import type {Failure} from '../../../../source/text/failures.ts';
import {type Asked, digestOfBytes, honest, type Uploader} from '../../../helpers/uploader.ts';

export const mebi = 1024 * 1024;
export const small = Buffer.from('the text of a document\n'.repeat(2000));
export const large = randomBytes(5 * mebi + 12_345);

type Got = {readonly end: FetchEnd; readonly troubles: readonly Failure[]; readonly sources: readonly DownloadSource[]};

/** Downloads RFC 7 from the uploaders into the folder; resolves with how it ended and what went wrong on the way. */
export async function fetch(
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
		...{rfc: 7, title: 'A Title', records, digest: digestOfBytes(bytes)},
		onTrouble: failure => troubles.push(failure),
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
export async function expectWhole(folder: string, bytes: Buffer, end: FetchEnd): Promise<void> {
	expect(end).toMatchObject({kind: 'done', bytes: bytes.length, verified: 'digest', digest: digestOfBytes(bytes)});
	expect((await readFile(`${folder}/rfc7.txt`)).equals(bytes)).toBe(true);
	expect(await readdir(folder)).toEqual(['rfc7.txt']);
}

function garbled(bytes: Buffer): Buffer {
	const known = garbledBefore.get(bytes);
	if (known) return known;
	const wrong = Buffer.from(bytes);
	for (let at = 100; at < wrong.length; at += 50_000) wrong[at] = (wrong[at] ?? 0) ^ 1;
	garbledBefore.set(bytes, wrong);
	return wrong;
}

/** Wanted anew for each request. */
const garbledBefore = new WeakMap<Buffer, Buffer>();

/** An answer that declares the digest in the index but carries other bytes. */
export const liesAbout = (bytes: Buffer, asked: Asked): void => {
	const [start, end] = asked.range ?? [0, bytes.length];
	const body = garbled(bytes).subarray(start, end);
	const range = asked.range ? `Content-Range: bytes ${start}-${start + body.length - 1}/${bytes.length}\r\n` : '';
	const status = asked.range ? '206 Partial Content' : '200 OK';
	asked.socket.write(
		`P2P-CI/1.1 ${status}\r\n${range}Repr-Digest: ${digestOfBytes(bytes)}\r\nContent-Length: ${body.length}\r\n\r\n`,
	);
	asked.socket.write(body);
};

/** Ways in which a source can be bad, and the kind of failure expected of each. */
export const bad: Readonly<
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
