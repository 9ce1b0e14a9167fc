import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {StallWatch} from '../../source/net/stall-watch.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const stallMs = 10_000;
const firstMs = 3000;

/** A watched connection: what the test changes of it, and how it stalled. */
function watched() {
	const state = {bytesRead: 0, moved: 0, paused: false};
	const stalls: string[] = [];
	const onStall = (how: string, afterMs: number) => stalls.push(`${how} after ${afterMs}`);
	const watch = new StallWatch({stallMs, firstMs, flow: () => state, onStall});
	const pass = (ms: number) => vi.advanceTimersByTime(ms);
	/** So many bytes arrive now. */
	const arrive = (bytes: number) => {
		state.bytesRead += bytes;
		state.moved = performance.now();
	};
	return {watch, state, stalls, pass, arrive};
}

describe('a connection that owes an answer', () => {
	it('is foreign when nothing comes for as long as a first answer may take', () => {
		const {watch, stalls, pass} = watched();
		pass(60_000);
		watch.start();
		pass(firstMs);
		expect(stalls).toEqual([]);
		pass(1000);
		expect(stalls[0]).toBe('foreign after 3000');
	});

	it('may take longer once it has answered', () => {
		const {watch, stalls, pass, arrive} = watched();
		watch.start();
		arrive(5000);
		watch.answered();
		watch.next();
		pass(stallMs);
		expect(stalls).toEqual([]);
		pass(1000);
		expect(stalls[0]).toBe('silent after 10000');
	});

	it('is slow where bytes only trickle', () => {
		const {watch, stalls, pass, arrive} = watched();
		watch.start();
		watch.answered();
		for (let second = 0; second < 12; second++) {
			arrive(1);
			pass(1000);
		}
		expect(stalls).toEqual(['slow after 10000']);
	});

	it('is not slow for the time in which nobody reads', () => {
		const {watch, state, stalls, pass, arrive} = watched();
		watch.start();
		watch.answered();
		for (let second = 0; second < 60; second++) {
			state.paused = second < 50;
			arrive(state.paused ? 1 : 2000);
			pass(1000);
		}
		expect(stalls).toEqual([]);
	});

	it('owes nothing any more when it is stopped, and has its time anew with the next request', () => {
		const {watch, stalls, pass} = watched();
		watch.start();
		watch.answered();
		pass(9000);
		watch.stop();
		pass(60_000);
		watch.start();
		pass(9000);
		expect(stalls).toEqual([]);
	});
});
