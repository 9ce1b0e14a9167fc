/** Ends commands on signals. */
import process from 'node:process';
import {printable} from '../../text/printable.ts';
import {isFileOrDevice, onReaderGone, printError} from './output.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Signals within this many milliseconds count as one: a terminal and a launcher may both pass on Ctrl-C. */
const sameMs = 150;

/** All but its folder lets a program end within this many milliseconds. */
const heldUpMs = 2000;

let interrupted = false;

/** Whether a signal has ended a command, whatever its outcome. */
export const isInterrupted = (): boolean => interrupted;

export type EndSignal = {
	/** Aborts at the first signal. */
	readonly signal: AbortSignal;
	/** Resolves at the first signal. */
	readonly ended: Promise<void>;
	/** Stops listening to signals. */
	dispose(): void;
};

/**
 * Whether no window, pipe or connection is left whose end SIGHUP could tell, as after `nohup p2pci server &`. That nohup
 * had it ignored cannot be seen: Node.js makes all signals that its parent ignored fatal again before it runs a script.
 */
const isOnItsOwn = (): boolean => [0, 1, 2].every(isFileOrDevice);

export type EndSignalOptions = {
	/** Whether the loss of the output, as of a closed window, is a first signal; otherwise it ends the program at once. */
	readonly leaves?: boolean;
	/** The folder that may hold up the end: then the person is told, and a second signal has its usual effect. */
	readonly folder?: string | undefined;
};

/**
 * Listens to SIGINT, SIGTERM and SIGHUP, the last of which does nothing to a program on its own. `onSecond` is called for
 * a later second signal: the person wants to leave at once; a third one has its usual effect.
 */
export function endSignal(onSecond: () => void, {leaves = false, folder}: EndSignalOptions = {}): EndSignal {
	const controller = new AbortController();
	const {promise: ended, resolve} = Promise.withResolvers<void>();
	let first: number | undefined;
	let isHeldUp = false;
	let waiting: NodeJS.Timeout | undefined;
	const begin = () => {
		if (first !== undefined) return;
		interrupted = true;
		first = performance.now();
		controller.abort();
		resolve();
		if (folder !== undefined) waiting = setTimeout(() => tellOf(folder), heldUpMs).unref();
	};
	const tellOf = (folder: string) => {
		isHeldUp = true;
		printError(printable(`Waiting for the folder ${folder}, which does not answer: Ctrl-C again ends at once.`));
	};
	const onSignal = (name: NodeJS.Signals) => {
		if (first === undefined || performance.now() - first <= sameMs) {
			begin();
			return;
		}
		// `process.exit` waits for the threads, for ever where a folder does not answer: a third signal ends the program.
		stopListening();
		if (isHeldUp) process.kill(process.pid, name);
		else onSecond();
	};
	const handlers = {SIGINT: onSignal, SIGTERM: onSignal, SIGHUP: isOnItsOwn() ? () => {} : onSignal};
	const stopListening = () => {
		for (const name of signals) process.off(name, handlers[name]);
	};
	for (const name of signals) process.on(name, handlers[name]);
	const stopReading = leaves ? onReaderGone(begin) : undefined;
	return {
		signal: controller.signal,
		ended,
		dispose: () => {
			stopListening();
			stopReading?.();
			clearTimeout(waiting);
		},
	};
}
