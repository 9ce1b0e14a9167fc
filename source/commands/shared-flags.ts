/** Flags of several commands, specified once so that they mean the same everywhere. */
import type {FlagSpec} from './line/command.ts';

export const server: FlagSpec = {
	name: 'server',
	value: 'HOST:PORT',
	default: '127.0.0.1:5555',
	help: 'the index server',
};
export const protocol: FlagSpec = {
	name: 'protocol',
	value: '1.0|1.1',
	help: 'speak only this version (default: 1.1, and 1.0 with those who speak nothing newer)',
};
export const key: FlagSpec = {
	name: 'key',
	value: 'FILE',
	help: 'the key of a private network (p2pci key makes one): encrypted, and only for its members',
};
export const json: FlagSpec = {name: 'json', help: 'print one JSON document on stdout, and nothing else there'};
const tui: FlagSpec = {
	name: 'tui',
	default: true,
	help: 'plain log lines instead of the full screen (also when stdout is not a terminal)',
};
/** The flags of every command that has a screen. */
export const screen: readonly FlagSpec[] = [
	tui,
	{
		name: 'theme',
		value: 'NAME',
		default: 'auto',
		help: 'auto (by the terminal), dark, light, contrast, or mono for no colours',
	},
	{
		name: 'screen-reader',
		help: 'a conversation in lines instead of the full screen: type a number or word, hear what happens',
	},
	{name: 'bell', help: 'ring the bell when a long transfer ends while you look at another window'},
	{
		name: 'mouse',
		default: true,
		help: 'leave the mouse to the terminal (with it, Shift selects text in most terminals)',
	},
];

export const manifest: FlagSpec = {
	name: 'manifest',
	value: 'FILE',
	help: 'accept only the versions listed in this file, as sha256sum writes it',
};
export const replace: FlagSpec = {name: 'replace', help: 'replace a file that is there with other contents'};
export const pace: FlagSpec = {
	name: 'pace',
	value: 'RATE',
	help: 'slow each transfer down to RATE, for instance 60KiB/s',
};
