/** The panes of the peer's screen. */

import {At} from '../kit/at.tsx';
import {innerRows, innerWidth, Pane} from '../kit/pane.tsx';
import {mainPane, type PeerLayout, type PeerList} from '../layout/peer.ts';
import type {Rect} from '../layout.ts';
import {useLook} from '../look.ts';
import {DetailsPane} from '../panes/details-pane.tsx';
import {FormPane} from '../panes/form-pane.tsx';
import {LibraryPane} from '../panes/library-pane.tsx';
import {meRows} from '../panes/me-pane.ts';
import {MenuPane} from '../panes/menu-pane.tsx';
import {NetworkPane} from '../panes/network-pane.tsx';
import type {PaneProps} from '../panes/peer-table.tsx';
import {ResultsPane} from '../panes/results-pane.tsx';
import {TransfersPane} from '../panes/transfers-pane.tsx';
import {WirePane} from '../wire/wire-pane.tsx';
import {operate} from './peer-acts.ts';
import type {PeerScene} from './peer-scene.ts';

type Props = {
	readonly scene: PeerScene;
	readonly panes: PeerLayout['panes'];
	/** Whether the panes receive keys: no overlay lies above them. */
	readonly active: boolean;
};

export function PeerPanes({scene, panes, active}: Props) {
	const {view} = scene;
	const main = mainPane(view.tab);
	const form = view.form === undefined ? undefined : panes[main];
	const rectOf = (list: PeerList): Rect | undefined => (form !== undefined && list === main ? undefined : panes[list]);
	const results = rectOf('results');
	const library = rectOf('library');
	const network = rectOf('network');
	const transfers = rectOf('transfers');
	const wire = rectOf('wire');
	return (
		<>
			{panes.menu === undefined ? null : <Menu scene={scene} rect={panes.menu} active={active} />}
			{panes.me === undefined ? null : <Me scene={scene} rect={panes.me} />}
			{form === undefined || view.form === undefined ? null : (
				<FormPane scene={scene} form={view.form} rect={form} active={active} />
			)}
			{results === undefined ? null : (
				<ResultsPane scene={scene} rect={results} details={panes.details !== undefined} />
			)}
			{library === undefined ? null : <LibraryPane scene={scene} rect={library} />}
			{network === undefined ? null : <NetworkPane scene={scene} rect={network} />}
			{transfers === undefined ? null : <TransfersPane scene={scene} rect={transfers} />}
			{wire === undefined ? null : <Wire scene={scene} rect={wire} />}
			{panes.details === undefined ? null : (
				<DetailsPane scene={scene} rect={panes.details} title={scene.details.title} />
			)}
		</>
	);
}

const sized = ({width, height}: Rect) => ({width, height});

function Menu({scene, rect, active}: PaneProps & {readonly active: boolean}) {
	const {view, dispatch} = scene;
	return (
		<At rect={rect}>
			<MenuPane
				width={rect.width}
				focused={view.focus === 'menu'}
				active={active && view.focus === 'menu' && scene.menuHasKeys}
				index={view.menu.index}
				turn={view.menu.turn}
				onChoose={index => operate(scene, index)}
				onPoint={index => dispatch({type: 'point-at-operation', index})}
			/>
		</At>
	);
}

function Me({scene, rect}: PaneProps) {
	const {theme} = useLook();
	const room = {width: innerWidth(rect.width), height: innerRows(rect.height), tab: scene.view.tab, theme};
	return (
		<At rect={rect}>
			<Pane {...sized(rect)} title="Me" focused={false} rows={meRows(scene.facts, room)} />
		</At>
	);
}

function Wire({scene, rect}: PaneProps) {
	const {view, peer, dispatch} = scene;
	const focused = view.focus === 'wire';
	return (
		<WirePane
			scene={scene.wire}
			rect={rect}
			title="Wire"
			focused={focused}
			filtering={view.filtering && focused}
			fresh={peer.wire.total - view.pausedAt}
			pace={view.wireLook.ladder ? scene.facts.pace : undefined}
			onFilter={text => dispatch({type: 'filter', text})}
		/>
	);
}
