import type {WorkerOptions} from 'node:worker_threads';

/**
 * How the threads of a peer are started: with little room for short-lived things, which they hardly make; a process with
 * three of them would else take 50 MB for nothing. Flags of the main thread's Node.js do not concern them.
 */
export const workerOptions: WorkerOptions = {execArgv: [], resourceLimits: {maxYoungGenerationSizeMb: 4}};
