/** The keys of ink-select-input, which cannot be told others, and the person's table of keys. */
import {type Act, bindingFor, type Context, keyOf} from '../keys.ts';

/** What ink-select-input does with its keys, in the words of the table. */
const menusOwn: Readonly<Record<string, Act>> = {
	up: 'menu-left',
	k: 'menu-left',
	down: 'menu-right',
	j: 'menu-right',
	enter: 'open',
	1: 'operation-1',
	2: 'operation-2',
	3: 'operation-3',
	4: 'operation-4',
	5: 'operation-5',
	6: 'operation-6',
};

/** Whether ink-select-input does something with this key. */
export const isMenusOwn = (key: string): boolean => Object.hasOwn(menusOwn, key);

/**
 * Whether all keys of ink-select-input mean in these contexts what it makes of them. If a person has given one of them
 * another meaning, or none, it must not get any: it cannot be told to leave some alone.
 */
export const menuMayHandleKeys = (contexts: readonly Context[]): boolean =>
	Object.entries(menusOwn).every(([key, act]) => bindingFor(contexts, key)?.act === act);

const digits = ['1', '2', '3', '4', '5', '6'] as const;

/** `1-6 choose from the menu`, or what else does. */
export const menuKeys = (): string =>
	digits.every(digit => keyOf(`operation-${digit}`, 'peer') === digit)
		? '1-6 choose from the menu'
		: `${keyOf('open', 'menu')} chooses from the menu`;
