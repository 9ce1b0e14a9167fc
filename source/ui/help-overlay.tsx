/** The menu behind `?`: every key that works here, filtered by typing; Enter runs it. */
import {useState} from 'react';
import {filterWords, hasWords} from '../order/filter-words.ts';
import {fit} from '../text/width.ts';
import {useKeys} from './hooks/use-keys.ts';
import {type Act, type Binding, type Context, reachable} from './keys.ts';
import {FramedRow} from './kit/framed-row.tsx';
import {centred, Overlay} from './kit/overlay.tsx';
import {TextField} from './kit/text-field.tsx';
import type {Size} from './layout.ts';
import {useLook} from './look.ts';
import type {Theme} from './theme.ts';

type Props = {
	readonly size: Size;
	/** Where the keys of the menu work: the contexts of the screen below. */
	readonly contexts: readonly Context[];
	/** Why an act is not possible now; undefined when it is. */
	reasonAgainst(act: Act): string | undefined;
	run(act: Act): void;
	close(): void;
};

const showWidth = 10;

function line(
	binding: Binding,
	reason: string | undefined,
	at: {width: number; theme: Theme; cursor: boolean},
): string {
	const {width, theme, cursor} = at;
	const note = reason === undefined ? '' : ` (${reason})`;
	const text = fit(`${cursor ? '▸' : ' '} ${fit(binding.show, showWidth)} ${binding.label}${note}`, width);
	if (cursor) return theme.paint('cursor', text);
	return reason === undefined ? text : theme.paint('dim', text);
}

export function HelpOverlay({size, contexts, reasonAgainst, run, close}: Props) {
	const {theme} = useLook();
	const [filter, setFilter] = useState('');
	const [chosen, setChosen] = useState(0);
	const words = filterWords(filter);
	const all = reachable([...contexts, 'always']).filter(binding => binding.hidden !== true && binding.act !== 'help');
	const found = all.filter(binding => hasWords(`${binding.show} ${binding.label}`, words));
	const rect = centred(size, 60, Math.min(all.length + 3, size.rows - 2));
	const height = rect.height - 3;
	const cursor = Math.max(0, Math.min(chosen, found.length - 1));
	const offset = Math.max(0, Math.min(cursor - height + 1, found.length - height));
	useKeys(['overlay'], act => {
		if (act === 'back') close();
		if (act === 'up') setChosen(Math.max(0, cursor - 1));
		if (act === 'down') setChosen(Math.min(found.length - 1, cursor + 1));
		const binding = found[cursor];
		if (act === 'open' && binding !== undefined) run(binding.act);
	});
	const width = rect.width - 2;
	const rows = found
		.slice(offset, offset + height)
		.map((binding, index) =>
			line(binding, reasonAgainst(binding.act), {width, theme, cursor: offset + index === cursor}),
		);
	return (
		<Overlay
			rect={rect}
			title="Keys"
			hint="type to filter · enter runs · esc closes"
			rows={rows.length > 0 ? rows : [fit(`  No key does \`${filter}\`.`, width)]}
			childrenRows={1}
		>
			<FramedRow focused above>
				<TextField
					label=" Find:"
					value={filter}
					width={width}
					focused
					onChange={text => {
						setFilter(text);
						setChosen(0);
					}}
				/>
			</FramedRow>
		</Overlay>
	);
}
