/** What an action left behind, such as a message or the possibility to undo it, disappears by itself. */
import {useEffect} from 'react';

/**
 * Calls `forget` with `left` once it has been the same object for `ms` milliseconds; never while it is undefined. It is
 * passed on because another one may have come in the moment before: that one must stay.
 */
export function useExpiry<T extends object>(left: T | undefined, ms: number, forget: (left: T) => void): void {
	useEffect(() => {
		if (left === undefined) return undefined;
		const timer = setTimeout(forget, ms, left);
		return () => clearTimeout(timer);
	}, [left, ms, forget]);
}
