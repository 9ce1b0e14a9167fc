import {expect, it} from 'vitest';
import {BufferPool} from '../../../source/peer/download/buffer-pool.ts';

it('gives room of the length that is wanted, never the same to two', () => {
	const memory = new BufferPool();
	const lengths = [0, 1, 65_536, 65_537, 1_000_000];
	const given = lengths.map(length => memory.take(length));
	expect(given.map(({length}) => length)).toEqual(lengths);
	expect(new Set(given.map(({buffer}) => buffer)).size).toBe(lengths.length);
});

it('uses again what was given back, once, for a document of about that size', () => {
	const memory = new BufferPool();
	const first = memory.take(50_000);
	memory.giveBack(first);
	expect(memory.take(70_000).buffer).not.toBe(first.buffer);
	const second = memory.take(60_000);
	expect([second.buffer === first.buffer, second.length]).toEqual([true, 60_000]);
	expect(memory.take(60_000).buffer).not.toBe(first.buffer);
});

it('keeps no more than a few megabytes that nobody uses, and nothing that is not its own', () => {
	const memory = new BufferPool();
	const given = Array.from({length: 100}, () => memory.take(65_536));
	for (const each of given) memory.giveBack(each);
	memory.giveBack(new Uint8Array(65_536));
	const before = new Set(given.map(({buffer}) => buffer));
	const again = Array.from({length: 100}, () => memory.take(65_536));
	expect(again.filter(({buffer}) => before.has(buffer)).length).toBe(64);
});
