/**
 * The one table of keys, by screen in `keys/`. It feeds the dispatch of keys, the row of hints, the menu behind `?`, and
 * the readme: what is not in here is no key.
 */

import type {Act, Binding, Context} from './acts.ts';
import {commonKeys} from './keys/common.ts';
import {peerKeys} from './keys/peer.ts';
import {readerKeys} from './keys/reader.ts';
import {serverKeys} from './keys/server.ts';
import {wireKeys} from './keys/wire.ts';

export type {Act, Binding, Context} from './acts.ts';

export const bindings: readonly Binding[] = [...peerKeys, ...serverKeys, ...wireKeys, ...readerKeys, ...commonKeys];

/** The table as the person has it. */
let current = bindings;

/** The table in force: `bindings`, unless the person has other keys. */
export const currentBindings = (): readonly Binding[] => current;

/** Takes other keys for all screens from now on; called before the first is drawn. */
export function takeTable(table: readonly Binding[]): void {
	current = table;
	byContext.clear();
}

const inContext = (context: Context): readonly Binding[] =>
	current.filter(binding => binding.contexts.includes(context));

const byContext = new Map<Context, readonly Binding[]>();

/** The bindings of a context, in the table's order. */
export function bindingsOf(context: Context): readonly Binding[] {
	const known = byContext.get(context) ?? inContext(context);
	byContext.set(context, known);
	return known;
}

/** How the key of an act is shown in sentences; of its first place, where it has several. */
export const keyOf = (act: Act): string => current.find(binding => binding.act === act)?.show ?? '';

/** What a key means where the contexts are these, the innermost first. */
export function bindingFor(contexts: readonly Context[], key: string): Binding | undefined {
	for (const context of contexts) {
		const found = bindingsOf(context).find(binding => binding.keys.includes(key));
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Every binding that works in these contexts: those whose keys an inner context took are not among them. */
export function reachable(contexts: readonly Context[]): readonly Binding[] {
	return contexts
		.flatMap(context => bindingsOf(context))
		.filter(binding => binding.keys.some(key => bindingFor(contexts, key) === binding));
}

export type Hint = {readonly act: Act; readonly show: string; readonly label: string};

/** At most `most` hints for the last row, in order; what is said once is not said twice. */
export function hintsFor(contexts: readonly Context[], most = 6): readonly Hint[] {
	const hints = reachable(contexts)
		.filter(binding => binding.hint !== undefined)
		.toSorted((a, b) => (a.hint ?? 0) - (b.hint ?? 0))
		.map(binding => {
			const [show, label] = binding.hintText ?? [binding.show, binding.label];
			return {act: binding.act, show, label};
		});
	const more = hints.filter(hint => hint.act === 'help');
	const others = hints.filter(hint => hint.act !== 'help').slice(0, most);
	return [...others, ...more];
}

/** The table of keys for the readme, as Markdown. */
export function keysAsMarkdown(contexts: readonly Context[]): string {
	const rows = reachable(contexts).filter(binding => binding.hidden !== true);
	return ['| key | does |', '| --- | --- |', ...rows.map(({show, label}) => `| \`${show}\` | ${label} |`)].join('\n');
}
