/** The pane with the table of contents, made from the document's headings. */
import type {Section} from '../../rfc/sections.ts';
import {fit} from '../../text/width.ts';
import {keyAtStart} from '../keys.ts';
import {FramedRow} from '../kit/framed-row.tsx';
import {innerWidth, Pane} from '../kit/pane.tsx';
import {TextField} from '../kit/text-field.tsx';
import {useLook} from '../look.ts';
import type {Theme} from '../theme.ts';
import {contentsCursor, contentsOffset, contentsRows, findInContents, listedSections} from './contents.ts';
import type {ReaderScene} from './reader-scene.ts';

const indent = 2;

function line(section: Section, at: {width: number; theme: Theme; here: boolean; cursor: boolean}): string {
	const {width, theme, here, cursor} = at;
	const number = section.number === undefined ? '' : `${section.number} `;
	const deep = ' '.repeat(Math.min(indent * (section.depth - 1), Math.floor(width / 4)));
	const text = fit(`${here || cursor ? '▸' : ' '}${deep}${number}${section.title}`, width);
	if (cursor) return theme.paint('cursor', text);
	return theme.paint(here ? 'strong' : 'plain', text);
}

type Props = {readonly scene: ReaderScene; readonly width: number; readonly active: boolean};

export function ContentsPane({scene, width, active}: Props) {
	const {theme} = useLook();
	const {state, layout} = scene;
	const {contents, document} = state;
	const sections = listedSections(scene);
	const focused = contents?.focused === true;
	const cursor = contentsCursor(scene);
	const offset = contentsOffset(scene);
	const inner = innerWidth(width);
	const rows = sections.slice(offset, offset + contentsRows(scene)).map((section, index) =>
		line(section, {
			width: inner,
			theme,
			here: offset + index === cursor && !focused,
			cursor: focused && offset + index === cursor,
		}),
	);
	const find = contents?.find;
	const none = fit(` No heading has \`${find ?? ''}\` (${keyAtStart('back', 'contents')} clears).`, inner);
	return (
		<Pane
			width={width}
			height={layout.height}
			title={`Contents of RFC ${document.rfc}`}
			note={sections.length === 0 ? '0' : `${cursor + 1} of ${sections.length}`}
			focused={focused}
			rows={rows.length > 0 ? rows : [none]}
			childrenRows={find === undefined ? 0 : 1}
		>
			{find === undefined ? null : (
				<FramedRow focused>
					<TextField
						label=" Find:"
						value={find}
						width={inner}
						focused={active}
						onChange={text => findInContents(scene, text)}
					/>
				</FramedRow>
			)}
		</Pane>
	);
}
