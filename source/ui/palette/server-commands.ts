/** Commands with an argument on the server's screen. */
import type {ServerScene} from '../server/server-acts.ts';
import type {WordCommand} from './commands.ts';

export const serverCommands = ({view, models, dispatch}: ServerScene): readonly WordCommand[] => [
	{
		word: 'filter',
		argument: 'WORDS',
		label: 'show only rows with these words',
		run: text => dispatch({type: 'filter', text}),
	},
	{
		word: 'sort',
		argument: 'COLUMN',
		label: `sort the ${view.table === 'peers' ? 'peers' : 'RFCs'}`,
		choices: models[view.table].sorts.map(({by}) => by),
		run(text) {
			const by = models[view.table].sorts.find(sort => sort.by === text);
			if (by !== undefined) dispatch({type: 'sort', table: view.table, by});
		},
	},
];
