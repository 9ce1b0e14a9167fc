/** Redraws for the passage of time, only as often as the result is visible. */
import {useEffect, useReducer} from 'react';

/** Redraws the component every `interval` ms; never when it is undefined. */
export function useClock(interval: number | undefined): void {
	const [, draw] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		if (interval === undefined) return undefined;
		const timer = setInterval(draw, interval);
		return () => clearInterval(timer);
	}, [interval]);
}
