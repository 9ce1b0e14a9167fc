/** Keeps something that is being read, even when the log drops it. */
import {useRef} from 'react';

/** Returns `value`; while `holds`, the value at the moment when holding began. */
export function useHeld<Value>(value: Value, holds: boolean): Value {
	const held = useRef(value);
	if (!holds) held.current = value;
	return held.current;
}
