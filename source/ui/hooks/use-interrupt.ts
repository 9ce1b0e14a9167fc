/** Ctrl-C: quits at once, or on the second press within a second while something would be lost. */
import {useRef} from 'react';

const window = 1000;

/** Returns the handler of Ctrl-C. With transfers running, the first press calls `warn` instead of `quit`. */
export function useInterrupt(clock: () => number, act: {isMoving(): boolean; warn(): void; quit(): void}): () => void {
	const last = useRef(Number.NEGATIVE_INFINITY);
	return () => {
		const now = clock();
		if (!act.isMoving() || now - last.current <= window) return act.quit();
		last.current = now;
		act.warn();
	};
}
