/** The palette behind `:`: every command, found by a few of its letters; Enter runs it. */
import {useEffect} from 'react';
import {ChoiceOverlay} from '../choice-overlay.tsx';
import type {Act, Context} from '../keys.ts';
import type {Size} from '../layout.ts';
import {useProgram} from '../program.ts';
import {actChoices, type Choice, findChoices, type ScreenName, type WordCommand} from './commands.ts';
import {programCommands} from './program-commands.ts';

type Props = {
	readonly size: Size;
	readonly screen: ScreenName;
	/** Where keys work on the screen below, the innermost first. */
	readonly contexts: readonly Context[];
	/** Commands with an argument, besides those that every screen has. */
	readonly commands: readonly WordCommand[];
	/** Why an act is not possible now; undefined when it is. */
	reasonAgainst(act: Act): string | undefined;
	/** Closes the palette and does what a key would do. */
	run(act: Act): void;
	close(): void;
};

export function PaletteOverlay({size, screen, contexts, commands, reasonAgainst, run, close}: Props) {
	const program = useProgram();
	const {habits} = program;
	useEffect(() => habits.did('palette'), [habits]);
	const of = {
		acts: actChoices({screen, contexts, reasonAgainst}),
		words: [...commands, ...programCommands(program)],
		recent: habits.recent(),
	};
	const choose = ({id, reason, does}: Choice): string | undefined => {
		if (does.kind === 'complete') return does.text;
		// What is not possible now stays on the screen: it says why.
		if (reason !== undefined) return undefined;
		habits.used(id);
		if (does.kind === 'act') {
			run(does.act);
			return undefined;
		}
		close();
		does.command.run(does.argument);
		return undefined;
	};
	return (
		<ChoiceOverlay
			size={size}
			title="Commands"
			hint="type a few letters · enter runs · esc closes"
			label=" :"
			most={of.acts.length + of.words.length}
			find={query => findChoices(query, of)}
			nothing={query => `No command is like \`${query}\`.`}
			choose={choose}
			close={close}
		/>
	);
}
