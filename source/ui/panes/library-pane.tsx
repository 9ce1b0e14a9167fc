/** The Library tab: the documents in this peer's folders, shared or not. */
import {keyOf} from '../keys.ts';
import {At} from '../kit/at.tsx';
import {TablePane} from '../kit/table-pane.tsx';
import type {Rect} from '../layout.ts';
import type {PeerScene} from '../peer/peer-scene.ts';
import {libraryNote} from './library-table.ts';

const hintOf = (shared: boolean): string =>
	`${keyOf('open', 'library')} reads it · ${shared ? `${keyOf('take-back', 'library')} takes it back` : `${keyOf('share', 'library')} shares it`}`;

export function LibraryPane({scene, rect}: {readonly scene: PeerScene; readonly rect: Rect}) {
	const {view, models, peer, dispatch} = scene;
	const focused = view.focus === 'library';
	if (models.library === undefined) return null;
	const shared = models.library.selected?.shared;
	return (
		<At rect={rect}>
			<TablePane
				width={rect.width}
				height={rect.height}
				title="Library"
				note={libraryNote(peer, models.library.view)}
				hint={focused && shared !== undefined ? hintOf(shared) : ''}
				focused={focused}
				rows={models.library.lines}
				filter={view.library.filter}
				filtering={view.filtering && focused}
				onFilter={text => dispatch({type: 'filter', text})}
			/>
		</At>
	);
}
