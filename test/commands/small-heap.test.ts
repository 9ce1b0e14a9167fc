import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {expect, it} from 'vitest';

const fill = `
	const v8 = await import('node:v8');
	const kept = [];
	for (let at = 0; at < 1_000_000; at++) kept.push({at, text: 'kept ' + at});
	const room = v8.getHeapSpaceStatistics().find(({space_name}) => space_name === 'new_space').space_size;
	let most = 0;
	for (let at = 0; at < 4_000_000; at++) {
		// Survives long enough to become old.
		kept[at % kept.length] = {at, text: 'kept ' + at};
		if (at % 10_000 === 0) most = Math.max(most, v8.getHeapStatistics().used_heap_size);
	}
	gc();
	console.log(kept.length, room / 1024 / 1024, most / v8.getHeapStatistics().used_heap_size);
`;

/**
 * Runs a program that keeps a million objects: MiB of its young generation, and its peak heap relative to what it
 * needs.
 */
function heapAfter(first: string): {readonly room: number; readonly most: number} {
	const args = ['--expose-gc', '--input-type=module', '-e', `${first}${fill}`];
	const [, room, most] = execFileSync(process.execPath, args, {encoding: 'utf8'}).split(' ').map(Number);
	return {room: room ?? Number.NaN, most: most ?? Number.NaN};
}

it('the heap stays near what is in use, however many new objects stay and old ones go', () => {
	const module = new URL('../../source/commands/small-heap.ts', import.meta.url).href;
	const usual = heapAfter('');
	const small = heapAfter(`(await import('${module}')).keepHeapSmall();`);
	expect(usual.room).toBeGreaterThan(24);
	expect(small.room).toBeLessThan(12);
	expect(usual.most).toBeGreaterThan(2.5);
	expect(small.most).toBeLessThan(2.2);
});
