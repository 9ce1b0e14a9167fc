import {writeFile} from 'node:fs/promises';
import {gunzipSync, zstdDecompressSync} from 'node:zlib';
import {afterEach, describe, expect, it} from 'vitest';
import {Encoder} from '../../../source/peer/upload/upload-encoder.ts';
import {RawClient} from '../../helpers/raw-client.ts';
import {
	ask7,
	askUpload,
	endUploads,
	fieldOf,
	readUpload,
	startUploads,
	type UploadAnswer,
} from '../../helpers/upload.ts';
import {digestOfBytes} from '../../helpers/uploader.ts';

afterEach(endUploads);

const text = 'A line of the text, like many others.\n'.repeat(2000);
const digest = digestOfBytes(text);
/** Bytes that no coding makes fewer. */
const noise = (length: number): Buffer => {
	let state = 1;
	return Buffer.from(
		Array.from({length}, () => {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			return state >>> 24;
		}),
	);
};
const bytesOf = ({body}: UploadAnswer): Buffer => Buffer.from(body, 'latin1');

describe('an encoded answer', () => {
	it.each([
		['zstd', zstdDecompressSync],
		['gzip', gunzipSync],
	] as const)(
		'%s: is the document once it is decoded, with its own tag and length, and the digest of the document',
		async (coding, decode) => {
			const {port} = await startUploads(text, {digest});
			const plain = await askUpload(port, ask7());
			const answer = await askUpload(port, ask7({'Accept-Encoding': coding}));
			expect(answer.code).toBe(200);
			expect(answer.body.length).toBeLessThan(text.length / 10);
			expect(decode(bytesOf(answer)).toString()).toBe(text);
			expect(fieldOf(answer, 'Content-Encoding')).toBe(coding);
			expect(fieldOf(answer, 'Unencoded-Digest')).toBe(digest);
			expect(fieldOf(answer, 'Repr-Digest')).toBeUndefined();
			expect(fieldOf(answer, 'ETag')).toMatch(/^"[!#-~]+"$/);
			expect(fieldOf(answer, 'ETag')).not.toBe(fieldOf(plain, 'ETag'));
			for (const each of [plain, answer]) expect(fieldOf(each, 'Vary')).toBe('Accept-Encoding');
		},
	);

	it('goes to nobody who asks for a range, or for the head alone', async () => {
		const {port} = await startUploads(text, {digest});
		const part = await askUpload(port, ask7({'Accept-Encoding': 'zstd', Range: 'bytes=0-9'}));
		expect(part).toMatchObject({code: 206, body: 'A line of '});
		const whole = await askUpload(port, ask7({'Accept-Encoding': 'zstd', Range: 'bytes=0-1,3-4'}));
		expect(whole).toMatchObject({code: 200, body: text});
		const head = await askUpload(port, ask7({'Accept-Encoding': 'zstd'}, 'HEAD'));
		expect(fieldOf(head, 'Content-Length')).toBe(String(text.length));
		for (const each of [part, whole, head]) {
			expect(fieldOf(each, 'Content-Encoding')).toBeUndefined();
			expect(fieldOf(each, 'Repr-Digest')).toBe(digest);
		}
	});

	it('goes to nobody where it is switched off', async () => {
		const {port} = await startUploads(text, {digest, encode: false});
		const answer = await askUpload(port, ask7({'Accept-Encoding': 'zstd, gzip'}));
		expect(answer.body).toBe(text);
		expect(fieldOf(answer, 'Vary')).toBeUndefined();
	});

	it.each([
		['too small', Buffer.from('x'.repeat(1000))],
		['too large to know its length before it is encoded', Buffer.alloc(1024 * 1024 + 1, 'x')],
		['of bytes that get no fewer', noise(50_000)],
		['empty', Buffer.alloc(0)],
	])('is not made of a document that is %s', async (_, bytes) => {
		const {port} = await startUploads(bytes);
		const answer = await askUpload(port, ask7({'Accept-Encoding': 'zstd'}));
		expect(bytesOf(answer).equals(bytes)).toBe(true);
		expect(fieldOf(answer, 'Content-Encoding')).toBeUndefined();
	});

	it('is of a document of more than one buffer, too', async () => {
		const long = Buffer.concat([noise(300_000), Buffer.alloc(600_000, 'x'), noise(100_000)]);
		const {port} = await startUploads(long);
		const answer = await askUpload(port, ask7({'Accept-Encoding': 'zstd'}));
		expect(zstdDecompressSync(bytesOf(answer)).equals(long)).toBe(true);
	});

	it('is of the new bytes when the file has changed', async () => {
		const {port, file} = await startUploads(text);
		await askUpload(port, ask7({'Accept-Encoding': 'zstd'}));
		await writeFile(file, text.toUpperCase());
		const answer = await askUpload(port, ask7({'Accept-Encoding': 'zstd'}));
		expect(zstdDecompressSync(bytesOf(answer)).toString()).toBe(text.toUpperCase());
	});

	it('comes in its turn among plain ones', async () => {
		const {port} = await startUploads(text);
		await using client = await RawClient.connect({port});
		const fields = [{}, {'Accept-Encoding': 'zstd'}, {Range: 'bytes=0-3'}, {'Accept-Encoding': 'gzip'}, {}];
		await client.send(fields.map(each => ask7(each)).join(''));
		const answers: UploadAnswer[] = [];
		for (const _ of fields) answers.push(await readUpload(client));
		expect(answers.map(each => fieldOf(each, 'Content-Encoding') ?? each.code)).toEqual([
			200,
			'zstd',
			206,
			'gzip',
			200,
		]);
	});
});

describe('what was encoded', () => {
	it('is kept while there is room, and made once for all who ask at a time', async () => {
		const encoder = new Encoder(10_000);
		let made = 0;
		const encoded = (tag: string, bytes: Buffer) =>
			encoder.encoded(tag, 'gzip', async () => {
				made++;
				return bytes;
			});
		const half = Buffer.concat([noise(4000), Buffer.alloc(4000)]);
		const first = await Promise.all([encoded('a', half), encoded('a', half)]);
		expect(first[0]).toBe(first[1]);
		await encoded('a', half);
		expect(made).toBe(1);
		await encoded('b', half);
		await encoded('a', half);
		expect(made).toBe(2);
		// There is room for two: the one that was not asked for the longest goes.
		await encoded('c', half);
		await encoded('a', half);
		expect(made).toBe(3);
		await encoded('b', half);
		expect(made).toBe(4);
	});

	it('is not remembered when it could not be read', async () => {
		const encoder = new Encoder();
		await expect(encoder.encoded('a', 'zstd', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
		const body = await encoder.encoded('a', 'zstd', async () => Buffer.from(text));
		expect(zstdDecompressSync(body ?? '').toString()).toBe(text);
	});
});
