/**
 * The one table of keys, with a file for each screen in `keys/`. Dispatch, the row of hints, the menu behind `?` and
 * the readme are made from it.
 */

import type {Act, Binding, Context} from './acts.ts';
import {commonKeys} from './keys/common.ts';
import {peerKeys} from './keys/peer.ts';
import {readerKeys} from './keys/reader.ts';
import {serverKeys} from './keys/server.ts';
import {wireKeys} from './keys/wire.ts';

export type {Act, Binding, Context} from './acts.ts';

export const bindings: readonly Binding[] = [...peerKeys, ...serverKeys, ...wireKeys, ...readerKeys, ...commonKeys];

/** The table with the person's own keys. */
let current = bindings;

/** The table in force: `bindings`, unless the config file has other keys. */
export const currentBindings = (): readonly Binding[] => current;

/** Replaces the table for all screens; to be called before the first is drawn. */
export function takeTable(table: readonly Binding[]): void {
	current = table;
	byContext.clear();
}

const inContext = (context: Context): readonly Binding[] =>
	current.filter(binding => binding.contexts.includes(context));

const byContext = new Map<Context, readonly Binding[]>();

/** The bindings of a context, in the order of the table. */
export function bindingsOf(context: Context): readonly Binding[] {
	const known = byContext.get(context) ?? inContext(context);
	byContext.set(context, known);
	return known;
}

/** The key of an action in a context, as shown in sentences. */
export const keyOf = (act: Act, context: Context): string =>
	bindingsOf(context).find(binding => binding.act === act)?.show ?? '';

/** The same for the start of a sentence: names of keys are capitalized, letters stay as they are. */
export function keyAtStart(act: Act, context: Context): string {
	const key = keyOf(act, context);
	return key.length === 1 ? key : `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`;
}

/** The binding of a key in these contexts, the innermost first. */
export function bindingFor(contexts: readonly Context[], key: string): Binding | undefined {
	for (const context of contexts) {
		const found = bindingsOf(context).find(binding => binding.keys.includes(key));
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Every binding that works in these contexts, without those whose keys an inner context overrides. */
export function reachable(contexts: readonly Context[]): readonly Binding[] {
	return [...new Set(contexts.flatMap(context => bindingsOf(context)))].filter(binding =>
		binding.keys.some(key => bindingFor(contexts, key) === binding),
	);
}

/** More do not fit into a row, the one for all keys aside. */
const mostHints = 6;

export type Hint = {readonly act: Act; readonly show: string; readonly label: string};

/** The hints for the last row, in order, without duplicates. */
export function hintsFor(contexts: readonly Context[]): readonly Hint[] {
	const hints = reachable(contexts)
		// Of a key that an inner context gives another meaning, only that is shown.
		.filter(binding => binding.hint !== undefined && bindingFor(contexts, binding.keys[0] ?? '') === binding)
		.toSorted((a, b) => (a.hint ?? 0) - (b.hint ?? 0))
		.map(binding => {
			const [show, label] = binding.hintText ?? [binding.show, binding.label];
			return {act: binding.act, show, label};
		});
	const more = hints.filter(hint => hint.act === 'help');
	const others = hints.filter(hint => hint.act !== 'help').slice(0, mostHints);
	return [...others, ...more];
}

/** The table of the keys of these contexts, as Markdown. */
export function keysAsMarkdown(contexts: readonly Context[]): string {
	const rows = reachable(contexts).filter(binding => binding.hidden !== true);
	return ['| key | does |', '| --- | --- |', ...rows.map(({show, label}) => `| \`${show}\` | ${label} |`)].join('\n');
}
