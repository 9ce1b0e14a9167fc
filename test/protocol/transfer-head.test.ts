import {describe, expect, it} from 'vitest';
import {type Field, Fields} from '../../source/protocol/message.ts';
import {contentRangeOf, transferHead} from '../../source/protocol/transfer-head.ts';

const digest = `sha-256=:${'A'.repeat(43)}=:`;
const head = (code: number, ...fields: readonly Field[]) =>
	transferHead({version: '1.1', code, phrase: 'OK', fields: new Fields(fields)});

describe('the head of an answer to GET', () => {
	it('tells which bytes follow, and of what', () => {
		const fields: readonly Field[] = [
			['Content-Range', 'bytes 10-19/100'],
			['Content-Length', '10'],
			['Repr-Digest', `md5=:AAAA:, ${digest}`],
			['ETag', '"one"'],
		];
		expect(head(206, ...fields)).toEqual({
			...{code: 206, phrase: 'OK', length: 10, digest, etag: '"one"'},
			range: {start: 10, end: 20, total: 100},
		});
		expect(head(200, ...fields).range).toBeUndefined();
	});

	it('tells the digest of an encoded document only by Unencoded-Digest', () => {
		const encoded: Field = ['Content-Encoding', 'zstd'];
		expect(head(200, encoded, ['Repr-Digest', digest])).toMatchObject({encoding: 'zstd'});
		expect(head(200, encoded, ['Repr-Digest', digest]).digest).toBeUndefined();
		expect(head(200, encoded, ['Unencoded-Digest', digest]).digest).toBe(digest);
		expect(head(200, ['Content-Encoding', 'identity'], ['Repr-Digest', digest])).toMatchObject({digest});
	});

	it('tells a coding by its present name', () => {
		const codingOf = (text: string) => head(200, ['Content-Encoding', text]).encoding;
		expect(['gzip', 'GZIP', 'x-gzip', 'X-Gzip', 'zstd', 'identity'].map(codingOf)).toEqual([
			...['gzip', 'gzip', 'gzip', 'gzip', 'zstd'],
			undefined,
		]);
	});

	it('tells how long to wait of 503 alone', () => {
		expect(head(503, ['Retry-After', '7']).retryAfter).toBe(7);
		expect(head(404, ['Retry-After', '7']).retryAfter).toBeUndefined();
		expect(head(503, ['Retry-After', 'soon']).retryAfter).toBeUndefined();
	});

	it('tells how long to wait until a date, by the clock of the sender', () => {
		const wait = (retryAfter: string, ...more: readonly Field[]) =>
			head(503, ['Retry-After', retryAfter], ...more).retryAfter;
		const sent: Field = ['Date', 'Sun, 06 Nov 1994 08:49:30 GMT'];
		expect(wait('Sun, 06 Nov 1994 08:49:37 GMT', sent)).toBe(7);
		expect(wait('Sunday, 06-Nov-94 08:49:37 GMT', sent)).toBe(7);
		expect(wait('Sun, 06 Nov 1994 08:49:29 GMT', sent)).toBe(0);
		expect(wait('8', sent)).toBe(8);
		expect(wait('Sun, 06 Nov 1994 08:49:37 GMT')).toBeUndefined();
	});

	it('takes no range that makes no sense', () => {
		for (const text of ['', 'bytes 5-4/9', 'bytes 0-9/9', 'bytes */9', 'bytes 0-1/*', 'lines 0-1/9', 'bytes -1-2/9']) {
			expect(contentRangeOf(text), text).toBeUndefined();
		}
		expect(contentRangeOf('bytes 0-0/1')).toEqual({start: 0, end: 1, total: 1});
	});
});
