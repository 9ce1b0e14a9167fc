/** A thing that is being read stays, even when the log that it came from has forgotten it. */
import {useRef} from 'react';

/** The value; while `holds`, the one that was there when holding began. */
export function useHeld<Value>(value: Value, holds: boolean): Value {
	const held = useRef(value);
	if (!holds) held.current = value;
	return held.current;
}
