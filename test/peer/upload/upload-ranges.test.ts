import {rename, writeFile} from 'node:fs/promises';
import {afterEach, describe, expect, it} from 'vitest';
import fc from '../../helpers/properties.ts';
import {RawClient} from '../../helpers/raw-client.ts';
import {until} from '../../helpers/until.ts';
import {ask7, askUpload, endUploads, fieldOf, readUpload, startUploads} from '../../helpers/upload.ts';
import {digestOfBytes} from '../../helpers/uploader.ts';

afterEach(endUploads);

const text = 'A very short RFC.\n';
const digest = digestOfBytes(text);
/** Larger than a few buffers, and different everywhere. */
const large = Buffer.from(Array.from({length: 1_000_003}, (_, index) => (index * 31 + (index >> 8) * 7) % 256));

describe('GET and HEAD of 1.1', () => {
	it('tell what an identity answer is to tell', async () => {
		const {port} = await startUploads(text, {digest});
		for (const method of ['GET', 'HEAD']) {
			const answer = await askUpload(port, ask7({}, method));
			expect(answer.code).toBe(200);
			expect(answer.body).toBe(method === 'GET' ? text : '');
			expect(fieldOf(answer, 'Content-Length')).toBe('18');
			expect(fieldOf(answer, 'Repr-Digest')).toBe(digest);
			expect(fieldOf(answer, 'Unencoded-Digest')).toBeUndefined();
			expect(fieldOf(answer, 'ETag')).toMatch(/^"[!#-~]+"$/);
			expect(fieldOf(answer, 'Last-Modified')).toBe('Sun, 21 Jan 2001 09:23:46 GMT');
			expect(fieldOf(answer, 'Content-Type')).toBe('text/plain');
			expect(fieldOf(answer, 'Accept-Ranges')).toBe('bytes');
			expect(fieldOf(answer, 'OS')).toBe('Linux 6.1');
			expect(Date.parse(fieldOf(answer, 'Date') ?? '')).toBeGreaterThan(0);
		}
	});

	it('tell no digest of bytes that are not the file any more', async () => {
		const {port, file} = await startUploads(text, {digest});
		const before = await askUpload(port, ask7());
		await writeFile(file, 'a VERY short RFC.\n');
		const after = await askUpload(port, ask7());
		expect(after.body).toBe('a VERY short RFC.\n');
		expect(fieldOf(after, 'Repr-Digest')).toBeUndefined();
		expect(fieldOf(after, 'ETag')).not.toBe(fieldOf(before, 'ETag'));
	});

	it('have another tag for other bytes when nobody knows a digest', async () => {
		const {port, file, folder} = await startUploads(text);
		const tags = new Set<string | undefined>();
		for (const content of [text, 'a VERY short RFC.\n', text, `${text}more`]) {
			await writeFile(folder.at('new.txt'), content);
			await rename(folder.at('new.txt'), file);
			tags.add(fieldOf(await askUpload(port, ask7()), 'ETag'));
		}
		expect(tags.size).toBe(4);
	});

	it('say 304 to who has it, without a body, on a connection that goes on', async () => {
		const {port} = await startUploads(text, {digest});
		await using client = await RawClient.connect({port});
		await client.send(ask7());
		const tag = fieldOf(await readUpload(client), 'ETag') ?? '';
		await client.send(ask7({'If-None-Match': tag}) + ask7({'If-None-Match': '"other"'}));
		const same = await readUpload(client);
		expect(same).toMatchObject({code: 304, body: ''});
		expect(fieldOf(same, 'ETag')).toBe(tag);
		expect(await readUpload(client)).toMatchObject({code: 200, body: text});
	});
});

