/** A sign that turns while something is waited for. */

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧'] as const;

/** Milliseconds that each picture stays. */
export const spinnerInterval = 100;

/** Waits shorter than this show no spinner: a flash would only unsettle. */
export const spinnerDelay = 100;

/** Waits longer than this tell their seconds. */
export const secondsDelay = 2000;

/** What stands before the words of a wait that has lasted `waited` ms, and the seconds after them. */
export function waiting(waited: number): {readonly sign: string; readonly seconds: string} {
	const sign = waited < spinnerDelay ? ' ' : (frames[Math.floor(waited / spinnerInterval) % frames.length] ?? ' ');
	return {sign, seconds: waited < secondsDelay ? '' : ` ${Math.floor(waited / 1000)} s`};
}
