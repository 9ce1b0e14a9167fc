/** How much memory the program uses for short-lived objects. */
import {getHeapSpaceStatistics, setFlagsFromString} from 'node:v8';
import {busyMeter} from '../../net/busy.ts';

/** How often the room for new objects is reconsidered, in milliseconds. */
const reconsiderMs = 500;
/** How many times in a row the program must have been busy: a thousand peers that join at once are over sooner. */
const lasting = 2;
/** Room that even a busy program does not extend further, in bytes; what is below may double. */
const enoughRoom = 16 * 1024 * 1024;

/**
 * Keeps the heap of the whole process close to what is in use, at the cost of more frequent garbage collection: a
 * program that runs for long and is seldom busy does not benefit from the room. Without it V8 extends the room for new
 * objects up to 128 MB whenever many of them survive, for instance while thousands of documents are read, never gives
 * it back, and lets the old generation grow to four times its live size before collecting it.
 *
 * Only while the program is busy may the room double, until it is `enoughRoom`: at full load collecting
 * garbage in a small one costs up to half as much again as the requests themselves.
 */
export function keepHeapSmall(): void {
	setFlagsFromString('--heap-growing-percent=50');
	const isBusy = busyMeter();
	let busy = 0;
	const limitRoom = () => {
		const mayGrow = busy >= lasting && room() < enoughRoom;
		setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
		// Each collection may double it, and at full load there are dozens within half a second.
		if (mayGrow) collections.observe({entryTypes: ['gc']});
		else collections.disconnect();
	};
	const collections = new PerformanceObserver(limitRoom);
	limitRoom();
	setInterval(() => {
		busy = isBusy() ? busy + 1 : 0;
		limitRoom();
	}, reconsiderMs).unref();
}

/** The room for new objects, in bytes. */
const room = (): number => getHeapSpaceStatistics().find(({space_name}) => space_name === 'new_space')?.space_size ?? 0;
