/** The menu of the original program, with its order and numbers. */
import {Box} from 'ink';
import SelectInput from 'ink-select-input';
import {createContext, useContext} from 'react';
import {displayWidth, fit} from '../../text/width.ts';
import {frameBottom, frameSide, frameTop} from '../kit/frame.ts';
import {Row} from '../kit/row.tsx';
import type {PeerTab} from '../layout/peer.ts';
import {useLook} from '../look.ts';
import {type Theme, unstyled} from '../theme.ts';
import {tabStrip} from './tab-strip.ts';

/**
 * The labels of the original program; the index plus one is the digit in both ink-select-input and the table of keys.
 */
export const operations = ['Add RFC', 'Remove RFC', 'Lookup RFC', 'List all', 'Exit', 'Get RFC'] as const;

type Item = {readonly label: string; readonly value: number};

const items: Item[] = operations.map((label, value) => ({label, value}));

type Frame = {readonly width: number; readonly focused: boolean};

const FrameContext = createContext<Frame>({width: 20, focused: false});

/** ink-select-input draws an item as an indicator and a label: together they make one framed row. */
function Indicator({isSelected = false}: {readonly isSelected?: boolean}) {
	const {theme} = useLook();
	const {focused} = useContext(FrameContext);
	const sign = isSelected ? ' ▸ ' : '   ';
	return <Row text={`${frameSide({theme, focused})}${isSelected && focused ? theme.paint('cursor', sign) : sign}`} />;
}

function Item({isSelected = false, label}: {readonly isSelected?: boolean; readonly label: string}) {
	const {theme} = useLook();
	const {width, focused} = useContext(FrameContext);
	const number = items.findIndex(item => item.label === label) + 1;
	const text = fit(`${number} ${label}`, width - 5);
	const shown = isSelected ? theme.paint(focused ? 'cursor' : 'strong', text) : text;
	return <Row text={`${shown}${frameSide({theme, focused})}`} />;
}

type MenuProps = {
	readonly width: number;
	readonly focused: boolean;
	/** Whether the menu receives keys: it has the focus, no overlay lies above it, and its keys mean what it does. */
	readonly active: boolean;
	readonly index: number;
	/** Incremented when anything but the menu's own keys moves its cursor. */
	readonly turn: number;
	onChoose(index: number): void;
	onPoint(index: number): void;
};

export function MenuPane({width, focused, active, index, turn, onChoose, onPoint}: MenuProps) {
	const {theme} = useLook();
	const style = {theme, focused, width};
	return (
		<FrameContext value={{width, focused}}>
			<Box flexDirection="column" width={width} flexShrink={0}>
				<Row text={frameTop({left: 'Menu'}, style)} />
				<SelectInput
					key={turn}
					items={items}
					initialIndex={index}
					isFocused={active}
					indicatorComponent={Indicator}
					itemComponent={Item}
					onSelect={item => onChoose(item.value)}
					onHighlight={item => onPoint(item.value)}
				/>
				<Row text={frameBottom('', style)} />
			</Box>
		</FrameContext>
	);
}

/** Labels for the row, the widest first; `gap` is between a number and its label, and between items. */
const rowLabels: readonly {readonly labels: readonly string[]; readonly gap: string}[] = [
	{labels: ['Add', 'Remove', 'Lookup', 'List all', 'Exit', 'Get'], gap: ' '},
	{labels: ['Add', 'Remove', 'Lookup', 'List', 'Exit', 'Get'], gap: ''},
	{labels: ['Add', 'Rem', 'Look', 'All', 'Ex', 'Get'], gap: ''},
];

const itemOf = (label: string, place: number, gap: string): string => `${place + 1}${gap}${label}`;

function rowText({labels, gap}: (typeof rowLabels)[number], index: number): string {
	return labels.map((label, place) => `${place === index ? '▸' : ' '}${itemOf(label, place, gap)}`).join(gap);
}

/** Width reserved for the tabs: shorter labels are chosen when the widest leave less. */
const tabRoom = 16;

type MenuRow = Frame & {readonly theme: Theme; readonly tab: PeerTab};

/** The menu in one row of exactly `width` cells, with the tabs at its end if there is room. */
export function menuRow(index: number, {width, focused, theme, tab}: MenuRow): string {
	const fits = (room: number) => rowLabels.find(each => rowText(each, index).length <= room);
	const chosen = fits(width - tabRoom) ?? fits(width) ?? rowLabels.at(-1);
	if (chosen === undefined) return ' '.repeat(width);
	const text = rowText(chosen, index);
	if (text.length > width) return fit(text, width);
	const tone = focused ? 'cursor' : 'strong';
	const item = itemOf(chosen.labels[index] ?? '', index, chosen.gap);
	const strip = tabStrip(tab, {room: width - text.length - 2, theme});
	const rest = width - text.length - displayWidth(unstyled(strip));
	return `${text.replace(`▸${item}`, `▸${theme.paint(tone, item)}`)}${' '.repeat(Math.max(0, rest))}${strip}`;
}
