/** Reads the config file: flags for all commands or one, and keys of the screens. */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {quoted} from '../../text/quoted.ts';
import {codeOf, reasonOf} from '../../text/reasons.ts';
import {typed} from '../../text/typed.ts';
import {userFolders} from '../process/user-folders.ts';
import {type CommandSpec, type ConfigEntry, type FlagSpec, UsageError} from './command.ts';
import {configEntries} from './config-lines.ts';
import {nearest} from './nearest.ts';

/** The path of the config file: the platform's usual place, unless P2PCI_CONFIG names another. */
export const configFile = (): string => process.env.P2PCI_CONFIG || path.join(userFolders().config, 'p2pci.conf');

/** Prefix of entries about keys: `key.pause = x`, or for one place `key.transfers.pause = x`. */
export const keyPrefix = 'key.';

export type Setting = {readonly value: string | boolean; readonly place: string};

export type Config = {
	/** All entries, including those about keys. */
	readonly entries: readonly ConfigEntry[];
	readonly keys: readonly ConfigEntry[];
	/** The values of a command's flags, by flag: entries for the command take precedence over those for all. */
	of(spec: CommandSpec): ReadonlyMap<string, Setting>;
};

/** Reads the config file; an absent one is empty. Throws a `UsageError` that names file and line. */
export function readConfig(specs: readonly CommandSpec[], file: string = configFile()): Config {
	return parseConfig(textOf(file) ?? '', {specs, file});
}

/** As `readConfig`, but a file that P2PCI_CONFIG names has to exist. */
export function readNamedConfig(specs: readonly CommandSpec[]): Config {
	const file = configFile();
	const text = textOf(file);
	if (text === undefined && process.env.P2PCI_CONFIG) {
		throw new UsageError(
			`P2PCI_CONFIG names ${file}, which does not exist. Unset it, or make the file: ${typed('config > FILE')}.`,
		);
	}
	return parseConfig(text ?? '', {specs, file});
}

/** Undefined when there is no such file. */
function textOf(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		// Some accounts have a file as their home, so it cannot contain a config file.
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
		throw new UsageError(`${file} cannot be read: ${reasonOf(error)}.`);
	}
}

/** As `readConfig`, from a text. */
export function parseConfig(
	text: string,
	{specs, file}: {readonly specs: readonly CommandSpec[]; readonly file: string},
): Config {
	const entries = configEntries(text, file);
	const isKey = ({name}: ConfigEntry): boolean => name.startsWith(keyPrefix);
	const flags = entries.filter(entry => !isKey(entry));
	for (const entry of flags) checkEntry(entry, specs);
	return {
		entries,
		keys: entries.filter(isKey),
		of(spec) {
			const settings = new Map<string, Setting>();
			for (const flag of spec.flags) {
				const said = (name: string): ConfigEntry | undefined => flags.find(entry => entry.name === name);
				const entry = said(`${spec.name}.${flag.name}`) ?? (flag.apart ? undefined : said(flag.name));
				if (entry !== undefined) settings.set(flag.name, {value: settingOf(entry, flag), place: entry.place});
			}
			return settings;
		},
	};
}

/** The flags that an entry applies to. */
function flagsOf({name}: ConfigEntry, specs: readonly CommandSpec[]): readonly FlagSpec[] {
	const names = (spec: CommandSpec, flag: FlagSpec) =>
		`${spec.name}.${flag.name}` === name || (flag.name === name && !flag.apart);
	return specs.flatMap(spec => spec.flags.filter(flag => names(spec, flag)));
}

function checkEntry(entry: ConfigEntry, specs: readonly CommandSpec[]): void {
	const flags = flagsOf(entry, specs);
	for (const flag of flags) settingOf(entry, flag);
	if (flags.length > 0) return;
	const names = specs.flatMap(spec => spec.flags.flatMap(flag => [flag.name, `${spec.name}.${flag.name}`]));
	// As on the command line, --no-tui.
	const positive = entry.name.replace(/(?<=^|\.)no-/, '');
	const meant = nearest(entry.name, names);
	const hint = names.includes(positive)
		? ` Write "${positive} = no".`
		: meant === undefined
			? ''
			: ` Did you mean ${meant}?`;
	throw new UsageError(`${entry.place}: there is no option ${entry.name}.${hint} ${typed('config')} lists them all.`);
}

const switches: ReadonlyMap<string, boolean> = new Map([
	['yes', true],
	['no', false],
	['on', true],
	['off', false],
	['true', true],
	['false', false],
]);

/** For a switch whether it is on; for any other flag the text, which its command parses. */
function settingOf({name, value, place}: ConfigEntry, flag: FlagSpec): string | boolean {
	if (flag.value !== undefined) return value;
	const on = switches.get(value.toLowerCase());
	if (on === undefined) throw new UsageError(`${place}: ${name} is yes or no, not ${quoted(value)}.`);
	return on;
}
