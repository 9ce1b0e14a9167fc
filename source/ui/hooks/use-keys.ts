/** Maps raw keys to actions, by the table of keys. */
import {type Key, useInput} from 'ink';
import {type Act, bindingFor, type Context} from '../keys.ts';
import {useControl} from './use-control.ts';

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

/** The name of a key in the table of keys; undefined when it is not a single key. */
export function keyName(input: string, key: Partial<Key>): string | undefined {
	if (key.tab) return key.shift ? 'shift-tab' : 'tab';
	const special = named.find(([flag]) => key[flag]);
	if (special !== undefined) return special[1];
	if (key.ctrl) return `ctrl-${input}`;
	if (input === ' ') return 'space';
	return [...input].length === 1 ? input : undefined;
}

/** `key` is the name of the key that triggers the action. */
export type KeyHandler = (act: Act, key: string) => void;

/** Calls `handle` with the action of each key in these contexts (innermost first). Unbound keys are ignored. */
export function useKeys(contexts: readonly Context[], handle: KeyHandler): void {
	useInput((input, key) => {
		const name = keyName(input, key);
		const binding = name === undefined ? undefined : bindingFor(contexts, name);
		if (name !== undefined && binding !== undefined) handle(binding.act, name);
	});
	useControl(name => {
		const binding = bindingFor(contexts, name);
		if (binding !== undefined) handle(binding.act, name);
	});
}
