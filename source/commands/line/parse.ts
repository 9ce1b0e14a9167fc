/** Parses a command line into an invocation, with meow. */
import {homedir} from 'node:os';
import meow from 'meow';
import {fromHome} from '../../text/from-home.ts';
import {quoted, shortened} from '../../text/quoted.ts';
import {typed} from '../../text/typed.ts';
import {checkFlags} from './check-flags.ts';
import {type CommandSpec, type FlagSpec, Invocation, missingArgument, UsageError} from './command.ts';
import type {Config, Setting} from './config.ts';
import {asOneWord, strayPort} from './stray-port.ts';

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Parses the arguments after the command's name; the config file fills in what they leave out. `help` when that was
 * requested. Throws a `UsageError`.
 */
export function parseArguments(
	spec: CommandSpec,
	argv: readonly string[],
	config: () => Pick<Config, 'of' | 'keys'> = noConfig,
): Invocation | 'help' {
	if (asksForHelp(argv)) return 'help';
	const given = checkFlags(spec, argv);
	const {of, keys} = config();
	const settings = new Map([...of(spec)].filter(([name]) => !given.has(name)));
	const {input: words, flags} = split(withDefaults(spec, settings), argv);
	const input = isNumbers(spec) ? numbersOf(words) : words;
	const values = spec.flags.map(
		({name, value}) => [name, pathFrom((flags as Record<string, unknown>)[camelCase(name)], value)] as const,
	);
	checkOperands(spec, input, {argv, given});
	const places = new Map([...settings].map(([name, {place}]) => [name, place]));
	const operands = input.map(text => pathFrom(text, spec.operands?.text));
	return new Invocation(operands, Object.fromEntries(values), {places, keys, doubt: doubtAbout(spec, argv)});
}

/** A path may begin with `~`: in the config file, or where no shell has replaced it, as in `--key=~/lab.key`. */
function pathFrom<Value>(value: Value, meaning: string | undefined): Value | string {
	const isPath = meaning !== undefined && /FILE|FOLDER/.test(meaning);
	return isPath && typeof value === 'string' ? fromHome(value, homedir()) : value;
}

const noConfig = (): Pick<Config, 'of' | 'keys'> => ({of: () => new Map(), keys: []});

const withDefaults = (spec: CommandSpec, settings: ReadonlyMap<string, Setting>): CommandSpec => ({
	...spec,
	flags: spec.flags.map(flag => {
		const setting = settings.get(flag.name);
		return setting === undefined ? flag : {...flag, default: setting.value};
	}),
});

type MeowFlag =
	| {readonly type: 'boolean'; readonly default: boolean}
	| {readonly type: 'string'; readonly default?: string};

/** A request for help wins, whatever else is wrong with the command line. */
function asksForHelp(argv: readonly string[]): boolean {
	const end = argv.indexOf('--');
	return (end < 0 ? argv : argv.slice(0, end)).some(word => word === '--help' || word === '-h');
}

function split(spec: CommandSpec, argv: readonly string[]) {
	const flags = Object.fromEntries(spec.flags.map(meowFlag));
	try {
		return meow({importMeta: import.meta, argv, autoHelp: false, autoVersion: false, description: false, flags});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function meowFlag({name, value, default: preset}: FlagSpec): readonly [name: string, flag: MeowFlag] {
	if (value === undefined) return [camelCase(name), {type: 'boolean', default: preset === true}];
	return [camelCase(name), {type: 'string', ...(typeof preset === 'string' ? {default: preset} : {})}];
}

const isNumbers = ({operands}: CommandSpec): boolean => operands !== undefined && /^N\b/.test(operands.text);

/** In the protocol an RFC is two words, so some type `lookup RFC 2616`. */
const numbersOf = (words: readonly string[]): readonly string[] =>
	words.filter((word, at) => !(/^rfc$/i.test(word) && /^\d/.test(words[at + 1] ?? '')));

/** What may have been meant otherwise, although it can be read: `get 2616 --server HOST 7734` asks for two RFCs. */
function doubtAbout(spec: CommandSpec, argv: readonly string[]): string | undefined {
	const meant = spec.operands === undefined ? undefined : strayPort(argv);
	return meant && `If ${meant.port} is the port of the index server, write ${asOneWord(meant)}.`;
}

type Line = {readonly argv: readonly string[]; readonly given: ReadonlySet<string>};

/** An address, with a port or without one. */
const place = /:\d+$|^\d+(?:\.\d+){3}$/;

/** What a word without a flag is usually meant for: the port of a server, the folder of a mirror. */
function meantBy(word: string, {flags}: CommandSpec, {argv, given}: Line): string | undefined {
	const stray = strayPort(argv);
	if (stray) return asOneWord(stray);
	const isNumber = /^\d+$/.test(word);
	const others = place.test(word) ? ['server'] : ['name', 'output'];
	const likely = isNumber ? ['port', 'upload-port'] : others;
	const flag = likely.find(each => flags.some(({name}) => name === each));
	if (flag === undefined || given.has(flag)) return undefined;
	return flag === 'server' ? serverAt(word, argv) : `--${flag}`;
}

/** The flag for a server whose port may be the next word. */
function serverAt(word: string, argv: readonly string[]): string {
	const stray = strayPort(['--server', word, ...argv.slice(argv.indexOf(word) + 1)]);
	return stray ? asOneWord(stray) : `--server ${shortened(word)}`;
}

function checkOperands(spec: CommandSpec, input: readonly string[], line: Line): void {
	const {name, operands} = spec;
	const most = operands === undefined ? 0 : operands.many ? Number.POSITIVE_INFINITY : 1;
	const strange = isNumbers(spec) ? input.find(word => place.test(word)) : undefined;
	const word = strange ?? input[most];
	if (word !== undefined) {
		const meant = meantBy(word, spec, line);
		const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
		throw new UsageError(`Unexpected argument ${quoted(word)}.${hint} ${typed(`${name} --help`)} shows the usage.`);
	}
	if (operands?.missing !== undefined && input.length === 0) throw missingArgument(operands.missing);
}
