/** Live data, drawn at most so often; keys are drawn at once by their own state, whatever the data do. */
import {useEffect, useReducer} from 'react';

export type Subscribe = (listener: () => void) => () => void;

/** Milliseconds between two drawings that data ask for. */
export const liveInterval = 100;

/** From this share of the time on that the event loop is at work, the engine has all it can do. */
const busyShare = 0.5;
/** Then pauses are so many times as long: whoever waits for answers comes before whoever watches them pass. */
const busyTimes = 4;

/** A pause of `interval` ms, each time longer when the program had much to do since the time before. */
function calm(interval: number): () => number {
	let before = performance.eventLoopUtilization();
	return () => {
		const now = performance.eventLoopUtilization();
		const {utilization} = performance.eventLoopUtilization(now, before);
		before = now;
		return utilization > busyShare ? interval * busyTimes : interval;
	};
}

/**
 * Calls `draw` after changes: the first at once, those that follow within a pause (in ms) together at its end.
 * Returns the listener for the changes and the way to stop.
 */
export function coalesce(
	draw: () => void,
	pause: () => number = () => liveInterval,
): {readonly changed: () => void; readonly stop: () => void} {
	let timer: NodeJS.Timeout | undefined;
	let waits = false;
	const tick = (): void => {
		timer = undefined;
		if (!waits) return;
		waits = false;
		timer = setTimeout(tick, pause());
		draw();
	};
	return {
		changed() {
			if (timer !== undefined) {
				waits = true;
				return;
			}
			timer = setTimeout(tick, pause());
			draw();
		},
		stop() {
			clearTimeout(timer);
			timer = undefined;
			waits = false;
		},
	};
}

/** Draws the component again after changes that the sources tell, at most every `interval` ms, and less often while there is much else to do. */
export function useLive(subscribe: Subscribe, interval = liveInterval): void {
	const [, draw] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		const {changed, stop} = coalesce(draw, calm(interval));
		const unsubscribe = subscribe(changed);
		return () => {
			unsubscribe();
			stop();
		};
	}, [subscribe, interval]);
}
