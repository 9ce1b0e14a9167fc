/** Worker threads: each runs a module of its own (`scripts/build.ts` lists them). */
import process from 'node:process';
import type {Worker, WorkerOptions} from 'node:worker_threads';

/** The size of a thread's young generation, in megabytes, where it allocates few short-lived objects. */
const usualYoungMb = 4;

/**
 * Starts a thread. `module`: the name of its file beside `from`, the URL of the caller's module. `young`: the size of its
 * young generation in megabytes, far below the default, with which three threads would take 50 MB more.
 */
export function startThread(
	module: string,
	from: string,
	{old, young = usualYoungMb, ...options}: Pick<WorkerOptions, 'workerData'> & {old?: number; young?: number} = {},
): Worker {
	// Loaded here: most commands never start a thread, and loading it takes a millisecond.
	const {Worker} = process.getBuiltinModule('node:worker_threads');
	// The file has the same extension as the caller's: `.ts` from source, `.js` when built.
	const extension = from.endsWith('.ts') ? 'ts' : 'js';
	return new Worker(new URL(`./${module}.${extension}`, from), {
		...options,
		// Node.js flags of the main thread do not apply.
		execArgv: [],
		resourceLimits: {maxYoungGenerationSizeMb: young, ...(old === undefined ? {} : {maxOldGenerationSizeMb: old})},
	});
}
