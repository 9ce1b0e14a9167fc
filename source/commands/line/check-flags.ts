/** Checks the flags of a command line before their values are read: nothing is guessed. */
import {shortened} from '../../text/quoted.ts';
import {typed} from '../../text/typed.ts';
import {type CommandSpec, type FlagSpec, UsageError} from './command.ts';
import {nearest} from './nearest.ts';

/** The names of the given flags. Throws a `UsageError` for a flag that is unknown, repeated, or lacks its value. */
export function checkFlags(spec: CommandSpec, argv: readonly string[]): ReadonlySet<string> {
	const end = argv.indexOf('--');
	const words = end < 0 ? argv : argv.slice(0, end);
	const given = new Set<string>();
	for (let at = 0; at < words.length; at++) {
		const word = words[at] ?? '';
		if (!/^-+[^\d-]/.test(word)) continue;
		const flag = flagOf(spec, word);
		if (given.has(flag.name)) throw new UsageError(`--${flag.name} is given twice.`);
		given.add(flag.name);
		if (takesNextWord(flag, word, words[at + 1])) at++;
	}
	return given;
}

function flagOf(spec: CommandSpec, word: string): FlagSpec {
	const given = word.split('=', 1)[0] ?? '';
	const found = spec.flags.find(({name, value}) => given === `--${name}` || (!value && given === `--no-${name}`));
	if (found) return found;
	const names = ['--help', ...spec.flags.map(flagName)];
	// --port of a peer is --upload-port, however near --host may be.
	const [short, ambiguous] = names.filter(name => /^-[a-z]$/.test(given) && name.startsWith(`-${given}`));
	const only = ambiguous === undefined ? short : undefined;
	const meant = names.find(name => name.endsWith(given.replace(/^-+/, '-'))) ?? only ?? nearest(given, names);
	const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
	throw new UsageError(`There is no flag ${shortened(given)}.${hint} ${typed(`${spec.name} --help`)} lists its flags.`);
}

/** `--port`, or `--no-tui` for a switch that is on by default. */
export const flagName = ({name, default: preset}: FlagSpec): string => `--${preset === true ? 'no-' : ''}${name}`;

function takesNextWord({name, value}: FlagSpec, word: string, next: string | undefined): boolean {
	const equals = word.indexOf('=');
	if (value === undefined) {
		if (equals >= 0) throw new UsageError(`${word.slice(0, equals)} takes no value.`);
		return false;
	}
	const text = equals >= 0 ? word.slice(equals + 1) : next;
	if (text === undefined || text === '' || (equals < 0 && /^-(?![\d.]+$)/.test(text))) {
		throw new UsageError(`--${name} needs a value: --${name} ${value}.`);
	}
	return equals < 0;
}
