import {ConnectError} from './connect.ts';

/**
 * The outcome of `work`, or a `ConnectError` of reason `aborted` as soon as the signal aborts; the work continues then, and
 * its outcome is ignored.
 */
export function abortable<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
	if (!signal) return work;
	return new Promise((resolve, reject) => {
		const onAbort = () => reject(new ConnectError('aborted'));
		if (signal.aborted) onAbort();
		signal.addEventListener('abort', onAbort, {once: true});
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
	});
}
