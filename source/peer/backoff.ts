/** How long to wait before the next try. Pure. */

const firstMs = 1000;
const mostMs = 30_000;

/**
 * Milliseconds before try `attempt` (from 0): doubling from 1 s up to 30 s, and a random part (`random` in 0..1) of up to
 * a half, so that many who lost the same server do not come back in the same moment.
 */
export const backoff = (attempt: number, random: number): number =>
	Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 10)) * (1 - random / 2);
