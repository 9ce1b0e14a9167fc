/** The server's four panes. */
import {At} from './kit/at.tsx';
import {tableNote} from './kit/table-model.ts';
import {TablePane} from './kit/table-pane.tsx';
import {TextPane} from './kit/text-pane.tsx';
import type {Rect} from './layout.ts';
import type {ServerScene} from './server-acts.ts';
import {type ServerList, type ServerView, scrollOf} from './view-state.ts';
import {WirePane} from './wire/wire-pane.tsx';

const titles = {peers: '1 Peers', rfcs: '2 RFCs', wire: '3 Wire'} as const;

type TablesProps = {readonly scene: ServerScene; readonly panes: Readonly<Partial<Record<ServerView['focus'], Rect>>>};

export function ServerPanes({scene, panes}: TablesProps) {
	const {view, models, details, dispatch, messages} = scene;
	const note = (list: ServerList): string => tableNote(models[list].view);
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
							title={titleOf(list, panes)}
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
							title={titleOf(list, panes)}
							note={note(list)}
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
				<At rect={panes.details}>
					<TextPane
						width={panes.details.width}
						height={panes.details.height}
						title={`4 ${details.title}`}
						hint={view.zoomed ? 'esc back' : ''}
						focused={view.focus === 'details'}
						lines={details.lines}
						offset={scrollOf(view.details, details.subject)}
					/>
				</At>
			)}
		</>
	);
}

/** The title, with the names of the lists that have no room now: their digits bring them up. */
function titleOf(list: ServerList, panes: TablesProps['panes']): string {
	const absent = (['peers', 'rfcs', 'wire'] as const).filter(other => panes[other] === undefined);
	const first = (['peers', 'rfcs', 'wire'] as const).find(other => panes[other] !== undefined);
	return list === first && absent.length > 0
		? `${titles[list]} (${absent.map(other => titles[other]).join(', ')})`
		: titles[list];
}
