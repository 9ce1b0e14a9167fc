/** The thread of `disk.ts`: does what it is told, in order, and answers each call by its number. */
import {parentPort} from 'node:worker_threads';
import type {DiskAnswer, DiskCall, DiskError} from './disk.ts';
import {DiskWork} from './disk-work.ts';
import {codeOf} from './safe-file.ts';

const work = new DiskWork();

parentPort?.on('message', ({id, what, how}: DiskCall) => {
	const tell = (answer: DiskAnswer) => parentPort?.postMessage(answer);
	const failed = (error: unknown) => tell({id, error: errorOf(error)});
	try {
		// What to do and what with were checked where the call was made.
		const done: unknown = (work[what] as (how: unknown) => unknown).call(work, how);
		if (done instanceof Promise) done.then(value => tell({id, value}), failed);
		else tell({id, value: done});
	} catch (error) {
		failed(error);
	}
});

/** An error crosses over to another thread without its code. */
function errorOf(error: unknown): DiskError {
	const message = error instanceof Error ? error.message : String(error);
	const code = codeOf(error);
	return typeof code === 'string' ? {message, code} : {message};
}
