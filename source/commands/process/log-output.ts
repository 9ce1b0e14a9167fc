/** Prints a log that may stall, or whose disk may be full: the lines kept in memory are limited, and the program goes on. */
import {writeSync} from 'node:fs';
import process from 'node:process';
import {counted} from '../../text/quantity.ts';
import {reasonOf} from '../../text/reasons.ts';
import {setWaiting} from '../../ui/bounded-output.ts';
import {isFileOrDevice, printError, printOut} from './output.ts';

export type LogOutputOptions = {
	/** Returns false when the text could not be printed. */
	readonly print: (text: string) => boolean;
	/** Bytes printed that the reader has not taken yet. */
	readonly waiting: () => number;
};

/** In bytes: about a hundred thousand lines. */
const mostWaiting = 8 * 1024 * 1024;

export class LogOutput {
	readonly #options: LogOutputOptions;
	#leftOut = 0;
	#why = '';

	constructor(options: LogOutputOptions) {
		this.#options = options;
	}

	/** Prints a line, or drops it; the next line printed is preceded by the number dropped. */
	print(line: string): void {
		const {print, waiting} = this.#options;
		if (waiting() > mostWaiting) {
			this.#leaveOut('nobody read this log for a while');
			return;
		}
		const before = this.#leftOut > 0 ? `${counted(this.#leftOut, 'line')} left out: ${this.#why}.\n` : '';
		if (print(before + line)) this.#leftOut = 0;
		else this.#leaveOut('this log could not be written for a while');
	}

	#leaveOut(why: string): void {
		this.#leftOut++;
		this.#why = why;
	}
}

export type LogFileOptions = {
	/** Returns how many bytes were written; throws when none can be. */
	readonly write: (bytes: Uint8Array) => number;
	/** Called once when it cannot be written any more, as on a full disk. */
	readonly onTrouble: (reason: string) => void;
};

/** A log in a file, which is written at once. */
export class LogFile {
	readonly #options: LogFileOptions;
	#inTrouble = false;
	/** Whether the end of the last line is missing. */
	#isCut = false;

	constructor(options: LogFileOptions) {
		this.#options = options;
	}

	/** Returns false when the text could not be written, or not all of it. */
	print(text: string): boolean {
		const bytes = Buffer.from(`${this.#isCut ? '\n' : ''}${text}\n`);
		let written = 0;
		try {
			while (written < bytes.length) written += this.#options.write(bytes.subarray(written));
			this.#isCut = false;
			this.#inTrouble = false;
			return true;
		} catch (error) {
			this.#isCut ||= written > 0;
			if (!this.#inTrouble) this.#options.onTrouble(reasonOf(error));
			this.#inTrouble = true;
			return false;
		}
	}
}

function stdoutLog(): LogOutput {
	const {fd} = process.stdout;
	if (isFileOrDevice(fd)) {
		const file = new LogFile({
			write: bytes => writeSync(fd, bytes),
			onTrouble: reason =>
				printError(`Cannot write the log (${reason}): lines are left out until that is possible again.`),
		});
		return new LogOutput({print: text => file.print(text), waiting: () => 0});
	}
	setWaiting(process.stdout, false);
	const print = (text: string): boolean => {
		printOut(text);
		return true;
	};
	return new LogOutput({print, waiting: () => process.stdout.writableLength});
}

let log: LogOutput | undefined;

/** Prints a line of the program's log to stdout. */
export function printLog(line: string): void {
	log ??= stdoutLog();
	log.print(line);
}
