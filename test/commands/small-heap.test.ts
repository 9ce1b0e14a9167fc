import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {expect, it} from 'vitest';

const fill = `
	const v8 = await import('node:v8');
	const kept = [];
	for (let at = 0; at < 1_000_000; at++) kept.push({at, text: 'kept ' + at});
	const space = v8.getHeapSpaceStatistics().find(({space_name}) => space_name === 'new_space');
	console.log(kept.length, space.space_size / 1024 / 1024);
`;

/** MiB of room for new objects in a program that has made a million which stay. */
function roomAfter(first: string): number {
	const args = ['--input-type=module', '-e', `${first}${fill}`];
	const [, room] = execFileSync(process.execPath, args, {encoding: 'utf8'}).split(' ');
	return Number(room);
}

it('the room for new objects stays small, however many of them stay', () => {
	const module = new URL('../../source/commands/small-heap.ts', import.meta.url).href;
	expect(roomAfter('')).toBeGreaterThan(24);
	expect(roomAfter(`(await import('${module}')).keepHeapSmall();`)).toBeLessThan(12);
});
