import {rename} from 'node:fs/promises';
import {setTimeout as wait} from 'node:timers/promises';
import {codeOf} from '../../text/reasons.ts';

/** What Windows says of a file that another program holds open for a moment, such as a virus scanner. */
const passing: ReadonlySet<unknown> = new Set(['EBUSY', 'EPERM', 'EACCES']);
/** Before each further try, in milliseconds. */
const pausesMs = [10, 30, 100, 300];

/** Renames a file, and replaces an existing one. Rejects with the system's error. */
export async function moveOver(from: string, to: string): Promise<void> {
	for (let tries = 0; ; tries++) {
		try {
			await rename(from, to);
			return;
		} catch (error) {
			const pause = pausesMs[tries];
			if (pause === undefined || !passing.has(codeOf(error))) throw error;
			await wait(pause);
		}
	}
}
