import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {writeFileSync} from 'node:fs';
import process from 'node:process';
import {describe, expect, it, test} from 'vitest';
import {digestOfHex, hexOfDigest, parseDigest} from '../../../source/commands/documents/digest-text.ts';
import {formatManifest, ManifestError, parseManifest} from '../../../source/commands/documents/manifest.ts';
import fc from '../../helpers/properties.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {digestOfBytes as digest} from '../../helpers/uploader.ts';

const hex = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a digest', () => {
	test.each([
		[hex('a')],
		[hex('a').toUpperCase()],
		[`sha256:${hex('a')}`],
		[`sha-256=${hex('a')}`],
		[` ${digest('a')} `],
		[`sha-512=:AA==:, ${digest('a')}`],
	])('%s is read', text => {
		expect(parseDigest(text)).toBe(digest('a'));
	});

	test.each([
		'',
		'a',
		hex('a').slice(1),
		`${hex('a')}0`,
		`md5:${hex('a')}`,
		'sha-256=:short:',
		`${hex('a').slice(1)}g`,
	])('%s is none', text => {
		expect(parseDigest(text)).toBeUndefined();
	});

	it('is the same in both forms', () => {
		fc.assert(
			fc.property(fc.string(), text => {
				expect(digestOfHex(hex(text))).toBe(digest(text));
				expect(hexOfDigest(digest(text))).toBe(hex(text));
			}),
		);
	});
});

describe('a manifest', () => {
	const text = [
		`${hex('one')}  rfc1.txt`,
		`${hex('two').toUpperCase()} *RFC0002.TXT`,
		`${hex('three')}  ./rfc3.txt`,
		'# made by hand',
		`${hex('picture')}  rfc3.pdf`,
		`${hex('deep')}  old/rfc4.txt`,
		`\\${hex('odd')}  rfc5.txt\\nrfc5.txt`,
		'',
	].join('\n');

	it('is read as sha256sum writes it; only rfcN.txt counts, the rest is kept', () => {
		const {files, others} = parseManifest(text);
		expect([...files]).toEqual([
			[1, {name: 'rfc1.txt', digest: digest('one')}],
			[2, {name: 'RFC0002.TXT', digest: digest('two')}],
			[3, {name: 'rfc3.txt', digest: digest('three')}],
		]);
		expect(others).toHaveLength(4);
	});

	it('made in the folder above is about the files of the one folder that it names, and stays so', () => {
		const above = `${hex('one')}  my rfcs/rfc1.txt\n${hex('two')}  my rfcs/rfc2.txt\n${hex('notes')}  my rfcs/notes\n`;
		const {files} = parseManifest(above);
		expect(files.get(1)).toEqual({name: 'rfc1.txt', digest: digest('one')});
		expect(files.size).toBe(2);
		expect(formatManifest(parseManifest(above))).toBe(above);
		expect(parseManifest(`${hex('one')}  a/rfc1.txt\n${hex('two')}  b/rfc1.txt\n`).files.size).toBe(0);
	});

	it('may have line ends of Windows, and a byte order mark', () => {
		expect(parseManifest(`\uFEFF${text.replaceAll('\n', '\r\n')}`).files).toEqual(parseManifest(text).files);
	});

	it('that cannot be meant is refused, with the place', () => {
		expect(() => parseManifest(`${hex('one')}  rfc1.txt\nhello\n`)).toThrow(
			new ManifestError('its line 2 is not a checksum and a file name'),
		);
		expect(() => parseManifest(`${hex('one').slice(1)}  rfc1.txt`)).toThrow('its line 1 is not a checksum');
		expect(() => parseManifest(`${hex('one')}  rfc1.txt\n${hex('two')}  rfc0001.txt`)).toThrow(
			'it has two different digests of RFC 1',
		);
	});

	it('is written by number, and read again as it was', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.integer({min: 1, max: 2 ** 31 - 1})),
				fc.array(fc.string({unit: 'grapheme-ascii'})),
				(numbers, remarks) => {
					const files = new Map(numbers.map(rfc => [rfc, {name: `rfc${rfc}.txt`, digest: digest(String(rfc))}]));
					const others = remarks.map(remark => `# ${remark}`);
					const written = formatManifest({files, others});
					const again = parseManifest(written);
					expect(again.files).toEqual(new Map([...files].sort(([one], [other]) => one - other)));
					expect([...again.files.keys()]).toEqual([...numbers].sort((one, other) => one - other));
					expect(again.others).toEqual(others);
					expect(formatManifest(again)).toBe(written);
				},
			),
		);
	});

	it.skipIf(process.platform !== 'linux')('is taken by sha256sum itself, and its own is read', async () => {
		await using folder = await temporaryFolder();
		for (const rfc of [10, 9]) writeFileSync(folder.at(`rfc${rfc}.txt`), `text of ${rfc}\n`);
		const theirs = execFileSync('sha256sum', ['rfc9.txt', 'rfc10.txt'], {cwd: folder.path, encoding: 'utf8'});
		const ours = formatManifest(parseManifest(theirs));
		expect(ours).toBe(theirs);
		writeFileSync(folder.at('SHA256SUMS'), ours);
		const checked = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
			cwd: folder.path,
			encoding: 'utf8',
		});
		expect(checked).toBe('rfc9.txt: OK\nrfc10.txt: OK\n');
	});
});
