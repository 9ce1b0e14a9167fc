/** A word about the last act goes away by itself. */
import {useEffect, useRef} from 'react';

/** Milliseconds that it stays. */
export const toastMs = 5000;

/** Calls `forget` a while after `said` became another object; never when that is undefined. */
export function useToast(said: object | undefined, forget: () => void): void {
	const latest = useRef(forget);
	latest.current = forget;
	useEffect(() => {
		if (said === undefined) return undefined;
		const timer = setTimeout(() => latest.current(), toastMs);
		return () => clearTimeout(timer);
	}, [said]);
}
