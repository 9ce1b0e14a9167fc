/** Reads one document on the whole screen: scroll, page, search. */
import {useMemo, useState} from 'react';
import {printable} from '../text/printable.ts';
import {count} from '../text/quantity.ts';
import {fit} from '../text/width.ts';
import {HelpOverlay} from './help-overlay.tsx';
import {useKeys} from './hooks/use-keys.ts';
import {type Act, type Context, hintsFor} from './keys.ts';
import {FramedRow} from './kit/framed-row.tsx';
import {keyBar} from './kit/key-bar.ts';
import {scrolled, shareRead} from './kit/lines.ts';
import {innerRows, innerWidth, Pane} from './kit/pane.tsx';
import {Row} from './kit/row.tsx';
import {TextField} from './kit/text-field.tsx';
import type {Size} from './layout.ts';
import {LookContext, useLook} from './look.ts';
import {PaletteOverlay} from './palette/palette-overlay.tsx';
import {litRow, matchingRows, nextMatch, readerRows} from './reader-text.ts';

type Props = {
	readonly size: Size;
	readonly title: string;
	readonly text: string;
	/** Whether keys go to the reader. */
	readonly active: boolean;
	close(): void;
	interrupt(): void;
};

const contexts: readonly Context[] = ['reader', 'scroll'];

type Search = {readonly text: string; readonly typing: boolean; readonly from: number; readonly at: number};

const noSearch: Search = {text: '', typing: false, from: 0, at: -1};

export function Reader({size, title, text, active, close, interrupt}: Props) {
	const {theme} = useLook();
	const [wanted, setOffset] = useState(0);
	const [search, setSearch] = useState(noSearch);
	const [overlay, setOverlay] = useState<'none' | 'help' | 'palette'>('none');
	const look = useMemo(() => ({theme, dimmed: overlay !== 'none'}), [theme, overlay]);
	const width = innerWidth(size.columns);
	const rows = useMemo(() => readerRows(text, width - 2), [text, width]);
	const matches = useMemo(() => matchingRows(rows, search.text), [rows, search.text]);
	const height = innerRows(size.rows - 1) - (search.typing ? 1 : 0);
	const offset = scrolled(wanted, rows.length, height);
	const show = (row: number): void => setOffset(scrolled(row - Math.floor(height / 3), rows.length, height));
	const jump = (by: 1 | -1): void => {
		const row = nextMatch(matches, search.at < 0 ? offset - 1 : search.at, by);
		if (row === undefined) return;
		setSearch({...search, at: row});
		show(row);
	};
	const type = (typed: string): void => {
		const first = nextMatch(matchingRows(rows, typed), search.from - 1, 1);
		setSearch({...search, text: typed, at: first ?? -1});
		if (first !== undefined) show(first);
	};
	const scroll: Partial<Record<Act, number>> = {
		up: -1,
		down: 1,
		'page-up': -Math.max(1, height - 1),
		'page-down': Math.max(1, height - 1),
		first: -rows.length,
		last: rows.length,
	};
	const acts: Partial<Record<Act, () => void>> = {
		search: () => setSearch({...noSearch, typing: true, from: offset}),
		submit: () => setSearch({...search, typing: false}),
		'next-match': () => jump(1),
		'previous-match': () => jump(-1),
		help: () => setOverlay('help'),
		palette: () => setOverlay('palette'),
		interrupt,
		close,
		back: () => (search.typing || search.text !== '' ? setSearch(noSearch) : close()),
	};
	const act = (what: Act): void => {
		const by = scroll[what];
		if (by === undefined) acts[what]?.();
		else setOffset(scrolled(offset + by, rows.length, height));
	};
	const here: readonly Context[] = search.typing ? ['field'] : contexts;
	useKeys(active && overlay === 'none' ? here : [], active ? act : () => {});
	const shown = rows.slice(offset, offset + height).map(row => litRow(fit(` ${row}`, width), search.text, theme));
	const hints = hintsFor(here);
	const more = hints.find(hint => hint.act === 'help');
	const closeOverlay = (): void => setOverlay('none');
	const around = {
		size,
		contexts,
		reasonAgainst: (what: Act) =>
			(what === 'next-match' || what === 'previous-match') && matches.length === 0 ? 'nothing searched' : undefined,
		run: (what: Act) => {
			closeOverlay();
			act(what);
		},
		close: closeOverlay,
	};
	const commands = [
		{
			word: 'search',
			argument: 'WORDS',
			label: 'rows with these words',
			run: (words: string) => {
				const at = nextMatch(matchingRows(rows, words), offset - 1, 1) ?? -1;
				setSearch({text: words, typing: false, from: offset, at});
				if (at >= 0) show(at);
			},
		},
	];
	return (
		<LookContext value={look}>
			<Pane
				width={size.columns}
				height={size.rows - 1}
				title={printable(title)}
				note={noteOf(search, matches, shareRead(offset, rows.length, height))}
				focused
				rows={shown}
				childrenRows={search.typing ? 1 : 0}
			>
				{search.typing ? (
					<FramedRow focused>
						<TextField
							label=" Search:"
							value={search.text}
							width={width}
							focused={active}
							hint="enter keeps · esc drops "
							onChange={type}
						/>
					</FramedRow>
				) : null}
			</Pane>
			<Row
				text={keyBar(
					hints.filter(hint => hint !== more),
					{width: size.columns, theme, ...(more === undefined ? {} : {last: more})},
				)}
			/>
			{overlay === 'none' ? null : overlay === 'help' ? (
				<HelpOverlay {...around} />
			) : (
				<PaletteOverlay {...around} screen="reader" commands={commands} />
			)}
		</LookContext>
	);
}

function noteOf(search: Search, matches: readonly number[], share: string): string {
	if (search.text === '') return share;
	if (matches.length === 0) return `nothing matches \`${search.text}\` (Esc clears)`;
	return `${count(matches.indexOf(search.at) + 1)} of ${count(matches.length)} rows match · ${share}`;
}
