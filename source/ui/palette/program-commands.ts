/** Commands with an argument that every screen has. */
import type {Program} from '../program.ts';
import {isThemeChoice, themeChoices} from '../theme.ts';
import type {WordCommand} from './commands.ts';

export const programCommands = (program: Program): readonly WordCommand[] => [
	{
		word: 'theme',
		argument: 'NAME',
		label: 'colours, until you quit (the config file keeps them)',
		choices: themeChoices,
		against: name => (name === program.theme ? 'it is so now' : undefined),
		run: name => {
			if (isThemeChoice(name)) program.chooseTheme(name);
		},
	},
];
