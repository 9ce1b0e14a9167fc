import type {WorkerOptions} from 'node:worker_threads';

/**
 * Options for the worker threads of a peer: a small young generation, since they allocate few short-lived objects;
 * three threads with the default would take 50 MB more. Node.js flags of the main thread do not apply to them.
 */
export const workerOptions: WorkerOptions = {execArgv: [], resourceLimits: {maxYoungGenerationSizeMb: 4}};
