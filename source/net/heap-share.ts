/** How full the memory is that this program may use for its objects: where that ends, so does the program. */
import {getHeapStatistics} from 'node:v8';

/** What V8 adds to its limit for new objects, at most; nothing that is kept may take it. */
const youngBytes = 192 * 1024 * 1024;

/** The share of the memory for objects that are kept which is in use, 0..1. Takes some microseconds. */
export function heapShare(): number {
	const {used_heap_size: used, heap_size_limit: limit} = getHeapStatistics();
	return used / Math.max(limit - youngBytes, limit / 4);
}
