import {chmod, readFile, stat, writeFile} from 'node:fs/promises';
import {expect, it, test} from 'vitest';
import {isOpenToOthers, makeKey, parseKey, readKey} from '../../../source/commands/line/key-file.ts';
import {NetworkKey} from '../../../source/net/network-key.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

const secret = Buffer.from(Array.from({length: 32}, (_, at) => 7 * at));

test.each([
	['64 hexadecimal digits', `${secret.toString('hex')}\n`],
	['capital digits, with the line end of Windows', `${secret.toString('hex').toUpperCase()}\r\n`],
	['digits after a byte order mark, as some editors write', `\ufeff${secret.toString('hex')}\r\n`],
	['base64', `${secret.toString('base64')}\n`],
	['the bytes themselves', secret],
])('a key can be %s', (_, content) => {
	expect(parseKey(Buffer.from(content))).toEqual(secret);
});

test.each([
	'',
	'hunter2',
	'correct horse, battery, staples!',
	'0123456789abcdef0123456789abcdef',
	secret.toString('hex').slice(1),
	`${secret.toString('hex')}\n${secret.toString('hex')}\n`,
])('%j is no key', content => {
	expect(parseKey(Buffer.from(content))).toBeUndefined();
});

it('is made once, only for its owner, and never overwritten', async () => {
	await using folder = await temporaryFolder();
	const file = folder.at('lab.key');
	const made = await makeKey(file);
	const text = await readFile(file, 'utf8');
	expect(made?.identity).toBe((await readKey(file)).identity);
	expect((await stat(file)).mode & 0o077).toBe(0);
	expect(await isOpenToOthers(file)).toBe(false);
	expect(await makeKey(file)).toBeUndefined();
	expect(await readFile(file, 'utf8')).toBe(text);
	await chmod(file, 0o644);
	expect(await isOpenToOthers(file)).toBe(true);
	await chmod(file, 0o622);
	expect(await isOpenToOthers(file)).toBe(true);
	expect((await makeKey(folder.at('other.key')))?.identity).not.toBe(made?.identity);
});

it('is made in a folder that does not exist yet, as the help shows', async () => {
	await using folder = await temporaryFolder();
	const made = await makeKey(folder.at('.config', 'p2pci', 'lab.key'));
	expect((await readKey(folder.at('.config', 'p2pci', 'lab.key'))).identity).toBe(made?.identity);
});

it('that cannot be used is named, with the reason', async () => {
	await using folder = await temporaryFolder();
	await writeFile(folder.at('text'), 'hunter2\n');
	await expect(readKey(folder.at('text'))).rejects.toThrow(
		`The key file ${folder.at('text')} cannot be used: it holds`,
	);
	await expect(readKey(folder.at('none'))).rejects.toThrow('it does not exist. A key is 64 hexadecimal digits');
	await expect(makeKey(folder.at('text', 'key'))).rejects.toThrow(
		`Cannot write the key to ${folder.at('text', 'key')} (${folder.at('text')} is no folder)`,
	);
	await writeFile(folder.at('key'), secret.toString('hex'));
	expect((await readKey(folder.at('key'))).identity).toBe(new NetworkKey(secret).identity);
});
