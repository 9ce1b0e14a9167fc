/** All one-shot commands in one module, for `specs.ts` to load. */
import process from 'node:process';
import {printable} from '../text/printable.ts';
import type {Run} from './line/command.ts';
import {type ExitCode, exitCodes} from './process/exit-codes.ts';
import {isInterrupted} from './process/lifecycle.ts';
import {endSoon, printError, written} from './process/output.ts';
import {keepCompiled} from './process/settled.ts';

export * as get from './get.ts';
export * as key from './key.ts';
export * as mirror from './mirror.ts';
export * as query from './query.ts';
export * as verify from './verify.ts';
export * as watch from './watch.ts';

/** Ends the program as soon as the command is done and its output written, without waiting for connections to close. */
export const endingAtOnce =
	(run: Run): Run =>
	async (command, invocation) => {
		const code = await run(command, invocation);
		if (invocation.doubt !== undefined && unsuccessful.has(code)) printError(printable(invocation.doubt));
		// Also where nobody reads the output any more, which `written` finds out.
		process.exitCode = code;
		if (isInterrupted()) endSoon();
		await written();
		if (code === exitCodes.done) keepCompiled();
		process.exit(code);
	};

const unsuccessful: ReadonlySet<ExitCode> = new Set([exitCodes.failed, exitCodes.notFound]);
