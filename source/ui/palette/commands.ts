/** The commands behind `:`, as data: all actions in the table of keys, and commands with an argument. Pure. */
import {type Act, type Binding, type Context, currentBindings, reachable} from '../keys.ts';
import {fuzzyFind} from './fuzzy.ts';

/** A command with a typed argument: `get 2616`. */
export type WordCommand = {
	readonly word: string;
	/** The placeholder for the argument: `NUMBER`. */
	readonly argument: string;
	readonly label: string;
	/** The possible arguments, if there are few. */
	readonly choices?: readonly string[];
	/** Why it cannot run with the argument; undefined when it can. */
	against?(argument: string): string | undefined;
	run(argument: string): void;
};

/** A line of the palette. */
export type Choice = {
	/** The same for the same command, whatever its argument. */
	readonly id: string;
	/** Its key, or empty. */
	readonly show: string;
	readonly label: string;
	/** Indices of the matched letters of the label. */
	readonly lit: readonly number[];
	/** Why it is not possible now. */
	readonly reason?: string | undefined;
	readonly does:
		| {readonly kind: 'act'; readonly act: Act}
		| {readonly kind: 'word'; readonly command: WordCommand; readonly argument: string}
		/** The argument is missing: the field gets this text. */
		| {readonly kind: 'complete'; readonly text: string};
};

/** The reason to show for a command that works in another context. */
const places: Partial<Record<Context, string>> = {
	results: 'in the results',
	library: 'in the library',
	network: 'in the network',
	visited: 'in what a peer shares',
	undoable: 'after an act that can be undone',
	versions: 'where an RFC has several versions',
	transfers: 'in the transfers',
	wire: 'in the wire',
	message: 'in a message',
	ladder: 'in the ladder',
	list: 'in a list',
	scroll: 'in a text',
	filtered: 'where a filter is set',
	zoomed: 'where a text has the whole screen',
	menu: 'in the menu',
	'menu-row': 'in the menu',
	details: 'in the details',
	peers: 'in the peers',
	rfcs: 'in the RFCs',
	jumped: 'where a jump led',
	about: 'in the details of a peer or RFC',
	contents: 'in the contents',
	matches: 'while a search is lit',
	getting: 'at a link to an RFC that somebody can send',
	wanting: 'at a link to an RFC that nobody has',
};

/** Contexts whose keys answer a question or edit text, and are not commands. */
const noCommands: ReadonlySet<Context> = new Set(['field', 'filtering', 'form', 'confirm', 'leaving', 'overlay']);

/** Actions that are not commands: the palette itself, and those that only make sense as keys. */
const noActs: ReadonlySet<Act> = new Set(['palette', 'submit', 'next-field', 'previous-field']);

/** Contexts of only one screen. */
const only = {
	peer: ['peer', 'undoable', 'menu', 'menu-row', 'results', 'versions', 'transfers', 'library', 'network', 'visited'],
	server: ['server', 'peers', 'rfcs', 'jumped', 'about', 'about-peer'],
	reader: ['reader', 'contents', 'matches', 'getting', 'wanting'],
} as const satisfies Record<string, readonly Context[]>;

export type ScreenName = keyof typeof only;

/**
 * Whether a binding can never work on a screen, because it is another screen's or answers a question. The reader
 * shares no contexts.
 */
function isElsewhere({contexts}: Binding, screen: ScreenName): boolean {
	const own: readonly Context[] = only[screen];
	if (contexts.some(context => own.includes(context))) return false;
	const foreign = Object.values(only).flat<(readonly Context[])[]>();
	return (
		screen === 'reader' ||
		contexts.some(context => foreign.includes(context)) ||
		contexts.every(context => noCommands.has(context))
	);
}

type Here = {
	readonly screen: ScreenName;
	/** The present contexts, the innermost first. */
	readonly contexts: readonly Context[];
	/** Why an action that works here is not possible now. */
	reasonAgainst(act: Act): string | undefined;
};

