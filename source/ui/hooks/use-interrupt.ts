/** Ctrl-C: gets out at once, or at the second time within a second while something would be lost. */
import {useRef} from 'react';

const window = 1000;

/** Returns what Ctrl-C does. `warn` is called instead of `quit` the first time that something moves. */
export function useInterrupt(clock: () => number, act: {isMoving(): boolean; warn(): void; quit(): void}): () => void {
	const last = useRef(Number.NEGATIVE_INFINITY);
	return () => {
		const now = clock();
		if (!act.isMoving() || now - last.current <= window) return act.quit();
		last.current = now;
		act.warn();
	};
}
