/** The palette behind `:`: all commands, found by a few of their letters; Enter runs one. */
import {useEffect} from 'react';
import {ChoiceOverlay, choiceHint} from '../choice-overlay.tsx';
import type {Act, Context} from '../keys.ts';
import type {Size} from '../layout.ts';
import {useProgram} from '../program.ts';
import {actChoices, type Choice, findChoices, type ScreenName, type WordCommand} from './commands.ts';
import {programCommands} from './program-commands.ts';

export type PaletteProps = {
	readonly size: Size;
	readonly screen: ScreenName;
	/** The contexts of the screen below, the innermost first. */
	readonly contexts: readonly Context[];
	/** Commands with an argument, besides those of every screen. */
	readonly commands: readonly WordCommand[];
	/** Why an action is not possible now; undefined when it is. */
	reasonAgainst(act: Act): string | undefined;
	/** Closes the palette and performs the action. */
	run(act: Act): void;
	close(): void;
};

export function PaletteOverlay({size, screen, contexts, commands, reasonAgainst, run, close}: PaletteProps) {
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
		// An impossible command stays in the list and shows the reason.
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
			hint={`type a few letters · ${choiceHint()}`}
			label=" :"
			most={of.acts.length + of.words.length}
			find={query => findChoices(query, of)}
			nothing={query => `No command is like \`${query}\`.`}
			choose={choose}
			close={close}
		/>
	);
}
