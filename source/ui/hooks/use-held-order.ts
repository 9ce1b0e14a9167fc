/** Rows that keep their order for a moment when it changes, so that none moves under a key press. */
import {useEffect, useReducer, useRef} from 'react';

/** How long a new order must last before it is shown, in milliseconds; rows move at most once in this time. */
const orderMs = 1000;

/** The keys in the order of `held`; a key that it lacks comes after the one that precedes it in `keys`. */
export function inOrderOf<Key>(held: readonly Key[], keys: readonly Key[]): readonly Key[] {
	if (held === keys) return keys;
	const known = new Set(held);
	const present = new Set(keys);
	const first: Key[] = [];
	const after = new Map<Key, Key[]>();
	let place = first;
	for (const key of keys) {
		if (known.has(key)) {
			place = [];
			after.set(key, place);
		} else place.push(key);
	}
	return [...first, ...held.filter(key => present.has(key)).flatMap(key => [key, ...(after.get(key) ?? [])])];
}

/** The keys, each once, in the order to show them in; `ms`: for how long an order is held. */
export function useHeldOrder<Key>(keys: readonly Key[], ms = orderMs): readonly Key[] {
	const held = useRef(keys);
	const due = useRef(false);
	const [, draw] = useReducer((turn: number) => turn + 1, 0);
	const isDue = due.current;
	const shown = isDue ? keys : inOrderOf(held.current, keys);
	const moves = shown.some((key, at) => key !== keys[at]);
	useEffect(() => {
		held.current = moves ? shown : keys;
		// Not after a render that was under way when the time was over: it had the former order yet.
		if (isDue) due.current = false;
	});
	useEffect(() => {
		if (!moves) return undefined;
		const timer = setTimeout(() => {
			due.current = true;
			draw();
		}, ms);
		return () => clearTimeout(timer);
	}, [moves, ms]);
	return shown;
}
