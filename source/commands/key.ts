/** `p2pci key FILE`: makes the key of a private network, or says which network the key in a file belongs to. */
import {printable} from '../text/printable.ts';
import {missingArgument, type Run} from './line/command.ts';
import {missingFile} from './line/flag-values.ts';
import {makeKey, readKey} from './line/key-file.ts';
import {exitCodes} from './process/exit-codes.ts';
import {printError, printOut} from './process/output.ts';

export const run: Run = async (_command, {operands}) => {
	const [file = ''] = operands;
	if (file === '') throw missingArgument(missingFile);
	const made = await makeKey(file);
	const {identity} = made ?? (await readKey(file));
	printOut(identity);
	if (made) {
		printError(
			`${printable(file)} is the key of a new private network. Give a copy to everybody who belongs to it, in a way that nobody else can read; all of them start p2pci with --key FILE.`,
		);
	}
	return exitCodes.done;
};
