/** Subscribes to the mouse. */
import {useEffect, useEffectEvent} from 'react';
import {useProgram} from '../program.ts';
import type {Pointer} from '../stdin/key-input.ts';

/** Rows that a list moves per turn of the wheel. */
export const wheelRows = 3;

/** Calls `handle` with each click and turn of the wheel while `active`. */
export function usePointer(active: boolean, handle: (pointer: Pointer) => void): void {
	const {keys} = useProgram();
	const onPointer = useEffectEvent(handle);
	useEffect(() => {
		if (!active || keys === undefined) return undefined;
		const listener = (pointer: Pointer): void => onPointer(pointer);
		keys.on('pointer', listener);
		return () => {
			keys.off('pointer', listener);
		};
	}, [active, keys]);
}
