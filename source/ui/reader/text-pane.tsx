/** The pane with the text of a document, its highlights, and the search field. */
import {count, counted} from '../../text/quantity.ts';
import {shortened} from '../../text/quoted.ts';
import {cut, displayWidth} from '../../text/width.ts';
import {keyAtStart} from '../keys.ts';
import {FramedRow} from '../kit/framed-row.tsx';
import {shareRead} from '../kit/lines.ts';
import {innerWidth, Pane} from '../kit/pane.tsx';
import {filteringHint, TextField} from '../kit/text-field.tsx';
import {useLook} from '../look.ts';
import type {Theme} from '../theme.ts';
import {numberWords} from './citation.ts';
import {type Link, linksIn} from './links.ts';
import {type Mark, paintRow} from './paint.ts';
import {type ReaderScene, sectionHere} from './reader-scene.ts';
import type {LinkKey} from './reader-state.ts';
import {placeOf} from './rows.ts';
import {matchesIn} from './search.ts';

/** Width that the frame needs besides the words in its upper border. */
const frameCells = 10;

type Props = {
	readonly scene: ReaderScene;
	readonly active: boolean;
	onSearch(text: string): void;
};

export function TextOfDocument({scene, active, onSearch}: Props) {
	const {theme} = useLook();
	const {state, layout} = scene;
	const width = innerWidth(layout.textWidth);
	const head = layout.head?.paint(theme, state.link?.where === 'head' ? state.link.index : undefined);
	const {search} = state;
	const note = noteOf(scene);
	const title = `RFC ${state.document.rfc}${state.title === '' ? '' : `: ${state.title}`}`;
	return (
		<Pane
			width={layout.textWidth}
			height={layout.height}
			title={cut(title, Math.max(12, layout.textWidth - displayWidth(note) - frameCells))}
			note={note}
			focused={state.contents?.focused !== true}
			rows={[...(head === undefined ? [] : [head]), ...shownRows(scene, theme)]}
			childrenRows={search.typing ? 1 : 0}
		>
			{search.typing ? (
				<FramedRow focused>
					<TextField
						label=" Search:"
						value={search.text}
						width={width}
						focused={active}
						hint={filteringHint()}
						onChange={onSearch}
					/>
				</FramedRow>
			) : null}
		</Pane>
	);
}

/** The rows on the screen, with their links and matches. */
function shownRows(scene: ReaderScene, theme: Theme): readonly string[] {
	const {state, rows, offset, layout} = scene;
	const headings = new Set(state.document.studied ? state.document.sections.map(({line}) => line) : []);
	const width = innerWidth(layout.textWidth);
	const length = Math.max(0, Math.min(layout.textRows, rows.texts.length - offset));
	return Array.from({length}, (_, index) => {
		const row = offset + index;
		const line = rows.lines[row] ?? 0;
		const isFurniture = state.document.lines[line]?.shown === 'kept';
		const tone = isFurniture ? 'dim' : headings.has(line) ? 'strong' : 'plain';
		return paintRow(rows.texts[row] ?? '', marksOf(scene, row), {width, left: state.left, theme, tone});
	});
}

function isSelected(link: LinkKey | undefined, {row, start}: Link, {rows}: ReaderScene): boolean {
	if (link?.where !== 'text' || link.start !== start) return false;
	const place = placeOf(rows, row);
	return place.line === link.place.line && place.skip === link.place.skip;
}

function marksOf(scene: ReaderScene, row: number): readonly Mark[] {
	const {state, rows, matches} = scene;
	const tone = (link: Link) => (isSelected(state.link, link, scene) ? 'cursor' : 'accent');
	const links = linksIn(state.document, rows, row).map((link): Mark => ({...link, tone: tone(link)}));
	const above = row === 0 ? [] : linksIn(state.document, rows, row - 1);
	const rests = above.flatMap((link): Mark[] => (link.next === undefined ? [] : [{...link.next, tone: tone(link)}]));
	const found = matchesIn(matches, row).map(
		(match): Mark => ({...match, tone: match.index === state.search.at ? 'cursor' : 'match'}),
	);
	return [...rests, ...links, ...found];
}

function noteOf({state, rows, offset, layout, matches}: ReaderScene): string {
	const share = shareRead(offset, rows.texts.length, layout.textRows);
	const {search} = state;
	if (search.text !== '') {
		const found = matches.starts.length;
		if (found === 0) return `nothing matches \`${shortened(search.text)}\` (${keyAtStart('back', 'reader')} clears)`;
		return search.at < 0 ? counted(found, 'match', 'matches') : `${count(search.at + 1)} of ${count(found)}`;
	}
	const section = sectionHere(state)?.number;
	return section === undefined || layout.textWidth < 50 ? share : `${numberWords(section)} · ${share}`;
}
