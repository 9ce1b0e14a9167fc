/** Prints a log whose reader may have stalled: the unread lines kept in memory are limited. */
import process from 'node:process';
import {counted} from '../text/quantity.ts';
import {printOut} from './output.ts';

export type LogOutputOptions = {
	readonly print: (text: string) => void;
	/** Bytes printed that the reader has not taken yet. */
	readonly waiting: () => number;
};

/** In bytes: about a hundred thousand lines. */
const mostWaiting = 8 * 1024 * 1024;

export class LogOutput {
	readonly #options: LogOutputOptions;
	#leftOut = 0;

	constructor(options: LogOutputOptions) {
		this.#options = options;
	}

	/** Prints a line, or drops it; the next line printed is preceded by the number dropped. */
	print(line: string): void {
		const {print, waiting} = this.#options;
		if (waiting() > mostWaiting) {
			this.#leftOut++;
			return;
		}
		if (this.#leftOut > 0) print(`${counted(this.#leftOut, 'line')} left out: nobody read this log for a while.`);
		this.#leftOut = 0;
		print(line);
	}
}

const log = new LogOutput({print: printOut, waiting: () => process.stdout.writableLength});

/** Prints a line of the program's log to stdout. */
export const printLog = (line: string): void => log.print(line);
