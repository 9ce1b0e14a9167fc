/** Prints a complete config file: every option and key with a comment and its current value. Pure. */
import type {Binding} from '../../ui/keys.ts';
import {flagName} from './check-flags.ts';
import type {CommandSpec, ConfigEntry, FlagSpec} from './command.ts';
import {keyPrefix} from './config.ts';

type Option = {readonly name: string; readonly flag: FlagSpec; readonly commands: readonly string[]};

/**
 * Every option once: a flag shared by several commands has one name if its value is the same everywhere, else one for
 * each command.
 */
function optionsOf(specs: readonly CommandSpec[]): readonly Option[] {
	const all = specs.flatMap(spec => spec.flags.map(flag => ({flag, command: spec.name})));
	const byFlag = Map.groupBy(all, ({flag}) => flag);
	return [...byFlag].flatMap(([flag, uses]) => {
		const commands = uses.map(({command}) => command);
		const alike = all.filter(other => other.flag.name === flag.name && !other.flag.apart);
		const isShared = !flag.apart && alike.every(other => other.flag === flag);
		if (isShared) return [{name: flag.name, flag, commands}];
		return commands.map(command => ({name: `${command}.${flag.name}`, flag, commands: [command]}));
	});
}

const presetOf = ({value, default: preset}: FlagSpec): string => {
	if (value === undefined) return preset === true ? 'yes' : 'no';
	return typeof preset === 'string' ? preset : value;
};

function optionLines({name, flag, commands}: Option, entries: readonly ConfigEntry[]): readonly string[] {
	const entry = entries.find(each => each.name === name);
	const line = entry === undefined ? `#${name} = ${presetOf(flag)}` : `${name} = ${entry.value}`;
	return [`# ${commands.join(', ')} ${flagName(flag)}: ${flag.help}`, line, ''];
}

/** Entries under names that the list does not use: for one of several commands, or a key in one place. */
function others(entries: readonly ConfigEntry[], told: ReadonlySet<string>): readonly string[] {
	const rest = entries.filter(({name}) => !told.has(name)).map(({name, value}) => `${name} = ${value}`);
	return rest.length === 0 ? [] : ['# Further entries', ...rest, ''];
}

type Key = {readonly name: string; readonly keys: string; readonly label: string};

/** Every action with keys once, and once for each place where it has other keys. */
function keysOf(table: readonly Binding[]): readonly Key[] {
	// Bindings that only move in fields take their keys from the same action in lists.
	const told = table.filter(({hidden}) => hidden !== true);
	return [...Map.groupBy(told, ({act}) => act)].flatMap(([act, bindings]) => {
		const [first] = bindings;
		const isOne = bindings.every(({keys}) => keys.join(' ') === first?.keys.join(' '));
		if (isOne && first !== undefined)
			return [{name: `${keyPrefix}${act}`, keys: first.keys.join(' '), label: first.label}];
		return bindings.flatMap(({contexts, keys, label}) =>
			contexts.map(context => ({
				name: `${keyPrefix}${context}.${act}`,
				keys: keys.join(' '),
				label: `${label} (${context})`,
			})),
		);
	});
}

const keyLines = ({name, keys, label}: Key, entries: readonly ConfigEntry[]): readonly string[] => {
	const entry = entries.find(each => each.name === name);
	return [`# ${label}`, entry === undefined ? `#${name} = ${keys}` : `${name} = ${entry.value}`];
};

/** The text, which is itself a config file. */
export function configText(
	{
		specs,
		table,
		entries,
	}: {
		readonly specs: readonly CommandSpec[];
		readonly table: readonly Binding[];
		readonly entries: readonly ConfigEntry[];
	},
	file: string,
): string {
	const options = optionsOf(specs);
	const keys = keysOf(table);
	const told = new Set([...options, ...keys].map(({name}) => name));
	return [
		`# ${file}`,
		'#',
		'# Every option with its default. A line without # at its start is in force; flags on the command line override it.',
		'# An option applies to every command that has the flag; COMMAND.OPTION to one command. Switches are yes or no.',
		'# A path that begins with ~/ starts at your home folder; any other, in the folder where p2pci is started.',
		'',
		...options.flatMap(option => optionLines(option, entries)),
		'# Keys of the screens, several separated by spaces: key.ACT for all places, key.PLACE.ACT for one.',
		'# A key is one character, or: space tab shift-tab enter esc backspace delete up down left right pageup pagedown',
		'# home end ctrl-a ... ctrl-y.',
		'',
		...keys.flatMap(key => keyLines(key, entries)),
		'',
		...others(entries, told),
	].join('\n');
}
