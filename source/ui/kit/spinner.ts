/** A spinner. */

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧'] as const;

/** Milliseconds for each frame. */
export const spinnerInterval = 100;

/** Shorter waits show no spinner: a flash would only distract. */
const spinnerDelay = 100;

/** Longer waits show their seconds. */
const secondsDelay = 2000;

/** The sign before the words of a wait of `waited` ms, and the seconds after them. */
export function waiting(waited: number): {readonly sign: string; readonly seconds: string} {
	const sign = waited < spinnerDelay ? ' ' : (frames[Math.floor(waited / spinnerInterval) % frames.length] ?? ' ');
	return {sign, seconds: waited < secondsDelay ? '' : ` ${Math.floor(waited / 1000)} s`};
}
