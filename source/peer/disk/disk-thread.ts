/** The worker thread behind `disk.ts`: carries out the calls in order and answers each by its number. */

import {parentPort} from 'node:worker_threads';
import {codeOf, pathOf} from '../../text/reasons.ts';
import type {DiskAnswer, DiskCall, DiskError} from './disk.ts';
import {DiskWork} from './disk-work.ts';

const work = new DiskWork();

/**
 * Answers are sent in batches, since waking a thread costs more than most calls. A call that took longer than this
 * sends its answer at once.
 */
const togetherMs = 0.3;

parentPort?.on('message', (calls: readonly DiskCall[]) => {
	let answers: DiskAnswer[] = [];
	let told = performance.now();
	for (const {id, what, how} of calls) {
		try {
			// Name and arguments were type-checked where the call was made.
			const done: unknown = (work[what] as (how: unknown) => unknown).call(work, how);
			if (done instanceof Promise) void later(id, done);
			else answers.push({id, value: done});
		} catch (error) {
			answers.push({id, error: errorOf(error)});
		}
		const now = performance.now();
		if (answers.length === 0 || now - told < togetherMs) continue;
		// Answered now, so that their buffers can be filled again while the next call is carried out.
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

/** An error loses code and path when it is posted to another thread. */
function errorOf(error: unknown): DiskError {
	const message = error instanceof Error ? error.message : String(error);
	const code = codeOf(error);
	const path = pathOf(error);
	return {message, ...(code === undefined ? {} : {code}), ...(path === undefined ? {} : {path})};
}
