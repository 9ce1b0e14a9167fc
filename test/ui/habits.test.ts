import {readFileSync, writeFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {keptHabits} from '../../source/commands/habits.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {until} from './helpers/stage.ts';

const untilIn = (file: string, text: string) =>
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

describe('hints for a person who is new here', () => {
	it('are there in the first three starts, and each goes when what it tells of is used', async () => {
		await using folder = await temporaryFolder();
		const file = folder.at('deep', 'screen.json');
		const written = (text: string) => untilIn(file, text);
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
		const file = folder.at('screen.json');
		writeFileSync(file, '{"starts": 3, "did": ["he');
		expect(keptHabits(file).hint()).toContain('? shows all keys');
		await untilIn(file, '"starts":1');
	});
});
