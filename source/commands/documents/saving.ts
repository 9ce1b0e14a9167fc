/** What the commands that save documents in a folder, `get` and `mirror`, have in common. */
import {stat} from 'node:fs/promises';
import {hostname} from 'node:os';
import path from 'node:path';
import {type Fetcher, openFetcher} from '../../peer/download/fetcher.ts';
import {systemName} from '../../peer/system.ts';
import {FailureError} from '../../text/failures.ts';
import type {Invocation} from '../line/command.ts';
import {paceOf} from '../line/flag-values.ts';
import type {Network} from '../line/network.ts';
import type {Wanted} from './wanted.ts';

/** Documents passed to the fetcher at a time: enough for large batches. It decides itself how many come at once. */
export const atOnce = 1024;

/** The message after an interrupt. */
export const stoppedWords = 'Stopped before it was done: run it again, and it gets the rest.';

/** What such a command works with. */
export type SavingOptions = {
	readonly invocation: Invocation;
	readonly folder: string;
	readonly wanted: Wanted;
	readonly fetcher: Fetcher;
	readonly signal: AbortSignal;
};

/** The --output flag. Rejects with a `FailureError` when documents cannot be saved in that folder. */
export async function folderOf(invocation: Invocation): Promise<string> {
	return (await invocation.used('output', checkedFolder)) ?? '.';
}

async function checkedFolder(given: string): Promise<string> {
	// As its files are named: before a link's `..`, or that of a folder that is not there, the system would look elsewhere.
	const folder = path.normalize(given);
	const refuse = (reason: string) => new FailureError({kind: 'folder-not-writable', folder, reason, flag: '--output'});
	const found = await stat(folder).catch(() => undefined);
	if (found && !found.isDirectory()) throw refuse('it is not a folder');
	// Node.js reads other bytes as U+FFFD, and would create a second folder of that name.
	if (path.resolve(folder).includes('\uFFFD')) throw refuse('its path is not UTF-8');
	return folder;
}

/** The fetcher for these flags. */
export function fetcherOf(invocation: Invocation, folder: string, {protocol, key}: Network): Fetcher {
	const pace = paceOf(invocation);
	return openFetcher({folder, name: hostname(), os: systemName(), protocol, key, pace: () => pace});
}
