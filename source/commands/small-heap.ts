/** How much memory the program takes for objects that live for a moment. */
import {setFlagsFromString} from 'node:v8';

/**
 * Keeps the heap of the whole process near the size of what is in use, at the price of collecting garbage more often: what
 * runs for long and is seldom busy has no use for room, a command that is soon over has. Without it V8 makes the room for
 * new objects larger, up to 128 MB, whenever much of what is new stays, as while thousands of documents become known, and
 * gives nothing back; and lets what is old become four times as much before it looks what of it is garbage.
 */
export function keepHeapSmall(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
	// Half as much again.
	setFlagsFromString('--heap-growing-percent=50');
}
