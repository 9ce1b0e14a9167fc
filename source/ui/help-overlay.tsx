/** The menu behind `?`: every key that works here, filtered by typing; Enter runs it. */
import {useEffect} from 'react';
import {filterWords, hasWords} from '../order/filter-words.ts';
import {ChoiceOverlay} from './choice-overlay.tsx';
import {type Act, type Context, reachable} from './keys.ts';
import type {Size} from './layout.ts';
import {useProgram} from './program.ts';

type Props = {
	readonly size: Size;
	/** Where the keys of the menu work: the contexts of the screen below. */
	readonly contexts: readonly Context[];
	/** Why an act is not possible now; undefined when it is. */
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
			hint={`type to filter · enter runs · esc closes${mouse === true ? ' · shift selects text' : ''}`}
			label=" Find:"
			most={all.length}
			find={query => all.filter(({show, label}) => hasWords(`${show} ${label}`, filterWords(query)))}
			nothing={query => `No key does \`${query}\`.`}
			choose={({act}) => {
				run(act);
				return undefined;
			}}
			close={close}
		/>
	);
}
