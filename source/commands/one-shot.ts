/** What all one-shot commands share: a link to the index server, ended by a signal with exit code 130. */
import process from 'node:process';
import {type IndexLink, openIndexLink} from '../peer/index-link.ts';
import type {Invocation} from './command.ts';
import {type ExitCode, exitCodes} from './exit-codes.ts';
import {protocolOf, serverOf} from './flag-values.ts';
import {endSignal} from './lifecycle.ts';

/** Runs `ask` with a link to the index server that the flags name, and closes it afterwards. */
export async function withIndex(
	invocation: Invocation,
	ask: (link: IndexLink, signal: AbortSignal) => Promise<ExitCode>,
): Promise<ExitCode> {
	const end = endSignal(() => process.exit(exitCodes.interrupted));
	try {
		const link = await openIndexLink({...serverOf(invocation), protocol: protocolOf(invocation), signal: end.signal});
		try {
			return await ask(link, end.signal);
		} finally {
			link.close();
		}
	} catch (error) {
		if (end.signal.aborted) return exitCodes.interrupted;
		throw error;
	} finally {
		end.dispose();
	}
}
