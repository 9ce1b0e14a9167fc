/** Keys pressed with Ctrl, which Ink does not pass on as such. */
import {useEffect, useEffectEvent} from 'react';
import {useProgram} from '../program.ts';

/** Calls `handle` with the name of each, as in the table of keys: `ctrl-r`. */
export function useControl(handle: (name: string) => void): void {
	const {keys} = useProgram();
	const onControl = useEffectEvent(handle);
	useEffect(() => {
		if (keys === undefined) return undefined;
		const listener = (name: string): void => onControl(name);
		keys.on('control', listener);
		return () => {
			keys.off('control', listener);
		};
	}, [keys]);
}