describe('a range', () => {
	it('is answered with 206, where it is, and the digest of the whole', async () => {
		const {port} = await startUploads(text, {digest});
		const answer = await askUpload(port, ask7({Range: 'bytes=2-10'}));
		expect(answer).toMatchObject({code: 206, body: 'very shor'});
		expect(fieldOf(answer, 'Content-Range')).toBe('bytes 2-10/18');
		expect(fieldOf(answer, 'Repr-Digest')).toBe(digest);
		expect(fieldOf(answer, 'ETag')).toBe(fieldOf(await askUpload(port, ask7()), 'ETag'));
	});

	it('behind the end is 416, told with the length, and the connection goes on', async () => {
		const {port} = await startUploads(text);
		await using client = await RawClient.connect({port});
		const far = '9'.repeat(500);
		await client.send(ask7({Range: 'bytes=18-'}) + ask7({Range: 'bytes=-3'}) + ask7({Range: `bytes=${far}-${far}`}));
		const answer = await readUpload(client);
		expect(answer.code).toBe(416);
		expect(fieldOf(answer, 'Content-Range')).toBe('bytes */18');
		expect(fieldOf(answer, 'Content-Type')).toBe('application/problem+json');
		expect(JSON.parse(answer.body)).toEqual({
			title: 'Range Not Satisfiable',
			status: 416,
			detail: 'RFC 7 has 18 bytes.',
		});
		expect(await readUpload(client)).toMatchObject({code: 206, body: 'C.\n'});
		expect((await readUpload(client)).code).toBe(416);
	});

	it('of a file that is another now is answered with the whole of that', async () => {
		const {port, file} = await startUploads(text);
		const tag = fieldOf(await askUpload(port, ask7()), 'ETag') ?? '';
		expect((await askUpload(port, ask7({Range: 'bytes=2-3', 'If-Range': tag}))).code).toBe(206);
		await writeFile(file, 'Another, longer text.\n');
		const answer = await askUpload(port, ask7({Range: 'bytes=2-3', 'If-Range': tag}));
		expect(answer).toMatchObject({code: 200, body: 'Another, longer text.\n'});
	});

	it('of an empty file: nothing can be had of it', async () => {
		const {port} = await startUploads('');
		expect((await askUpload(port, ask7({Range: 'bytes=0-'}))).code).toBe(416);
		expect(await askUpload(port, ask7({Range: 'bytes=-5'}))).toMatchObject({code: 200, body: ''});
		expect(await askUpload(port, ask7())).toMatchObject({code: 200, body: ''});
	});

	it('gets the slice of the file, in any sequence of requests, pipelined', async () => {
		const {port} = await startUploads(large);
		await using client = await RawClient.connect({port});
		const position = fc.oneof(
			fc.nat(large.length + 10),
			fc.constantFrom(0, 260_095, 260_096, 260_097, large.length - 1),
		);
		const range = fc.tuple(fc.constantFrom('closed', 'open', 'end', 'none'), position, fc.nat(300_000));
		await fc.assert(
			fc.asyncProperty(fc.array(range, {minLength: 1, maxLength: 6}), async ranges => {
				const asked = ranges.map(([kind, from, length]) => {
					if (kind === 'none') return {value: undefined, slice: large};
					if (kind === 'open') return {value: `bytes=${from}-`, slice: large.subarray(from)};
					if (kind === 'end') return {value: `bytes=-${from + 1}`, slice: large.subarray(-from - 1)};
					return {value: `bytes=${from}-${from + length}`, slice: large.subarray(from, from + length + 1)};
				});
				await client.send(asked.map(({value}) => ask7(value === undefined ? {} : {Range: value})).join(''));
				for (const {value, slice} of asked) {
					const answer = await readUpload(client);
					const code = value === undefined ? 200 : slice.length > 0 ? 206 : 416;
					expect([value, answer.code]).toEqual([value, code]);
					if (code !== 416) expect(Buffer.from(answer.body, 'latin1').equals(slice)).toBe(true);
				}
			}),
			{numRuns: 25},
		);
	});

	it('is cut where the file changes under it', async () => {
		const {port, file, uploads} = await startUploads(Buffer.alloc(16 * 1024 * 1024), {pace: () => 2_000_000});
		await using client = await RawClient.connect({port});
		await client.send(ask7({Range: 'bytes=1000-'}));
		await client.read(2000);
		await writeFile(file, Buffer.alloc(16 * 1024 * 1024, 'b'));
		await client.closed(20_000);
		expect(client.pending).not.toContain('b');
		await until(() => [...uploads.values()].some(({state}) => state === 'failed'));
	});
});
