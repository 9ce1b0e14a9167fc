/** A message about the last action disappears by itself. */
import {useEffect, useRef} from 'react';

/** Milliseconds that it stays. */
const toastMs = 5000;

/** Calls `forget` some time after `said` became another object; never while it is undefined. */
export function useToast(said: object | undefined, forget: () => void): void {
	const latest = useRef(forget);
	latest.current = forget;
	useEffect(() => {
		if (said === undefined) return undefined;
		const timer = setTimeout(() => latest.current(), toastMs);
		return () => clearTimeout(timer);
	}, [said]);
}
