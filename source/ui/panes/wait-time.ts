/** How often a screen is redrawn for its clocks: only when something visible changes. */

const second = 1000;
const minute = 60_000;

/** Every second while something is counted in seconds (below two minutes), else every minute. */
export const clockInterval = (countsSeconds: boolean): number => (countsSeconds ? second : minute);

/** Whether an age is still shown in seconds. */
export const inSeconds = (since: number, now: number): boolean => Math.abs(now - since) < 2 * minute;
