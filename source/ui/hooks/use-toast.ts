/** A message about the last action disappears by itself. */
import {useEffect} from 'react';

/** Milliseconds that it stays. */
const toastMs = 5000;

/**
 * Calls `forget` with `said` some time after it became another object; never while it is undefined. It is passed on
 * because another message may have been said in the moment before: that one must stay.
 */
export function useToast<T extends object>(said: T | undefined, forget: (said: T) => void): void {
	useEffect(() => {
		if (said === undefined) return undefined;
		const timer = setTimeout(forget, toastMs, said);
		return () => clearTimeout(timer);
	}, [said, forget]);
}
