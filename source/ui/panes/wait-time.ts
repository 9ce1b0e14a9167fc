/** How often a screen has to be drawn again for its clocks: never oftener than a person can see. */

const second = 1000;
const minute = 60_000;

/** By the second while something is counted in seconds (below two minutes), else by the minute. */
export const clockInterval = (countsSeconds: boolean): number => (countsSeconds ? second : minute);

/** Whether an age is still told in seconds. */
export const inSeconds = (since: number, now: number): boolean => Math.abs(now - since) < 2 * minute;
