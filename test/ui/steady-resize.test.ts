import {EventEmitter} from 'node:events';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {holdResizes} from '../../source/ui/steady-resize.ts';

const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

class Terminal extends EventEmitter {
	readonly isTTY: boolean = true;
	written = '';

	write(text: string): boolean {
		this.written += text;
		return true;
	}
}

const hold = (terminal: Terminal) => holdResizes(terminal as unknown as NodeJS.WriteStream);

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

describe('a window that changes its size', () => {
	it('shows nothing of what is erased before the next frame', () => {
		const terminal = new Terminal();
		terminal.on('resize', () => terminal.write('erased'));
		hold(terminal);
		terminal.emit('resize');
		expect(terminal.written).toBe(`${begin}erased`);
	});

	it('shows again what is written where no frame follows, however long it is dragged', () => {
		const terminal = new Terminal();
		hold(terminal);
		for (let step = 0; step < 40; step++) {
			terminal.emit('resize');
			vi.advanceTimersByTime(20);
		}
		expect(terminal.written).not.toContain(end);
		vi.advanceTimersByTime(150);
		expect(terminal.written.endsWith(end)).toBe(true);
		expect(vi.getTimerCount()).toBe(0);
	});

	it('is let go when the screen ends', () => {
		const terminal = new Terminal();
		const stop = hold(terminal);
		terminal.emit('resize');
		stop();
		expect(terminal.written).toBe(begin + end);
		expect(terminal.listenerCount('resize')).toBe(0);
		expect(vi.getTimerCount()).toBe(0);
	});
});
