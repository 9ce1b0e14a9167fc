import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {keptHabits} from '../../source/commands/habits.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {until} from './helpers/stage.ts';

describe('hints for a person who is new here', () => {
	it('are there in the first three starts, and each goes when what it tells of is used', async () => {
		await using folder = await temporaryFolder();
		const file = path.join(folder.path, 'deep', 'screen.json');
		const written = (text: string) =>
			until(
				() => {
					try {
						return readFileSync(file, 'utf8').includes(text);
					} catch {
						return false;
					}
				},
				() => `Not written: ${text}`,
			);
		const first = keptHabits(file);
		expect(first.hint()).toBe('? shows all keys · : finds any command.');
		await written('"starts":1');
		first.did('help');
		expect(first.hint()).toBe(': finds any command.');
		first.used('get');
		first.used('list');
		await written('["list","get"]');
		const second = keptHabits(file);
		expect(second.hint()).toBe(': finds any command.');
		expect(second.recent()).toEqual(['list', 'get']);
		await written('"starts":2');
		keptHabits(file);
		await written('"starts":3');
		expect(keptHabits(file).hint()).toBeUndefined();
	});

	it('are not hindered by a file that is broken', async () => {
		await using folder = await temporaryFolder();
		expect(keptHabits(folder.path).hint()).toContain('? shows all keys');
	});
});
