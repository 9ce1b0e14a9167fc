/** Writes plain text to the terminal or a pipe. */

import {once} from 'node:events';
import {fstatSync} from 'node:fs';
import process from 'node:process';
import {setImmediate as turn} from 'node:timers/promises';
import {isatty} from 'node:tty';
import {codeOf, reasonOf} from '../../text/reasons.ts';
import {exitCodes} from './exit-codes.ts';

type Stream = NodeJS.WriteStream;

for (const stream of [process.stdout, process.stderr]) stream.on('error', error => stop(stream, error));

/** The reader of a pipe has seen enough (`p2pci list | head`), or the terminal is gone, as later writes are told. */
const gone: ReadonlySet<unknown> = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

let endInOrder: (() => void) | undefined;

/**
 * Calls `end` when nobody reads the output any more, for a program that has to take its leave: by default it ends at
 * once, with the exit code so far. Returns the function to go back to that.
 */
export function onReaderGone(end: () => void): () => void {
	endInOrder = end;
	return () => {
		if (endInOrder === end) endInOrder = undefined;
	};
}

/** Ends the program when its output cannot be written. False: it has yet to end. */
function stop(stream: Stream, error: unknown): false {
	if (gone.has(codeOf(error))) {
		if (endInOrder === undefined) process.exit(process.exitCode ?? exitCodes.done);
		endInOrder();
		return false;
	}
	// What is said on stderr is not what the program is for.
	if (stream === process.stderr) return false;
	write(process.stderr, `Cannot write the output (${reasonOf(error)}).`);
	process.exit(exitCodes.failed);
}

/** Writes one or more lines. Returns whether the stream accepts more at once. */
function write(stream: Stream, text: string): boolean {
	try {
		return stream.write(text.endsWith('\n') ? text : `${text}\n`);
	} catch (error) {
		// Files are written synchronously: a full disk throws here instead of emitting an event.
		return stop(stream, error);
	}
}

/** Prints one or more lines to stdout. */
export const printOut = (text: string): void => void write(process.stdout, text);

/**
 * As `printOut`; resolves when the stream accepts more. For endless output with a possibly slow reader. Rejects when
 * `signal` aborts.
 */
export async function streamOut(text: string, signal: AbortSignal): Promise<void> {
	if (!write(process.stdout, text)) await once(process.stdout, 'drain', {signal});
}

/** Prints one or more lines to stderr: progress, warnings, errors. */
export const printError = (text: string): void => void write(process.stderr, text);

/** Resolves when everything printed has been taken; if it cannot be, the program ends instead. */
export async function written(): Promise<void> {
	// Write errors of files surface in this turn of the event loop.
	await turn();
	for (const stream of [process.stdout, process.stderr]) {
		if (stream.writableLength === 0) continue;
		await new Promise<void>(resolve => stream.write('', error => error || resolve()));
	}
}

/** Whether a descriptor is a file or a device such as /dev/null: no terminal, pipe or socket. */
export function isFileOrDevice(descriptor: number): boolean {
	try {
		const is = fstatSync(descriptor);
		return is.isFile() || (is.isCharacterDevice() && !isatty(descriptor));
	} catch {
		return false;
	}
}

/** How long the end of the program waits for a terminal or, after a signal, a pipe that takes nothing. */
const hungMs = 1000;

/** Lets the program end soon although its output is not taken, which would be waited for until it is closed. */
export const endSoon = (): void => void setTimeout(() => process.exit(), hungMs).unref();

/** Lets the program end soon although its terminal hangs. */
export function endAlthoughHung(): void {
	const {isTTY, writableLength} = process.stdout;
	if (isTTY && writableLength > 0) endSoon();
}

/** Whether a full screen is possible: stdin and stdout are a terminal that can draw. */
export const hasScreen = (): boolean => process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== 'dumb';
