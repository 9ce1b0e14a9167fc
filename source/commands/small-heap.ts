/** How much memory the program takes for objects that live for a moment. */
import {setFlagsFromString} from 'node:v8';

/**
 * Keeps the room for new objects as small as it is at the start, for the whole process. V8 makes it larger, up to 128 MB,
 * whenever much of what is new stays, as while thousands of documents become known; it gives nothing back. What runs for long
 * and is seldom busy has no use for that; a command that is soon over has: it collects garbage less often.
 */
export const keepHeapSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');
