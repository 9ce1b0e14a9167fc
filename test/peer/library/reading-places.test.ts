import {readFile, writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {ReadingPlaces} from '../../../source/peer/library/reading-places.ts';
import type {Failure} from '../../../source/text/failures.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

describe('the places where somebody stopped reading', () => {
	it('are there at the next start, the newest of very many', async () => {
		await using folder = await temporaryFolder();
		const file = folder.at('data', 'reading.json');
		const first = new ReadingPlaces(file, failure => expect(failure).toBeUndefined());
		await first.load();
		for (let rfc = 1; rfc <= 2500; rfc++) first.remember(rfc, rfc * 2);
		first.remember(2400, 7);
		first.remember(2399, 0);
		await first.saved();
		const second = new ReadingPlaces(file, failure => expect(failure).toBeUndefined());
		second.remember(2300, 5);
		await second.load();
		expect([1, 2300, 2399, 2400, 2500].map(rfc => second.lineOf(rfc))).toEqual([undefined, 5, undefined, 7, 5000]);
		await second.saved();
		expect((await readFile(file, 'utf8')).length).toBeLessThan(64 * 1024);
	});

	it('are begun anew, with a sentence, where the file is broken', async () => {
		await using folder = await temporaryFolder();
		const warnings: Failure[] = [];
		for (const text of ['{"places": [[1', '[]', '{"places": [[1, -4], ["x", 3], [9, 4]]}']) {
			await writeFile(folder.at('reading.json'), text);
			const places = new ReadingPlaces(folder.at('reading.json'), failure => warnings.push(failure));
			await places.load();
			expect(places.lineOf(1)).toBeUndefined();
			if (text.includes('[9, 4]')) expect(places.lineOf(9)).toBe(4);
		}
		expect(warnings.map(({kind}) => kind)).toEqual(['memory-unreadable', 'memory-unreadable']);
	});
});
