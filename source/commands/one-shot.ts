/** What all one-shot commands share: exit code 130 on a signal, and a link to the index server. */
import process from 'node:process';
import {type IndexLink, openIndexLink} from '../peer/index/index-link.ts';
import type {Network} from './line/network.ts';
import {type ExitCode, exitCodes} from './process/exit-codes.ts';
import {endSignal} from './process/lifecycle.ts';

/**
 * Runs `work` until it is done or a signal aborts it; a second signal ends the program at once. `folder`: the one that it
 * works with.
 */
export async function interruptible(
	work: (signal: AbortSignal) => Promise<ExitCode>,
	folder?: string,
): Promise<ExitCode> {
	const end = endSignal(() => process.exit(exitCodes.interrupted), {folder});
	try {
		return await work(end.signal);
	} catch (error) {
		if (end.signal.aborted) return exitCodes.interrupted;
		throw error;
	} finally {
		end.dispose();
	}
}

/** Runs `ask` as `interruptible` does, with a link to the index server, and closes the link afterwards. */
export const withIndex = (
	network: Network,
	ask: (link: IndexLink, signal: AbortSignal) => Promise<ExitCode>,
	folder?: string,
): Promise<ExitCode> =>
	interruptible(async signal => {
		const link = openIndexLink({...network, signal});
		try {
			return await ask(link, signal);
		} finally {
			link.close();
		}
	}, folder);
