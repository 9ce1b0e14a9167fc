/** How full the memory is that this program may use for its objects: where that ends, so does the program. */
import {getHeapStatistics} from 'node:v8';

/** What V8 adds to its limit for new objects, at most; nothing that is kept may take it. */
const youngBytes = 192 * 1024 * 1024;

/** Asking the system costs more than what is done with a record. */
const lookAgainMs = 100;

let lookedAt = Number.NEGATIVE_INFINITY;
let share = 0;

/** The share of the memory for objects that are kept which is in use, 0..1, as it was up to 100 ms ago. */
export function heapShare(): number {
	const now = performance.now();
	if (now - lookedAt >= lookAgainMs) {
		const {used_heap_size: used, heap_size_limit: limit} = getHeapStatistics();
		lookedAt = now;
		share = used / Math.max(limit - youngBytes, limit / 4);
	}
	return share;
}
