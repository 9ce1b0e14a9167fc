/**
 * A list to choose from, in the middle of the screen, filtered by typing: shared by the menu of keys and the palette.
 */
import {type ReactNode, useState} from 'react';
import {cut, displayWidth, fit} from '../text/width.ts';
import {useBefore, useKept} from './hooks/use-kept.ts';
import {useKeys} from './hooks/use-keys.ts';
import {usePointer, wheelRows} from './hooks/use-pointer.ts';
import {keyOf} from './keys.ts';
import {FramedRow} from './kit/framed-row.tsx';
import {linesLeft} from './kit/lines.ts';
import {centred, Overlay} from './kit/overlay.tsx';
import {TextField} from './kit/text-field.tsx';
import type {Size} from './layout.ts';
import {useLook} from './look.ts';
import {hit} from './pointer/hit.ts';
import type {Theme} from './theme.ts';

export type Line = {
	/** Its key, or empty. */
	readonly show: string;
	readonly label: string;
	/** Indices of highlighted letters of the label. */
	readonly lit?: readonly number[];
	/** Why it is not possible now: it is dimmed and shows the reason. */
	readonly reason?: string | undefined;
};

type Props<Item extends Line> = {
	readonly size: Size;
	readonly title: string;
	readonly hint: string;
	/** The label of the field. */
	readonly label: string;
	/** Rows that the whole list would take. */
	readonly most: number;
	/** The items that match what was typed. */
	find(query: string): readonly Item[];
	/** The message when nothing matches. */
	nothing(query: string): string;
	/** Runs the chosen item; a returned text replaces that in the field. */
	choose(item: Item): string | undefined;
	close(): void;
};

type Typed = {readonly query: string; readonly chosen: number};

/** The keys of the list itself, for the lower border. */
export const choiceHint = (): string => `${keyOf('open', 'overlay')} runs · ${keyOf('back', 'overlay')} closes`;

/** Width of the column of keys, and its minimum in narrow terminals. */
const showWidth = 10;
const narrowShow = 6;
const narrow = 50;
const widest = 66;

/** A label with highlighted letters, cut where there is no room. */
function litLabel({label, lit = []}: Line, width: number, paint: (text: string) => string): string {
	const text = fit(label, width);
	const places = new Set(lit);
	return Array.from(text, (character, place) => (places.has(place) ? paint(character) : character)).join('');
}

/** A line of the list, exactly `width` cells. */
function choiceLine(
	line: Line,
	{width, theme, cursor}: {readonly width: number; readonly theme: Theme; readonly cursor: boolean},
): string {
	const head = `${cursor ? '▸' : ' '} ${fit(line.show, width < narrow ? narrowShow : showWidth)} `;
	const note = line.reason === undefined ? '' : ` (${line.reason})`;
	if (line.reason !== undefined) {
		const room = width - head.length;
		// The reason is cut before it hides what the key does.
		const label = cut(line.label, Math.max(Math.floor(room / 2), room - displayWidth(note)));
		const text = fit(`${head}${label}${note}`, width);
		return theme.paint(cursor ? 'cursor' : 'dim', text);
	}
	const label = litLabel(line, width - head.length, text => theme.paint(cursor ? 'strong' : 'match', text));
	return cursor ? theme.paint('cursor', `${head}${label}`) : `${head}${label}`;
}

export function ChoiceOverlay<Item extends Line>(props: Props<Item>): ReactNode {
	const {size, most, find, choose, close} = props;
	const {theme} = useLook();
	const before = useBefore<Typed>(props.title);
	const [query, setQuery] = useState(before?.query ?? '');
	const [chosen, setChosen] = useState(before?.chosen ?? 0);
	useKept(props.title, {query, chosen} satisfies Typed);
	/** The label of what was last chosen and is not possible. */
	const [refused, setRefused] = useState('');
	const found = find(query);
	const rect = centred(size, widest, Math.min(most + 3, size.rows - 2));
	const height = rect.height - 3;
	const cursor = Math.max(0, Math.min(chosen, found.length - 1));
	const offset = Math.max(0, Math.min(cursor - height + 1, found.length - height));
	const point = (index: number): void => setChosen(Math.max(0, Math.min(found.length - 1, index)));
	const type = (text: string): void => {
		setQuery(text);
		setChosen(0);
	};
	const run = (index: number): void => {
		const item = found[index];
		setRefused(item?.reason === undefined ? '' : item.label);
		const text = item === undefined ? undefined : choose(item);
		if (text !== undefined) type(text);
	};
	useKeys(['overlay'], act => {
		if (act === 'back') close();
		if (act === 'up') point(cursor - 1);
		if (act === 'down') point(cursor + 1);
		if (act === 'page-up') point(cursor - height);
		if (act === 'page-down') point(cursor + height);
		if (act === 'open') run(cursor);
	});
	usePointer(true, pointer => {
		if (pointer.kind !== 'click') {
			point(cursor + (pointer.kind === 'wheel-up' ? -wheelRows : wheelRows));
			return;
		}
		const spot = hit({list: rect}, pointer);
		const index = offset + (spot?.line ?? 0) - 1;
		if (spot === undefined) close();
		else if (spot.line !== undefined && spot.line > 0 && found[index] !== undefined) run(index);
	});
	const width = rect.width - 2;
	const chosenNow = found[cursor];
	const hint = width < narrow ? choiceHint() : props.hint;
	const why = chosenNow?.label === refused ? chosenNow.reason : undefined;
	const rows = found
		.slice(offset, offset + height)
		.map((item, index) => choiceLine(item, {width, theme, cursor: offset + index === cursor}));
	return (
		<Overlay
			rect={rect}
			title={props.title}
			note={linesLeft(offset, found.length, height)}
			hint={why === undefined ? hint : `Not now: ${why}`}
			rows={rows.length > 0 ? rows : [fit(`  ${props.nothing(query)}`, width)]}
			childrenRows={1}
		>
			<FramedRow focused above>
				<TextField label={props.label} value={query} width={width} focused onChange={type} />
			</FramedRow>
		</Overlay>
	);
}
