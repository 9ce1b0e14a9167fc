/** How long to wait before the next attempt. Pure. */

const firstMs = 1000;
const mostMs = 30_000;

/**
 * Milliseconds before attempt `attempt` (from 0): exponential from 1 s up to 30 s, with a jitter (`random` in 0..1)
 * of up to half, so that peers that lost the same server do not all reconnect at the same moment.
 */
export const backoff = (attempt: number, random: number): number =>
	Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 10)) * (1 - random / 2);
