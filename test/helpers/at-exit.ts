import {constants} from 'node:os';
import process from 'node:process';

let isWatching = false;

/** Calls `work`, which does not wait, when this program ends, also by a signal: Node.js itself does not then. */
export function atExit(work: () => void): void {
	process.once('exit', work);
	if (isWatching) return;
	isWatching = true;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => process.exit(128 + constants.signals[signal]));
	}
}
