/** The commands behind `:`, as data: every act of the table of keys, and commands that are typed with an argument. Pure. */
import {type Act, type Binding, type Context, currentBindings, reachable} from '../keys.ts';
import {fuzzyFind} from './fuzzy.ts';

/** A command that is typed with an argument: `get 2616`. */
export type WordCommand = {
	readonly word: string;
	/** What stands for the argument while it is not typed yet: `NUMBER`. */
	readonly argument: string;
	readonly label: string;
	/** Arguments that it can have, where there are few. */
	readonly choices?: readonly string[];
	/** Why it cannot be run with the argument; undefined when it can. */
	against?(argument: string): string | undefined;
	run(argument: string): void;
};

/** A line of the palette. */
export type Choice = {
	/** The same for the same command, whatever its argument. */
	readonly id: string;
	/** Its key, or nothing. */
	readonly show: string;
	readonly label: string;
	/** Letters of the label that were found. */
	readonly lit: readonly number[];
	/** Why it is not possible now. */
	readonly reason?: string | undefined;
	readonly does:
		| {readonly kind: 'act'; readonly act: Act}
		| {readonly kind: 'word'; readonly command: WordCommand; readonly argument: string}
		/** The argument is to be typed: the field becomes this text. */
		| {readonly kind: 'complete'; readonly text: string};
};

/** Where a key works that does not work here, in words: the reason against it. */
const places: Partial<Record<Context, string>> = {
	results: 'in the results',
	library: 'in the library',
	network: 'in the network',
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

/** What answers a question, or belongs to what is typed, is no command. */
const noCommands: ReadonlySet<Context> = new Set(['field', 'form', 'confirm', 'leaving', 'overlay']);

/** Acts that are no commands: the palette itself, and what only keys need. */
const noActs: ReadonlySet<Act> = new Set(['palette', 'submit', 'next-field', 'previous-field']);

/** Contexts that only one screen has. */
const only = {
	peer: ['peer', 'undoable', 'menu', 'menu-row', 'results', 'versions', 'transfers', 'library', 'network'],
	server: ['server', 'peers', 'rfcs', 'jumped', 'about', 'about-peer'],
	reader: ['reader', 'contents', 'matches', 'getting', 'wanting'],
} as const satisfies Record<string, readonly Context[]>;

export type ScreenName = keyof typeof only;

/** Whether a binding can never work on a screen: it is another's, or answers a question. The reader shares no place. */
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
	/** Where keys work now, the innermost first. */
	readonly contexts: readonly Context[];
	/** Why an act that can be reached is not possible now. */
	reasonAgainst(act: Act): string | undefined;
};

/** Every act of the screen once, those that work here first; the others say where they work. */
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
		const reason = here.includes(binding) ? reasonAgainst(binding.act) : (place ?? 'not here');
		const {act, show, label} = binding;
		return [{id: act, show, label, lit: [], reason, does: {kind: 'act', act} as const}];
	});
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** What a command with an argument offers for what was typed: itself with the argument, or what is to be typed next. */
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
	if (choices !== undefined && named) return choices.filter(value => value.startsWith(typed)).map(whole);
	if (choices === undefined && typed !== '') return [whole(typed)];
	return [{id: word, show: '', label: text(argument), lit, does: {kind: 'complete', text: `${word} `}}];
}

type Scored = {readonly choice: Choice; readonly score: number};

const exact = 1000;

/** What only moves is known to everybody: it comes after all else that is as likely. */
const moves: ReadonlySet<string> = new Set<Act>([
	...(['up', 'down', 'page-up', 'page-down', 'first', 'last'] as const),
	...(['next-pane', 'previous-pane', 'menu-left', 'menu-right'] as const),
]);
const unavailable = -500;

function scored(choice: Choice, query: string, recent: readonly string[]): Scored | undefined {
	const isTyped = choice.does.kind === 'word' && choice.lit.length > 0;
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
 * The commands that what was typed can mean, the likeliest first: what was used lately comes first among equals (`recent`
 * has the newest first), what is not possible now comes last.
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
