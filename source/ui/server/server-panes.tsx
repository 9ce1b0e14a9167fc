/** The four panes of the server's screen. */
import {keyOf} from '../keys.ts';
import {At} from '../kit/at.tsx';
import {modelNote} from '../kit/table-model.ts';
import {TablePane} from '../kit/table-pane.tsx';
import type {Rect} from '../layout.ts';
import {DetailsPane} from '../panes/details-pane.tsx';
import {WirePane} from '../wire/wire-pane.tsx';
import type {ServerScene} from './server-acts.ts';
import type {ServerList} from './server-places.ts';
import type {ServerView} from './server-view.ts';

const names = {peers: '1 Peers', rfcs: '2 RFCs', wire: '3 Wire'} as const;

/** Narrower panes do not name the hidden ones. */
const namesFrom = 56;

type TablesProps = {readonly scene: ServerScene; readonly panes: Readonly<Partial<Record<ServerView['focus'], Rect>>>};

export function ServerPanes({scene, panes}: TablesProps) {
	const {view, models, details, dispatch, messages} = scene;
	return (
		<>
			{(['peers', 'rfcs', 'wire'] as const).map(list => {
				const rect = panes[list];
				if (rect === undefined) return null;
				if (list === 'wire') {
					return (
						<WirePane
							key={list}
							scene={scene.wire}
							rect={rect}
							title={titleOf(list, view, panes)}
							focused={view.focus === list}
							filtering={view.filtering && view.focus === list}
							fresh={messages - view.pausedAt}
							onFilter={text => dispatch({type: 'filter', text})}
						/>
					);
				}
				return (
					<At key={list} rect={rect}>
						<TablePane
							width={rect.width}
							height={rect.height}
							title={titleOf(list, view, panes)}
							note={modelNote(models[list])}
							hint={hintOf(list, view)}
							focused={view.focus === list}
							rows={models[list].lines}
							filter={view[list].filter}
							filtering={view.filtering && view.focus === list}
							onFilter={text => dispatch({type: 'filter', text})}
						/>
					</At>
				);
			})}
			{panes.details === undefined ? null : (
				<DetailsPane scene={scene} rect={panes.details} title={`4 ${details.title}`} />
			)}
		</>
	);
}

/** The title of a list, with the names of the lists that are hidden now: their digits show them. */
function titleOf(list: ServerList, view: ServerView, panes: TablesProps['panes']): string {
	const title = ownTitle(list, view);
	const absent = (['peers', 'rfcs', 'wire'] as const).filter(other => panes[other] === undefined);
	const first = (['peers', 'rfcs', 'wire'] as const).find(other => panes[other] !== undefined);
	const roomy = (panes[list]?.width ?? 0) >= namesFrom;
	return roomy && list === first && absent.length > 0
		? `${title} (${absent.map(other => names[other].replace(' ', ' for ')).join(', ')})`
		: title;
}

function ownTitle(list: ServerList, {holding, heldBy}: ServerView): string {
	if (list === 'peers' && holding !== undefined) return `1 Peers with RFC ${holding}`;
	return list === 'rfcs' && heldBy !== undefined ? `2 RFCs of ${heldBy.name}` : names[list];
}

/** Where Esc leads from a list that was reached by a jump. */
function hintOf(list: ServerList, {focus, past, holding, heldBy}: ServerView): string {
	const jumped = list === 'peers' ? holding !== undefined : list === 'rfcs' && heldBy !== undefined;
	return jumped && focus === list && past.length > 0 ? `${keyOf('back', 'jumped')} one step back` : '';
}
