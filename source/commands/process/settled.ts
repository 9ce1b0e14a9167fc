/** What the program does once it is up: for its next start, and for a long life. */
import process from 'node:process';
import {keepHeapSmall} from './small-heap.ts';

/** Saves the code compiled so far for the next start (`start.ts`); absent when the program is not bundled. */
declare const $keepCompiled: (() => void) | undefined;

/** In milliseconds: by then the first frame has been written. */
const settlingMs = 100;

/**
 * For commands that end by themselves: call it when they are done. It takes some 20 ms at the first start, and
 * nothing later.
 */
export function keepCompiled(): void {
	if (typeof $keepCompiled !== 'undefined') $keepCompiled();
}

/**
 * For long-running commands: call it when they begin to draw or print. A small heap from the start would slow the start
 * down.
 */
export function settleSoon(): void {
	process.once('exit', keepCompiled);
	setTimeout(() => {
		// In this order: V8 accepts compiled code only with the flags under which it was made.
		keepCompiled();
		keepHeapSmall();
	}, settlingMs).unref();
}
