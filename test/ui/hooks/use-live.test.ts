import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {coalesce} from '../../../source/ui/hooks/use-live.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

describe('live data', () => {
	it('are drawn at once after a quiet time, and at most ten times a second then', () => {
		let drawn = 0;
		const {changed} = coalesce(() => {
			drawn++;
		});
		changed();
		expect(drawn).toBe(1);
		for (let ms = 0; ms < 1000; ms++) {
			changed();
			vi.advanceTimersByTime(1);
		}
		expect(drawn).toBe(11);
	});

	it('are drawn once more after the last change, then not at all', () => {
		let drawn = 0;
		const {changed} = coalesce(() => {
			drawn++;
		});
		changed();
		changed();
		vi.advanceTimersByTime(60_000);
		expect(drawn).toBe(2);
		expect(vi.getTimerCount()).toBe(0);
	});

	it('leave the screen to keys that draw it, and follow when there are no more', () => {
		let own = 0;
		const {changed, drawn} = coalesce(() => {
			own++;
		});
		changed();
		for (let key = 0; key < 20; key++) {
			changed();
			vi.advanceTimersByTime(40);
			drawn();
		}
		expect(own).toBe(1);
		vi.advanceTimersByTime(100);
		expect(own).toBe(2);
	});

	it('ask once for each drawing of their own how long to wait', () => {
		const pause = vi.fn(() => 100);
		const {changed, drawn} = coalesce(() => {}, pause);
		changed();
		drawn();
		drawn();
		expect(pause).toHaveBeenCalledTimes(1);
	});

	it('are drawn at once where a key was all that was drawn lately', () => {
		let own = 0;
		const {changed, drawn} = coalesce(() => {
			own++;
		});
		drawn();
		changed();
		expect(own).toBe(1);
	});

	it('are not drawn after the screen has gone', () => {
		let drawn = 0;
		const {changed, stop} = coalesce(() => {
			drawn++;
		});
		changed();
		changed();
		stop();
		vi.advanceTimersByTime(1000);
		expect(drawn).toBe(1);
	});
});
