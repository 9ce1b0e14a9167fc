/**
 * Timers for silence. What ends it may be here already, unread, where this program was held up or stopped (Ctrl-Z): timers
 * come before that. So they act only once it has been read.
 */

/** Calls `act` after so many milliseconds, unless the function that it returns is called before. */
export function afterReading(ms: number, act: () => void): () => void {
	let immediate: NodeJS.Immediate | undefined;
	const timer = setTimeout(() => {
		immediate = setImmediate(act);
	}, ms);
	return () => {
		clearTimeout(timer);
		clearImmediate(immediate);
	};
}

/** Calls `look` every so many milliseconds, and maybe once more after `clearInterval`. */
export const lookEvery = (ms: number, look: () => void): NodeJS.Timeout => setInterval(() => setImmediate(look), ms);
