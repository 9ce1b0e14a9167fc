import {lstat, mkdir, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {KeptFile} from '../../../source/peer/disk/kept-file.ts';
import {Owner} from '../../../source/peer/disk/owner.ts';
import type {Failure} from '../../../source/text/failures.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

it('saves what there is when the writing begins: many changes at once are written together', async () => {
	await using folder = await temporaryFolder();
	const file = folder.at('new', 'state.json');
	let value = 0;
	let written = 0;
	const saver = new KeptFile({file, text: () => `${written++}: ${value}`, onWarning: () => {}});
	for (value = 1; value < 1000; value++) saver.save();
	await saver.saved();
	expect(await readFile(file, 'utf8')).toBe('0: 1000');
	saver.save();
	await saver.saved();
	expect(await readFile(file, 'utf8')).toBe('1: 1000');
});

it('tells once that it cannot save, and tries again at each change', async () => {
	await using folder = await temporaryFolder();
	const file = folder.at('in-the-way', 'state.json');
	await mkdir(file, {recursive: true});
	const warnings: Failure[] = [];
	const saver = new KeptFile({file, text: () => 'text', onWarning: failure => warnings.push(failure)});
	for (let change = 0; change < 3; change++) {
		saver.save();
		await saver.saved();
	}
	expect(warnings).toMatchObject([{kind: 'memory-not-writable', file}]);
	await rm(file, {recursive: true});
	saver.save();
	await saver.saved();
	expect(await readFile(file, 'utf8')).toBe('text');
});

it('is owned by one program, which removes what others left that were killed while they saved', async () => {
	await using folder = await temporaryFolder();
	const own = ['queue.json', 'rfc7.txt', 'notes.tmp', 'queue.json.old'];
	const left = ['queue.json.7de5b4959af0.tmp', 'memory.json.lock.0123456789ab'];
	for (const name of [...own, ...left]) await writeFile(folder.at(name), 'x');
	const owner = new Owner(folder.at('memory.json'));
	expect(await owner.isOurs()).toBe(true);
	expect(await new Owner(folder.at('memory.json')).isOurs()).toBe(false);
	expect((await readdir(folder.path)).sort()).toEqual([...own, 'memory.json.lock'].sort());
	await owner.release();
	expect(await new Owner(folder.at('memory.json')).isOurs()).toBe(true);
});

it('holds up no end of the program while it is found out whether another container’s program still runs', async () => {
	await using folder = await temporaryFolder();
	const [file, lock] = [folder.at('memory.json'), folder.at('memory.json.lock')];
	const former = new Owner(file);
	await former.isOurs();
	const other = JSON.stringify({...JSON.parse(await readFile(lock, 'utf8')), neighbourhood: 'another0'});
	await former.release();
	await writeFile(lock, other);
	const owner = new Owner(file);
	const isOurs = owner.isOurs();
	owner.hurry();
	expect(await isOurs).toBe(false);
	await owner.release();
	expect(await readFile(lock, 'utf8')).toBe(other);
});

it('is not written where the system cannot read it now, since that may pass', async () => {
	await using folder = await temporaryFolder();
	const file = folder.at('state.json');
	// Even the superuser cannot read a link to itself.
	await symlink(file, file);
	const warnings: Failure[] = [];
	const kept = new KeptFile({file, text: () => '{}', onWarning: failure => warnings.push(failure)});
	expect(await kept.load({mostBytes: 10, always: 'any'})).toBeUndefined();
	kept.save();
	await kept.saved();
	const reason = 'it is a link, or links in a circle; it is left as it is';
	expect(warnings).toEqual([{kind: 'memory-unreadable', file, reason}]);
	expect((await lstat(file)).isSymbolicLink()).toBe(true);
	expect(await readdir(folder.path)).toEqual(['state.json']);
});
