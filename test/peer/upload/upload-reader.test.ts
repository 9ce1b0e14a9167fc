import {execFile} from 'node:child_process';
import {statSync} from 'node:fs';
import {mkdir, symlink, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {promisify} from 'node:util';
import {afterEach, describe, expect, it} from 'vitest';
import {NoFileError} from '../../../source/peer/disk/safe-file.ts';
import type {FolderSpeeds} from '../../../source/peer/upload/quick-folders.ts';
import {dataBytes} from '../../../source/peer/upload/upload-buffers.ts';
import type {FilePiece} from '../../../source/peer/upload/upload-piece.ts';
import {FileReader} from '../../../source/peer/upload/upload-reader.ts';
import {RawClient} from '../../helpers/raw-client.ts';
import {type TemporaryFolder, temporaryFolder} from '../../helpers/temp.ts';
import {ask7, endUploads, readUpload, startUploads} from '../../helpers/upload.ts';

const readers: FileReader[] = [];
const folders: TemporaryFolder[] = [];

afterEach(async () => {
	for (const reader of readers.splice(0)) reader.close();
	await Promise.all(folders.splice(0).map(folder => folder[Symbol.asyncDispose]()));
	await endUploads();
});

const never: FolderSpeeds = {device: () => undefined, took: () => {}};

async function start(speeds: 'thread' | 'here', buffers = 8) {
	const folder = await temporaryFolder();
	folders.push(folder);
	const device = statSync(folder.path).dev;
	const reader = new FileReader(buffers, speeds === 'thread' ? never : {device: () => device, took: () => {}});
	readers.push(reader);
	return {folder, reader};
}

/** The bytes of a piece, which is released. */
function textOf(piece: FilePiece): string {
	const text = piece.data.toString();
	piece.release();
	return text;
}

it('rejects all pending reads when it is closed, those too that wait for a buffer', async () => {
	const {folder, reader} = await start('thread', 1);
	const path = folder.at('rfc7.txt');
	await writeFile(path, 'text');
	const reads = Promise.allSettled([1, 2, 3].map(() => reader.read({path, position: 0, most: 4})));
	reader.close();
	expect((await reads).map(({status}) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});

describe.each(['thread', 'here'] as const)('reading documents (%s)', how => {
	it('gives the part that is asked for, and the facts of the file', async () => {
		const {folder, reader} = await start(how);
		const path = folder.at('rfc7.txt');
		await writeFile(path, 'the text of it');
		const {size, mtimeMs, ctimeMs, ino} = statSync(path);
		const piece = await reader.read({path, position: 4, most: 4});
		expect(piece).toMatchObject({position: 4, length: 4});
		expect(piece.facts).toEqual({bytes: size, modified: mtimeMs, changed: ctimeMs, inode: ino});
		expect(textOf(piece)).toBe('text');
		expect(textOf(await reader.read({path, position: -5, most: 5}))).toBe('of it');
		expect(textOf(await reader.read({path, position: 10, most: 1000}))).toBe('f it');
		expect(textOf(await reader.read({path, position: 14, most: 1}))).toBe('');
		expect(textOf(await reader.read({path, position: Number.MAX_SAFE_INTEGER, most: 1}))).toBe('');
		expect(textOf(await reader.read({path, position: 0, most: 0}))).toBe('');
	});

	it('puts a head before the bytes, without moving them', async () => {
		const {folder, reader} = await start(how);
		const path = folder.at('rfc7.txt');
		await writeFile(path, 'the text');
		const piece = await reader.read({path, position: 0, most: 100});
		expect(piece.withHead('Größe: 1\r\n\r\n')?.toString()).toBe('Größe: 1\r\n\r\nthe text');
		expect(piece.withHead('x'.repeat(10_000))).toBeUndefined();
		expect(textOf(piece)).toBe('the text');
	});

	it('gives at most a buffer at a time', async () => {
		const {folder, reader} = await start(how);
		const path = folder.at('rfc7.txt');
		await writeFile(path, Buffer.alloc(dataBytes + 100, 'x'));
		const piece = await reader.read({path, position: 0, most: Number.MAX_SAFE_INTEGER});
		expect(piece.length).toBe(dataBytes);
		piece.release();
	});

	it('uses few buffers again and again, for as many as ask', async () => {
		const {folder, reader} = await start(how, 3);
		const path = folder.at('rfc7.txt');
		await writeFile(path, Array.from({length: 1000}, (_, index) => String(index).padStart(4)).join(''));
		const texts = await Promise.all(
			Array.from({length: 200}, async (_, index) => textOf(await reader.read({path, position: index * 4, most: 4}))),
		);
		expect(texts).toEqual(Array.from({length: 200}, (_, index) => String(index).padStart(4)));
		expect(reader.free).toBe(3);
	});

	it('finds no document in what is no regular file, and waits for none', async () => {
		const {folder, reader} = await start(how);
		await mkdir(folder.at('rfc1.txt'));
		const names = ['rfc1.txt', 'rfc2.txt', 'rfc1.txt/rfc3.txt'];
		if (process.platform !== 'win32') {
			await promisify(execFile)('mkfifo', [folder.at('rfc4.txt')]);
			names.push('rfc4.txt');
		}
		for (const name of names) {
			const reading = reader.read({path: folder.at(name), position: 0, most: 10});
			await expect(reading).rejects.toBeInstanceOf(NoFileError);
		}
		expect(reader.free).toBe(8);
	});

	it('follows links', async () => {
		const {folder, reader} = await start(how);
		await writeFile(folder.at('elsewhere.txt'), 'the text');
		await symlink(folder.at('elsewhere.txt'), folder.at('rfc7.txt'));
		expect(textOf(await reader.read({path: folder.at('rfc7.txt'), position: 0, most: 100}))).toBe('the text');
	});
});

describe('an upload server whose folder is not quick', () => {
	it('answers pipelined requests in order, each with its document', async () => {
		const text = 'A line of text.\n'.repeat(60_000);
		const {port, folder} = await startUploads(text, {folders: never});
		for (let rfc = 100; rfc < 140; rfc++) await writeFile(folder.at(`rfc${rfc}.txt`), `Document ${rfc}\n`.repeat(rfc));
		await using client = await RawClient.connect({port});
		const numbers = Array.from({length: 400}, (_, index) => (index % 7 === 0 ? 7 : 100 + ((index * 13) % 45)));
		await client.send(numbers.map(rfc => ask7().replace('RFC 7', `RFC ${rfc}`)).join(''));
		for (const rfc of numbers) {
			const {code, body} = await readUpload(client);
			if (rfc === 7) expect(body === text).toBe(true);
			else if (rfc < 140) expect(body).toBe(`Document ${rfc}\n`.repeat(rfc));
			else expect(code).toBe(404);
		}
	});
});
