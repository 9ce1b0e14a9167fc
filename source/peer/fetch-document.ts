/** Getting a document into any folder without a running peer: for one-shot commands. */
import {FailureError} from '../text/failures.ts';
import {type DownloadOptions, download} from './download.ts';
import {Library} from './library.ts';
import type {DownloadState} from './peer-state.ts';

export type FetchOptions = Omit<DownloadOptions, 'library'> & {
	/** Where `rfcN.txt` goes; created when it is missing. */
	readonly folder: string;
	/** Lets the document take the place of a file with other bytes. */
	readonly replace?: boolean;
};

/**
 * Downloads one document. The state says how it ended: `done`, `already-here`, `differs` (the file that was there is as it
 * was, the new one is gone), `failed` or `cancelled`. Never rejects.
 */
export async function fetchDocument({folder, replace, ...options}: FetchOptions): Promise<DownloadState> {
	const library = new Library({downloads: folder});
	const {state, waiting} = await download({...options, library});
	if (state.kind !== 'differs' || !waiting) return state;
	const {part, verified} = waiting;
	if (!replace) {
		await part.discard();
		return state;
	}
	const {rfc, host} = options.record;
	const started = performance.now();
	try {
		const file = await library.replace(rfc, part);
		return {kind: 'done', bytes: state.bytes, seconds: (performance.now() - started) / 1000, file, verified};
	} catch (error) {
		await part.discard();
		const failure = error instanceof FailureError ? error.failure : library.writeFailure(rfc, host, error);
		return {kind: 'failed', received: state.bytes, failure};
	}
}
