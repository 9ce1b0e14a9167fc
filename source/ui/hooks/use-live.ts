/** Redraws live data at a limited rate. Keys change local state and are drawn at once. */
import {useEffect, useReducer, useRef} from 'react';
import {busyMeter} from '../../net/busy.ts';

export type Subscribe = (listener: () => void) => () => void;

/** Subscribes to all that there are of some sources. Returns the function to unsubscribe. */
export function subscribeToAll(
	sources: readonly ({readonly subscribe: Subscribe} | undefined)[],
	listener: () => void,
): () => void {
	const stops = sources.map(source => source?.subscribe(listener));
	return () => {
		for (const stop of stops) stop?.();
	};
}

/** The shortest interval between redraws for data, in milliseconds. */
const liveInterval = 100;

/** The interval is longer by this factor while the program is busy: serving requests is more important than displaying them. */
const busyTimes = 4;

/** The interval, which is longer whenever the program was busy since the last time. */
function calm(): () => number {
	const isBusy = busyMeter();
	return () => (isBusy() ? liveInterval * busyTimes : liveInterval);
}

export type Coalesced = {
	/** Listener for changes. */
	readonly changed: () => void;
	/** To be called after each redraw, whatever caused it. */
	readonly drawn: () => void;
	readonly stop: () => void;
};

/**
 * Calls `draw` after changes: at once for the first, and for those within an interval (in ms) together at its end. A
 * redraw for a key shows the changes, too, so the interval restarts: no second redraw delays the next key.
 */
export function coalesce(draw: () => void, pause: () => number = () => liveInterval): Coalesced {
	let timer: NodeJS.Timeout | undefined;
	let waits = false;
	let interval = 0;
	const rest = (): void => {
		clearTimeout(timer);
		timer = setTimeout(tick, interval);
	};
	const begin = (): void => {
		interval = pause();
		rest();
		draw();
	};
	const tick = (): void => {
		timer = undefined;
		if (!waits) return;
		waits = false;
		begin();
	};
	return {
		changed() {
			if (timer !== undefined) {
				waits = true;
				return;
			}
			begin();
		},
		drawn() {
			// After a quiet time the answer to a key is drawn as soon as it arrives.
			if (timer !== undefined) rest();
		},
		stop() {
			clearTimeout(timer);
			timer = undefined;
			waits = false;
		},
	};
}

/**
 * Redraws the component after changes, at most every 100 ms, and less often while keys redraw it or the
 * program is busy.
 */
export function useLive(subscribe: Subscribe): void {
	const [, draw] = useReducer((count: number) => count + 1, 0);
	const live = useRef<Coalesced>(undefined);
	useEffect(() => {
		const coalesced = coalesce(draw, calm());
		live.current = coalesced;
		const unsubscribe = subscribe(coalesced.changed);
		return () => {
			unsubscribe();
			coalesced.stop();
		};
	}, [subscribe]);
	useEffect(() => live.current?.drawn());
}