/** All actions of the screen, those that work here first; the others say where they work. */
export function actChoices({screen, contexts, reasonAgainst}: Here): readonly Choice[] {
	const isCommand = ({act, hidden}: Binding): boolean => hidden !== true && !noActs.has(act);
	const here = reachable([...contexts, 'always']).filter(isCommand);
	const others = currentBindings().filter(
		binding => isCommand(binding) && !isElsewhere(binding, screen) && !here.includes(binding),
	);
	const seen = new Set<Act>();
	return [...here, ...others].flatMap(binding => {
		if (seen.has(binding.act)) return [];
		seen.add(binding.act);
		const place = binding.contexts.map(context => places[context]).find(words => words !== undefined);
		const elsewhere = place === undefined ? 'not here' : `only ${place}`;
		const reason = here.includes(binding) ? reasonAgainst(binding.act) : elsewhere;
		const {act, show, label} = binding;
		return [{id: act, show, label, lit: [], reason, does: {kind: 'act', act} as const}];
	});
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** The lines for a command with an argument: the command with the typed argument, or what to type next. */
function wordChoices(command: WordCommand, query: string): readonly Choice[] {
	const {word, argument, label, choices} = command;
	const [first = '', ...rest] = query.trim().split(/\s+/);
	const named = first !== '' && word.startsWith(first.toLowerCase());
	const typed = named ? rest.join(' ') : isNumber(query.trim()) && argument === 'NUMBER' ? query.trim() : '';
	const text = (with_: string): string => `${word} ${with_}: ${label}`;
	const lit = named ? Array.from(first, (_, place) => place) : [];
	const whole = (value: string): Choice => {
		const reason = command.against?.(value);
		return {id: word, show: '', label: text(value), lit, reason, does: {kind: 'word', command, argument: value}};
	};
	if (choices !== undefined && named) {
		const fitting = choices.filter(value => value.startsWith(typed));
		if (fitting.length > 0 || first.toLowerCase() !== word) return fitting.map(whole);
		return [{...whole(typed), reason: choices.join(', ')}];
	}
	if (choices === undefined && typed !== '') return [whole(typed)];
	return [{id: word, show: '', label: text(argument), lit, does: {kind: 'complete', text: `${word} `}}];
}

type Scored = {readonly choice: Choice; readonly score: number};

const exact = 1000;

/** Everybody knows the keys that merely move: they rank below equally good matches. */
const moves: ReadonlySet<string> = new Set<Act>([
	'up',
	'down',
	'page-up',
	'page-down',
	'first',
	'last',
	'next-pane',
	'previous-pane',
	'menu-left',
	'menu-right',
]);
const unavailable = -500;

/**
 * Whether the argument can be what was typed: a word instead of a number more likely belongs to another command, as
 * in `remove rfc`.
 */
const canTake = ({command, argument}: {readonly command: WordCommand; readonly argument: string}): boolean =>
	command.argument !== 'NUMBER' || /\d/.test(argument);

function scored(choice: Choice, query: string, recent: readonly string[]): Scored | undefined {
	const isTyped = choice.does.kind === 'word' && choice.lit.length > 0 && canTake(choice.does);
	const found = isTyped ? {score: exact, places: choice.lit} : fuzzyFind(choice.label, query);
	const byNumber = choice.does.kind === 'word' && isNumber(query.trim());
	const isKey = query !== '' && choice.show === query;
	if (found === undefined && !byNumber && !isKey) return undefined;
	const used = recent.indexOf(choice.id);
	const score =
		(found?.score ?? 0) +
		(moves.has(choice.id) ? -1 : 0) +
		(isKey || byNumber ? exact : 0) +
		(used < 0 ? 0 : recent.length - used + (query === '' ? exact : 0)) +
		(choice.reason === undefined ? 0 : unavailable - (query === '' ? exact : 0));
	return {choice: {...choice, lit: found?.places ?? []}, score};
}

/**
 * The commands that match what was typed, the most likely first. In a tie recently used ones come first (`recent` has
 * the newest first); what is not possible now comes last.
 */
export function findChoices(
	query: string,
	of: {readonly acts: readonly Choice[]; readonly words: readonly WordCommand[]; readonly recent: readonly string[]},
): readonly Choice[] {
	const all = [...of.words.flatMap(command => wordChoices(command, query)), ...of.acts];
	return all
		.flatMap(choice => scored(choice, query.trim(), of.recent) ?? [])
		.toSorted((a, b) => b.score - a.score)
		.map(({choice}) => choice);
}
