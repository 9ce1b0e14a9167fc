/** The Network tab: who is joined, and what each of them shares. */
import {At} from '../kit/at.tsx';
import {tableNote} from '../kit/table-model.ts';
import {TablePane} from '../kit/table-pane.tsx';
import type {Rect} from '../layout.ts';
import type {PeerScene} from '../peer-scene.ts';

export function NetworkPane({scene, rect}: {readonly scene: PeerScene; readonly rect: Rect}) {
	const {view, models, dispatch} = scene;
	const focused = view.focus === 'network';
	if (models.network === undefined) return null;
	return (
		<At rect={rect}>
			<TablePane
				width={rect.width}
				height={rect.height}
				title="Network"
				note={tableNote(models.network.view)}
				focused={focused}
				rows={models.network.lines}
				filter={view.network.filter}
				filtering={view.filtering && focused}
				onFilter={text => dispatch({type: 'filter', text})}
			/>
		</At>
	);
}
