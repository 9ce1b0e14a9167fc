import {randomBytes} from 'node:crypto';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {CodingError, codingFields, contentDecoder} from '../../../source/peer/download/content-decoder.ts';

const text = Buffer.from('the text of a document\n'.repeat(5000));
const codings = {zstd: zstdCompressSync(text), gzip: gzipSync(text)} as const;

async function decode(coding: string, bytes: Buffer, {most = text.length, piece = bytes.length} = {}): Promise<Buffer> {
	const pieces: Buffer[] = [];
	const decoder = contentDecoder(coding, most, each => void pieces.push(Buffer.from(each)));
	if (!decoder) throw new Error('unknown');
	for (let at = 0; at < bytes.length; at += piece) {
		// The memory is used again at once.
		const chunk = Buffer.from(bytes.subarray(at, at + piece));
		const taken = decoder.write(chunk);
		chunk.fill(0);
		await taken;
	}
	await decoder.end();
	return Buffer.concat(pieces);
}

describe('a body in a content coding', () => {
	for (const [coding, bytes] of Object.entries(codings)) {
		it(`is decoded, whole or in pieces (${coding})`, async () => {
			expect((await decode(coding, bytes)).equals(text)).toBe(true);
			expect((await decode(coding, bytes, {piece: 7})).equals(text)).toBe(true);
		});

		it(`is refused when it grows beyond what was announced (${coding})`, async () => {
			await expect(decode(coding, bytes, {most: text.length - 1})).rejects.toBeInstanceOf(CodingError);
		});

		it(`is refused when it is cut, or is something else (${coding})`, async () => {
			await expect(decode(coding, bytes.subarray(0, bytes.length - 5))).rejects.toBeInstanceOf(CodingError);
			await expect(decode(coding, randomBytes(500))).rejects.toBeInstanceOf(CodingError);
		});
	}

	it('holds back while what came out is not dealt with', async () => {
		let release = () => {};
		const gate = new Promise<void>(resolve => {
			release = resolve;
		});
		let given = 0;
		const big = gzipSync(Buffer.alloc(4 * 1024 * 1024));
		const decoder = contentDecoder('gzip', 4 * 1024 * 1024, each => {
			given += each.length;
			return gate;
		});
		const ended = decoder?.write(big).then(() => decoder.end());
		await new Promise(resolve => setTimeout(resolve, 50));
		expect(given).toBeLessThan(256 * 1024);
		release();
		await ended;
		expect(given).toBe(4 * 1024 * 1024);
	});

	it('that nobody knows is none', () => {
		expect(contentDecoder('br', 1, () => {})).toBeUndefined();
	});
});

it('codings are asked for from other machines only', () => {
	for (const own of ['127.0.0.1', '127.0.0.2', '::1']) expect(codingFields(own)).toEqual([]);
	for (const other of ['192.0.2.7', '2001:db8::7'])
		expect(codingFields(other)).toEqual([['Accept-Encoding', 'zstd, gzip']]);
});
