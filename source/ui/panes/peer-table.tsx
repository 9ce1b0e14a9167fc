/** A table of the peer's screen in its pane: what is the same for all of them. */
import {At} from '../kit/at.tsx';
import {TablePane} from '../kit/table-pane.tsx';
import type {PeerList} from '../layout/peer.ts';
import type {Rect} from '../layout.ts';
import type {PeerScene} from '../peer/peer-scene.ts';

export type PaneProps = {readonly scene: PeerScene; readonly rect: Rect};

type Props = PaneProps & {
	readonly list: Exclude<PeerList, 'wire'>;
	readonly title: string;
	readonly note: string;
	/** What can be done here, in the lower border. */
	readonly hint: string;
	/** The rows; those of the table by default. */
	readonly rows?: readonly string[];
	/** The label of the filter field; `Filter:` by default. */
	readonly label?: string;
	/** The filter to show in the title; that of the table by default. */
	readonly filter?: string;
};

export function PeerTable({scene, rect, list, ...own}: Props) {
	const {view, models, dispatch} = scene;
	const focused = view.focus === list;
	return (
		<At rect={rect}>
			<TablePane
				width={rect.width}
				height={rect.height}
				focused={focused}
				rows={models[list]?.lines ?? []}
				filter={view[list].filter}
				filtering={view.filtering && focused}
				onFilter={text => dispatch({type: 'filter', text})}
				{...own}
			/>
		</At>
	);
}
