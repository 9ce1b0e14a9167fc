import {expect, it} from 'vitest';
import {Flow} from '../../source/net/flow.ts';

it('too little in a whole window is as good as nothing, however it is spread', () => {
	const flow = new Flow(1000, 100);
	flow.begin(5000, 700);
	expect(flow.isTooSlow(5999, 700)).toBe(false);
	expect(flow.isTooSlow(6000, 800)).toBe(false);
	expect(flow.isTooSlow(6500, 899)).toBe(false);
	expect(flow.isTooSlow(7000, 899)).toBe(true);
});

it('what begins has a window of its own', () => {
	const flow = new Flow(1000, 100);
	flow.begin(0, 0);
	flow.begin(900, 50);
	expect(flow.isTooSlow(1500, 50)).toBe(false);
	expect(flow.isTooSlow(1900, 150)).toBe(false);
	expect(flow.isTooSlow(2900, 200)).toBe(true);
});

it.each([
	['nothing for a whole window', 1000, 0, undefined],
	['nothing for longer', 1001, 0, 'silent'],
	['a little at the beginning, and then nothing', 1000, 10, 'silent'],
	['a little until now', 1000, 900, 'slow'],
	['a little in less than a window', 999, 900, undefined],
] as const)('%s (%i ms, last moved at %i ms): %s', (_, now, moved, expected) => {
	const flow = new Flow(1000, 100);
	flow.begin(moved === 0 ? 1 : 0, 0);
	expect(flow.stall(now, 50, moved)).toBe(expected);
});
