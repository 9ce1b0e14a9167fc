/** What the config file says: flags for every command, or one, and keys of the screens. */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {reasonOf} from '../text/reasons.ts';
import {type CommandSpec, type FlagSpec, UsageError} from './command.ts';
import {type ConfigEntry, configEntries} from './config-lines.ts';
import {nearest} from './nearest.ts';

/** Where the config file is: in the platform's place for such files, unless P2PCI_CONFIG names another. */
export const configFile = (): string =>
	process.env.P2PCI_CONFIG || path.join(envPaths('p2pci', {suffix: ''}).config, 'p2pci.conf');

/** Entries about keys begin so: `key.pause = x`, or for one place `key.transfers.pause = x`. */
export const keyPrefix = 'key.';

export type Setting = {readonly value: string | boolean; readonly place: string};

export type Config = {
	/** All entries, those about keys too. */
	readonly entries: readonly ConfigEntry[];
	readonly keys: readonly ConfigEntry[];
	/** The values of a command's flags, by flag: what is said for the command goes before what is said for all. */
	of(spec: CommandSpec): ReadonlyMap<string, Setting>;
};

/** The config file as it is; an absent one is empty. Throws a `UsageError` that names file and line. */
export function readConfig(specs: readonly CommandSpec[], file: string = configFile()): Config {
	return parseConfig(textOf(file), {specs, file});
}

function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
		throw new UsageError(`${file} cannot be read: ${reasonOf(error)}.`);
	}
}

/** As `readConfig`, of a text. */
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
				const entry = said(`${spec.name}.${flag.name}`) ?? said(flag.name);
				if (entry !== undefined) settings.set(flag.name, {value: settingOf(entry, flag), place: entry.place});
			}
			return settings;
		},
	};
}

/** The flags that an entry is about. */
function flagsOf({name}: ConfigEntry, specs: readonly CommandSpec[]): readonly FlagSpec[] {
	return specs.flatMap(spec => spec.flags.filter(flag => flag.name === name || `${spec.name}.${flag.name}` === name));
}

function checkEntry(entry: ConfigEntry, specs: readonly CommandSpec[]): void {
	const flags = flagsOf(entry, specs);
	for (const flag of flags) settingOf(entry, flag);
	if (flags.length > 0) return;
	const names = specs.flatMap(spec => spec.flags.flatMap(flag => [flag.name, `${spec.name}.${flag.name}`]));
	const meant = nearest(entry.name, names);
	const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
	throw new UsageError(`${entry.place}: there is no option ${entry.name}.${hint} p2pci config shows those there are.`);
}

const switches: Readonly<Record<string, boolean>> = {
	yes: true,
	no: false,
	on: true,
	off: false,
	true: true,
	false: false,
};

/** Of a switch whether it is on; of any other flag the text, which its command reads. */
function settingOf({name, value, place}: ConfigEntry, flag: FlagSpec): string | boolean {
	if (flag.value !== undefined) return value;
	const on = switches[value.toLowerCase()];
	if (on === undefined) throw new UsageError(`${place}: ${name} is yes or no, not "${value}".`);
	return on;
}
