/** The table of contents of a document, from its own headings. */
import type {Section} from '../../rfc/sections.ts';
import {fit} from '../../text/width.ts';
import {scrolled} from '../kit/lines.ts';
import {innerRows, innerWidth, Pane} from '../kit/pane.tsx';
import {useLook} from '../look.ts';
import type {Theme} from '../theme.ts';
import {type ReaderScene, sectionHere} from './reader-scene.ts';

const indent = 2;

function line(section: Section, at: {width: number; theme: Theme; here: boolean; cursor: boolean}): string {
	const {width, theme, here, cursor} = at;
	const number = section.number === undefined ? '' : `${section.number} `;
	const deep = ' '.repeat(Math.min(indent * (section.depth - 1), Math.floor(width / 4)));
	const text = fit(`${here || cursor ? '▸' : ' '}${deep}${number}${section.title}`, width);
	if (cursor) return theme.paint('cursor', text);
	return theme.paint(here ? 'strong' : 'plain', text);
}

type Shown = Pick<ReaderScene, 'state' | 'layout'>;

/** The section under the cursor; while the text has the keys, the one that it shows. */
function cursorIn({state}: Shown): number {
	if (state.contents?.focused === true) return state.contents.cursor;
	const here = sectionHere(state);
	return here === undefined ? 0 : state.document.sections.indexOf(here);
}

/** The first section on the screen. */
export function contentsOffset(scene: Shown): number {
	const height = innerRows(scene.layout.height);
	return scrolled(cursorIn(scene) - Math.floor(height / 2), scene.state.document.sections.length, height);
}

export function ContentsPane({scene, width}: {readonly scene: ReaderScene; readonly width: number}) {
	const {theme} = useLook();
	const {state, layout} = scene;
	const {sections} = state.document;
	const focused = state.contents?.focused === true;
	const cursor = cursorIn(scene);
	const offset = contentsOffset(scene);
	const height = innerRows(layout.height);
	const rows = sections.slice(offset, offset + height).map((section, index) =>
		line(section, {
			width: innerWidth(width),
			theme,
			here: offset + index === cursor && !focused,
			cursor: focused && offset + index === cursor,
		}),
	);
	return (
		<Pane
			width={width}
			height={layout.height}
			title={`Contents of RFC ${state.document.rfc}`}
			note={`${cursor + 1} of ${sections.length}`}
			focused={focused}
			rows={rows}
		/>
	);
}
