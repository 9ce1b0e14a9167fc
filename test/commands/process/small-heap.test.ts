import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {expect, it} from 'vitest';

const module = JSON.stringify(import.meta.resolve('../../../source/commands/process/small-heap.ts'));
const keepHeapSmall = `(await import(${module})).keepHeapSmall();`;

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
	const usual = heapAfter('');
	const small = heapAfter(keepHeapSmall);
	expect(usual.room).toBeGreaterThan(24);
	expect(small.room).toBeLessThan(12);
	expect(usual.most).toBeGreaterThan(2.5);
	expect(small.most).toBeLessThan(2.2);
});

it('a program that is busy for long gets more room for new objects, and no more than is enough', () => {
	const script = `
		${keepHeapSmall}
		const v8 = await import('node:v8');
		const room = () => v8.getHeapSpaceStatistics().find(({space_name}) => space_name === 'new_space').space_size;
		const mebi = 1024 * 1024;
		const [first, kept] = [room(), []];
		let [rounds, last] = [0, Number.POSITIVE_INFINITY];
		// Goes on for a while after it has grown; many times as long as that takes, where it never does.
		for (let after = 0; after < 300 && rounds < 10_000; rounds++) {
			for (let at = 0; at < 20_000; at++) kept[(rounds * 20_000 + at) % 400_000] = {at, text: 'kept ' + at};
			if (room() > 8 * mebi) after++;
			// While a collection goes on, the pages that it empties are counted, too.
			if (after > 200) last = Math.min(last, room());
			await new Promise(resolve => setImmediate(resolve));
		}
		console.log(first / mebi, last / mebi);
		process.exit();
	`;
	const [first, last] = execFileSync(process.execPath, ['--input-type=module', '-e', script], {encoding: 'utf8'})
		.split(' ')
		.map(Number);
	expect(first).toBeLessThanOrEqual(8);
	expect(last).toBeGreaterThan(8);
	// What is below 16 MiB may double once more.
	expect(last).toBeLessThan(32);
});
