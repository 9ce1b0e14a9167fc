/** The menu behind `?`: every key that works here, filtered by typing; Enter triggers it. */
import {useEffect} from 'react';
import {filterWords, hasWords} from '../order/filter-words.ts';
import {ChoiceOverlay, choiceHint} from './choice-overlay.tsx';
import {type Act, type Context, keyOf, reachable} from './keys.ts';
import type {Size} from './layout.ts';
import {useProgram} from './program.ts';

type Props = {
	readonly size: Size;
	/** The contexts of the screen below. */
	readonly contexts: readonly Context[];
	/** Why an action is not possible now; undefined when it is. */
	reasonAgainst(act: Act): string | undefined;
	run(act: Act): void;
	close(): void;
};

export function HelpOverlay({size, contexts, reasonAgainst, run, close}: Props) {
	const {habits, mouse} = useProgram();
	useEffect(() => habits.did('help'), [habits]);
	const all = reachable([...contexts, 'always'])
		.filter(binding => binding.hidden !== true && binding.act !== 'help')
		.map(({act, show, label}) => ({act, show, label, reason: reasonAgainst(act)}));
	return (
		<ChoiceOverlay
			size={size}
			title="Keys"
			hint={`type to find · ${choiceHint()}${mouse === true ? ' · shift selects text' : ''}`}
			label=" Find:"
			most={all.length}
			find={query => all.filter(({show, label}) => hasWords(`${show} ${label}`, filterWords(query)))}
			nothing={query => `No key here does \`${query}\` (${keyOf('palette', 'panes')} knows all).`}
			choose={({act}) => {
				run(act);
				return undefined;
			}}
			close={close}
		/>
	);
}
