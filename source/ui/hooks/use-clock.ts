/** The time, as often as the screen needs it: what nobody sees change is not drawn. */
import {useEffect, useReducer} from 'react';

/** Draws the component again every `interval` ms; never when it is undefined. */
export function useClock(interval: number | undefined): void {
	const [, draw] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		if (interval === undefined) return undefined;
		const timer = setInterval(draw, interval);
		return () => clearInterval(timer);
	}, [interval]);
}
