/** Raw keys to acts, by the one table of keys. */
import {type Key, useInput} from 'ink';
import {useEffect, useEffectEvent} from 'react';
import {type Act, bindingFor, type Context} from '../keys.ts';
import {useProgram} from '../program.ts';

const named = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'esc'],
	['backspace', 'backspace'],
	['delete', 'delete'],
] as const satisfies readonly (readonly [keyof Key, string])[];

/** The name of a key as the table of keys writes it; undefined for what is no single key. */
export function keyName(input: string, key: Partial<Key>): string | undefined {
	if (key.tab) return key.shift ? 'shift-tab' : 'tab';
	const special = named.find(([flag]) => key[flag]);
	if (special !== undefined) return special[1];
	if (key.ctrl) return `ctrl-${input}`;
	if (input === ' ') return 'space';
	return [...input].length === 1 ? input : undefined;
}

export type KeyHandler = (act: Act) => void;

/** Calls `handle` with what each key means in these contexts (innermost first). Keys without a meaning do nothing. */
export function useKeys(contexts: readonly Context[], handle: KeyHandler): void {
	useInput((input, key) => {
		const name = keyName(input, key);
		const binding = name === undefined ? undefined : bindingFor(contexts, name);
		if (binding !== undefined) handle(binding.act);
	});
	const {keys} = useProgram();
	const onControl = useEffectEvent((name: string) => {
		const binding = bindingFor(contexts, name);
		if (binding !== undefined) handle(binding.act);
	});
	useEffect(() => {
		if (keys === undefined) return undefined;
		const listener = (name: string): void => onControl(name);
		keys.on('control', listener);
		return () => {
			keys.off('control', listener);
		};
	}, [keys]);
}
