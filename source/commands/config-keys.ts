/** Key bindings in the config file. */

import {typed} from '../text/typed.ts';
import {bindings, takeTable} from '../ui/keys.ts';
import {type KeyChange, type KeyProblem, rebound} from '../ui/rebinding.ts';
import {type ConfigEntry, UsageError} from './line/command.ts';
import {keyPrefix} from './line/config.ts';
import {nearest} from './line/nearest.ts';

/** `key.pause = x y`, `key.transfers.pause = x`. */
function changeOf({name, value}: ConfigEntry): KeyChange {
	const [first = '', second] = name.slice(keyPrefix.length).split('.');
	const keys = value.split(/\s+/);
	return second === undefined ? {act: first, keys} : {act: second, context: first, keys};
}

function sentenceOf(problem: KeyProblem, {name}: ConfigEntry): string {
	switch (problem.kind) {
		case 'no-act': {
			const meant = nearest(problem.act, problem.acts);
			const hint = meant === undefined ? '' : ` Did you mean ${keyPrefix}${meant}?`;
			return `there is no ${name}.${hint} ${typed('config')} lists them all.`;
		}
		case 'no-context':
			return `${name} does not exist: ${problem.act} has keys in ${[...new Set(problem.contexts)].join(', ')}.`;
		case 'no-key':
			return `${name}: "${problem.key}" is not a key. A key is one character, or for instance space, enter, pageup, ctrl-r.`;
		case 'conflict':
			return `${name}: ${problem.key} would mean both ${problem.acts.join(' and ')} in ${problem.context}.`;
	}
}

/** Applies the key bindings of the config file to the screens. Throws a `UsageError` that names file, line and key. */
export function takeKeys(entries: readonly ConfigEntry[]): void {
	if (entries.length === 0) return;
	const result = rebound(bindings, entries.map(changeOf));
	if ('table' in result) {
		takeTable(result.table);
		return;
	}
	const entry = entries[result.at];
	if (entry !== undefined) throw new UsageError(`${entry.place}: ${sentenceOf(result.problem, entry)}`);
}
