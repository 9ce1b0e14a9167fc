/**
 * Whether a copy of the index may grow. Its server decides how large it is, and so does every member who adds records:
 * without a limit any of them could end all peers.
 */
import {heapShare} from '../../net/heap-share.ts';
import {FailureError} from '../../text/failures.ts';

/** The share of the memory that may be in use while a copy grows; the rest is for transfers and reading. */
const mostShare = 0.8;

/** Throws the `FailureError` of an index for which this program has no memory left. */
export function demandRoom(): void {
	if (heapShare() > mostShare) throw new FailureError({kind: 'index-too-large'});
}

/** Whether an error is that of `demandRoom`. */
export const isTooLarge = (error: unknown): error is FailureError =>
	error instanceof FailureError && error.failure.kind === 'index-too-large';
