/** How much memory the program takes for objects that live for a moment. */
import {setFlagsFromString} from 'node:v8';

/**
 * Keeps the room for new objects as small as it is at the start. V8 makes it larger, up to 128 MB, whenever much of what is
 * new stays, which is what an index or a folder of thousands of documents does; it gives nothing back, and nothing here is
 * faster by it. For the whole process; to be called first.
 */
export const keepHeapSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');
