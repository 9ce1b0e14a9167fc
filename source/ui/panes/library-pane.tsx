/** The Library tab: what is in this peer's folders, shared or not. */
import {At} from '../kit/at.tsx';
import {tableNote} from '../kit/table-model.ts';
import {TablePane} from '../kit/table-pane.tsx';
import type {Rect} from '../layout.ts';
import type {PeerScene} from '../peer-scene.ts';

export function LibraryPane({scene, rect}: {readonly scene: PeerScene; readonly rect: Rect}) {
	const {view, models, dispatch} = scene;
	const focused = view.focus === 'library';
	if (models.library === undefined) return null;
	return (
		<At rect={rect}>
			<TablePane
				width={rect.width}
				height={rect.height}
				title="Library"
				note={tableNote(models.library.view)}
				hint={focused ? 'enter reads it · 1 adds · 2 removes' : ''}
				focused={focused}
				rows={models.library.lines}
				filter={view.library.filter}
				filtering={view.filtering && focused}
				onFilter={text => dispatch({type: 'filter', text})}
			/>
		</At>
	);
}
