/** `p2pci config`: prints the path of the config file, or all possible settings. */
import {bindings} from '../ui/keys.ts';
import type {CommandSpec, Run} from './command.ts';
import {configFile, readConfig} from './config.ts';
import {takeKeys} from './config-keys.ts';
import {configText} from './config-text.ts';
import {exitCodes} from './exit-codes.ts';
import {printOut} from './output.ts';

/** Runs the command; `specs` are all commands. */
export const configCommand =
	(specs: readonly CommandSpec[]): Run =>
	async (_command, invocation) => {
		const file = configFile();
		if (invocation.on('path')) {
			printOut(file);
			return exitCodes.done;
		}
		const {entries, keys} = readConfig(specs, file);
		takeKeys(keys);
		printOut(configText({specs: specs.filter(({name}) => name !== 'config'), table: bindings, entries}, file));
		return exitCodes.done;
	};
