/**
 * Whether a copy of the index may grow. Its server decides how large it is, and so does every member who adds records:
 * without a limit any of them could end all peers.
 */
import {heapShare} from '../../net/heap-share.ts';
import {FailureError} from '../../text/failures.ts';

/** The share of the memory that may be in use while a copy grows; the rest is for transfers and reading. */
const mostShare = 0.8;

const firstMs = 300_000;
const mostMs = 7_200_000;

/**
 * Milliseconds before a copy that had no room is tried again for the `attempt`th time (from 0): 5 minutes, doubled each
 * time, up to 2 hours, with a jitter (`random` in 0..1) of up to half.
 */
export const roomAgainMs = (attempt: number, random: number): number =>
	Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 10)) * (1 - random / 2);

/** Throws the `FailureError` of an index for which this program has no memory left. */
export function demandRoom(): void {
	if (heapShare() > mostShare) throw new FailureError({kind: 'index-too-large'});
}

/** Whether an error is that of `demandRoom`. */
export const isTooLarge = (error: unknown): error is FailureError =>
	error instanceof FailureError && error.failure.kind === 'index-too-large';
