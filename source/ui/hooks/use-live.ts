/** Live data, drawn at most so often; keys are drawn at once by their own state, whatever the data do. */
import {useEffect, useReducer} from 'react';

export type Subscribe = (listener: () => void) => () => void;

/** Milliseconds between two drawings that data ask for. */
export const liveInterval = 100;

/**
 * Calls `draw` after changes: the first at once, those that follow within `interval` ms together at its end.
 * Returns the listener for the changes and the way to stop.
 */
export function coalesce(
	draw: () => void,
	interval = liveInterval,
): {readonly changed: () => void; readonly stop: () => void} {
	let timer: NodeJS.Timeout | undefined;
	let waits = false;
	const tick = (): void => {
		timer = undefined;
		if (!waits) return;
		waits = false;
		timer = setTimeout(tick, interval);
		draw();
	};
	return {
		changed() {
			if (timer !== undefined) {
				waits = true;
				return;
			}
			timer = setTimeout(tick, interval);
			draw();
		},
		stop() {
			clearTimeout(timer);
			timer = undefined;
			waits = false;
		},
	};
}

/** Draws the component again after changes that the sources tell, at most every `interval` ms. */
export function useLive(subscribe: Subscribe, interval = liveInterval): void {
	const [, draw] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		const {changed, stop} = coalesce(draw, interval);
		const unsubscribe = subscribe(changed);
		return () => {
			unsubscribe();
			stop();
		};
	}, [subscribe, interval]);
}
