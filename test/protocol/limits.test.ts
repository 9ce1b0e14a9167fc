/** The leaves import nothing from each other, so some of them repeat a number: it must be the same number. */
import {expect, it} from 'vitest';
import {defaultPort, limits} from '../../source/protocol/message.ts';
import {fileNameOf, rfcNumberOfFile} from '../../source/rfc/file-name.ts';
import {joined} from '../../source/rfc/title-wording.ts';
import {parseHostPort, parsePort} from '../../source/text/address.ts';
import {sentence} from '../../source/text/failures.ts';

it('the largest number of an RFC is that of file names and sentences', () => {
	expect(rfcNumberOfFile(fileNameOf(limits.maxRfc))).toBe(limits.maxRfc);
	expect(rfcNumberOfFile(fileNameOf(limits.maxRfc + 1))).toBeUndefined();
	expect(sentence({kind: 'rfc-invalid', value: 'x'})).toContain(limits.maxRfc.toLocaleString('en'));
});

it('the longest title is that of documents and sentences', () => {
	expect(joined(['x'.repeat(2 * limits.maxTitleLength)])).toHaveLength(limits.maxTitleLength);
	expect(sentence({kind: 'title-invalid'})).toContain(limits.maxTitleLength.toLocaleString('en'));
});

it('the longest name, the largest port and the default port are those of addresses and sentences', () => {
	const longest = 'x'.repeat(limits.maxHostLength);
	expect(parseHostPort(longest, defaultPort)).toEqual({host: longest, port: defaultPort});
	expect(parseHostPort(`${longest}x`, defaultPort)).toBeUndefined();
	expect(sentence({kind: 'name-invalid', name: '', cause: 'too-long'})).toContain(String(limits.maxHostLength));
	expect([limits.maxPort, limits.maxPort + 1].map(port => parsePort(String(port)))).toEqual([
		limits.maxPort,
		undefined,
	]);
	const absent = (port: number) => sentence({kind: 'server-absent', host: '127.0.0.1', port, reason: 'x'});
	expect(absent(defaultPort)).toContain('with p2pci server,');
	expect(absent(defaultPort + 1)).toContain(`with p2pci server --port ${defaultPort + 1},`);
});
