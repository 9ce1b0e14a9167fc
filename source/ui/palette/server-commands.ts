/** Commands with an argument on the server's screen. */
import type {ServerScene} from '../server-acts.ts';
import type {WordCommand} from './commands.ts';

export const serverCommands = ({dispatch}: ServerScene): readonly WordCommand[] => [
	{
		word: 'filter',
		argument: 'WORDS',
		label: 'show only rows with these words',
		run: text => dispatch({type: 'filter', text}),
	},
];
