/** Plain text to the terminal or a pipe. */
import {once} from 'node:events';
import process from 'node:process';

for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', error => {
		// The reader of a pipe has seen enough (`p2pci list | head`), or the terminal is gone.
		if ('code' in error && (error.code === 'EPIPE' || error.code === 'EIO')) process.exit(0);
		throw error;
	});
}

const withLineEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

/** Writes a line, or lines, to stdout. */
export const printOut = (text: string): void => {
	process.stdout.write(withLineEnd(text));
};

/** As `printOut`; resolves when more is taken. For output without an end, whose reader may be slow. */
export async function streamOut(text: string): Promise<void> {
	if (!process.stdout.write(withLineEnd(text))) await once(process.stdout, 'drain');
}

/** Writes a line, or lines, to stderr: progress, warnings, what went wrong. */
export const printError = (text: string): void => {
	process.stderr.write(withLineEnd(text));
};

/** Whether a person sits before a full screen: both ends are a terminal that can draw. */
export const hasScreen = (): boolean => process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== 'dumb';
