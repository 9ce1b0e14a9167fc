/** Rebinds keys: a new table of keys, or what is wrong with a change. Pure. */
import type {Act, Binding, Context} from './acts.ts';

/** Without `context`: wherever the action has a key. */
export type KeyChange = {readonly act: string; readonly context?: string | undefined; readonly keys: readonly string[]};

export type KeyProblem =
	| {readonly kind: 'no-act'; readonly act: string; readonly acts: readonly string[]}
	| {readonly kind: 'no-context'; readonly act: string; readonly contexts: readonly string[]}
	| {readonly kind: 'no-key'; readonly key: string}
	/** Two actions would share a key in one context. */
	| {readonly kind: 'conflict'; readonly key: string; readonly acts: readonly [Act, Act]; readonly context: Context};

const named: ReadonlySet<string> = new Set(
	'up down left right pageup pagedown home end enter esc tab shift-tab space backspace delete'.split(' '),
);

/** Ctrl-I, J, M, H, Z and C mean Tab, Enter, Enter, Backspace, suspend, and quit. */
const control = /^ctrl-[abdefgklnopqrstuvwxy]$/;

const isKey = (key: string): boolean => named.has(key) || control.test(key) || (/^\P{C}$/u.test(key) && key !== ' ');

/** Contexts in which letters are typed: only keys that type nothing can be bound there. */
const typed: readonly Context[] = ['field', 'filtering', 'form', 'overlay'];
const types = (key: string): boolean => key === 'space' || [...key].length === 1;

const shown: Readonly<Record<string, string>> = {
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	pageup: 'PgUp',
	pagedown: 'PgDn',
};

const showOf = (keys: readonly string[]): string => shown[keys[0] ?? ''] ?? keys[0] ?? '';

/** One binding for each context, so that the same action in other contexts stays as it is. */
const apart = (binding: Binding): readonly Binding[] =>
	binding.contexts.map(context => ({...binding, contexts: [context]}));

function withKeys(binding: Binding, keys: readonly string[]): Binding {
	const usable = binding.contexts.some(context => typed.includes(context)) ? keys.filter(key => !types(key)) : keys;
	// Ctrl-C always quits.
	const all = binding.act === 'interrupt' ? [...new Set([...usable, ...binding.keys])] : usable;
	if (all.length === 0) return binding;
	const {hintText, ...rest} = binding;
	const hint =
		hintText !== undefined && hintText[0] === binding.show ? ([showOf(all), hintText[1]] as const) : undefined;
	return {...rest, keys: all, show: showOf(all), ...(hint === undefined ? {} : {hintText: hint})};
}

function changed(table: readonly Binding[], {act, context, keys}: KeyChange): readonly Binding[] | KeyProblem {
	const own = table.filter(binding => binding.act === act);
	if (own.length === 0) return {kind: 'no-act', act, acts: [...new Set(table.map(binding => binding.act))]};
	const wrong = keys.find(key => !isKey(key) && !(key === 'ctrl-c' && act === 'interrupt'));
	if (wrong !== undefined) return {kind: 'no-key', key: wrong};
	const contexts = own.flatMap(binding => binding.contexts);
	if (context !== undefined && !contexts.some(each => each === context)) return {kind: 'no-context', act, contexts};
	const isMeant = (binding: Binding): boolean =>
		binding.act === act && (context === undefined || binding.contexts.some(each => each === context));
	return table.flatMap(binding => {
		if (!isMeant(binding)) return [withoutStaleHint(binding, own)];
		return apart(binding).map(each => (isMeant(each) ? withKeys(each, keys) : each));
	});
}

/** Removes a hint for several keys (`n N`) when one of them has changed. */
function withoutStaleHint(binding: Binding, others: readonly Binding[]): Binding {
	const {hintText, ...rest} = binding;
	const isStale =
		hintText !== undefined &&
		hintText[0] !== binding.show &&
		others.some(
			other => hintText[0].includes(other.show) && other.contexts.some(context => binding.contexts.includes(context)),
		);
	return isStale ? rest : binding;
}

function conflictIn(table: readonly Binding[]): KeyProblem | undefined {
	const taken = new Map<string, Act>();
	for (const {act, keys, contexts} of table) {
		for (const context of contexts) {
			for (const key of keys) {
				const other = taken.get(`${context} ${key}`);
				if (other !== undefined && other !== act) return {kind: 'conflict', key, acts: [other, act], context};
				taken.set(`${context} ${key}`, act);
			}
		}
	}
	return undefined;
}

/**
 * The table with the changes applied, and the first change that is invalid, with the problem; for a conflict the last
 * one involved.
 */
export function rebound(
	table: readonly Binding[],
	changes: readonly KeyChange[],
): {readonly table: readonly Binding[]} | {readonly problem: KeyProblem; readonly at: number} {
	let now = table;
	for (const [at, change] of changes.entries()) {
		const next = changed(now, change);
		if ('kind' in next) return {problem: next, at};
		now = next;
	}
	const problem = conflictIn(now);
	if (problem?.kind !== 'conflict') return {table: now};
	const at = changes.findLastIndex(
		({act, keys}) => problem.acts.some(each => each === act) && keys.includes(problem.key),
	);
	return {problem, at: Math.max(0, at)};
}
