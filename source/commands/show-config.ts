/** `p2pci config`: prints the path of the config file, or all possible settings. */
import {bindings} from '../ui/keys.ts';
import {takeKeys} from './config-keys.ts';
import type {CommandSpec, Run} from './line/command.ts';
import {configFile, readConfig} from './line/config.ts';
import {configText} from './line/config-text.ts';
import {exitCodes} from './process/exit-codes.ts';
import {printOut} from './process/output.ts';

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
