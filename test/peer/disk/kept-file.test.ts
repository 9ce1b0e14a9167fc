import {mkdir, readFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {KeptFile} from '../../../source/peer/disk/kept-file.ts';
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

it('tells that it cannot save, and tries again at the next change', async () => {
	await using folder = await temporaryFolder();
	await mkdir(folder.at('in-the-way', 'state.json'), {recursive: true});
	const warnings: Failure[] = [];
	const file = folder.at('in-the-way', 'state.json');
	const saver = new KeptFile({file, text: () => 'text', onWarning: failure => warnings.push(failure)});
	saver.save();
	await saver.saved();
	saver.save();
	await saver.saved();
	expect(warnings).toMatchObject([
		{kind: 'memory-not-writable', file},
		{kind: 'memory-not-writable', file},
	]);
});
