/** The thread of `disk.ts`: does what it is told, in order, and answers each call by its number. */
import {parentPort} from 'node:worker_threads';
import type {DiskAnswer, DiskCall, DiskError} from './disk.ts';
import {DiskWork} from './disk-work.ts';
import {codeOf} from './safe-file.ts';

const work = new DiskWork();

/** Answers go back together, since waking a thread costs more than most of them; a call that took longer waits for none. */
const togetherMs = 0.3;

parentPort?.on('message', (calls: readonly DiskCall[]) => {
	let answers: DiskAnswer[] = [];
	let told = performance.now();
	for (const {id, what, how} of calls) {
		try {
			// What to do and what with were checked where the call was made.
			const done: unknown = (work[what] as (how: unknown) => unknown).call(work, how);
			if (done instanceof Promise) void later(id, done);
			else answers.push({id, value: done});
		} catch (error) {
			answers.push({id, error: errorOf(error)});
		}
		const now = performance.now();
		if (answers.length === 0 || now - told < togetherMs) continue;
		// The buffers of what is done are read into while the next call is worked on.
		parentPort?.postMessage(answers);
		answers = [];
		told = now;
	}
	if (answers.length > 0) parentPort?.postMessage(answers);
});

async function later(id: number, done: Promise<unknown>): Promise<void> {
	const answer = await done.then(
		(value): DiskAnswer => ({id, value}),
		(error: unknown): DiskAnswer => ({id, error: errorOf(error)}),
	);
	parentPort?.postMessage([answer]);
}

/** An error crosses over to another thread without its code. */
function errorOf(error: unknown): DiskError {
	const message = error instanceof Error ? error.message : String(error);
	const code = codeOf(error);
	return typeof code === 'string' ? {message, code} : {message};
}
