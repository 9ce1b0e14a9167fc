/** The mouse on the peer's screen. It can do nothing that keys cannot. */
import type {Bar} from '../bar.ts';
import {wheelRows} from '../hooks/use-pointer.ts';
import {hintAt} from '../kit/key-bar.ts';
import {innerRows, innerWidth} from '../kit/pane.tsx';
import {byTitle} from '../kit/sorting.ts';
import {type PeerLayout, type PeerPane, peerTabs} from '../layout/peer.ts';
import {meRows} from '../panes/me-pane.ts';
import {menuRow} from '../panes/menu-pane.tsx';
import {tabName} from '../panes/tab-strip.ts';
import {actOnPeer, operate} from '../peer/peer-acts.ts';
import {formRows} from '../peer/peer-models.ts';
import {moveIn} from '../peer/peer-moves.ts';
import type {PeerScene} from '../peer/peer-scene.ts';
import {isSorted, sortPane} from '../peer/sort-acts.ts';
import type {Pointer} from '../stdin/key-input.ts';
import {createTheme, unstyled} from '../theme.ts';
import {hit, menuItemAt, type Spot, stepsTo, wordAt} from './hit.ts';

type Around = {
	readonly scene: PeerScene;
	readonly layout: PeerLayout;
	/** The contents of the last row. */
	readonly bar: Bar;
};

const plain = createTheme({colour: false, unicode: true});

/** Whether nothing is being typed, so that a click may go anywhere. */
const isFree = ({view}: PeerScene): boolean => view.form === undefined && !view.filtering;

function tableOf({view, models}: PeerScene, pane: PeerPane) {
	if (pane === 'menu' || pane === 'details') return undefined;
	const field = view.filtering && view.focus === pane ? 1 : 0;
	if (view.form !== undefined) return {model: models.choices, above: formRows(view.form)};
	if (pane === 'results') return {model: models.results, above: Math.max(field, models.find ? 1 : 0)};
	return {model: models[pane], above: field};
}

function clickTab(row: string, column: number, {dispatch}: PeerScene): boolean {
	const tab = peerTabs[wordAt(row, peerTabs.map(tabName), column)];
	if (tab !== undefined) dispatch({type: 'tab', tab});
	return tab !== undefined;
}

function clickMenuRow({x}: Pointer, {scene, layout}: Around): void {
	const {view} = scene;
	const width = layout.menuRow?.width ?? 0;
	const row = unstyled(menuRow(view.menu.index, {width, focused: false, theme: plain, tab: view.tab}));
	if (clickTab(row, x, scene)) return;
	const item = menuItemAt(row, x);
	if (item !== undefined) operate(scene, item);
}

function clickMe(spot: Spot<string>, {scene, layout}: Around): void {
	const rect = layout.panes.me;
	if (rect === undefined || spot.line === undefined) return;
	const room = {width: innerWidth(rect.width), height: innerRows(rect.height), tab: scene.view.tab, theme: plain};
	clickTab(unstyled(meRows(scene.facts, room)[spot.line] ?? ''), spot.column, scene);
}

/** A click on a column title sorts by the column, a second one reverses the order. */
function clickTitle(pane: PeerPane, column: number, scene: PeerScene): void {
	if (!isSorted(pane)) return;
	const model = scene.models[pane];
	const by = model?.sortAt(column);
	if (by !== undefined && model?.view.matching !== 0) sortPane(scene, pane, sort => byTitle(sort, by));
}

/** The first click selects a row, a click on the selected row opens it. */
function clickPane(spot: Spot<PeerPane>, scene: PeerScene): void {
	const {view, dispatch} = scene;
	const {pane, line} = spot;
	if (pane === 'menu') {
		if (line !== undefined) operate(scene, line);
		else dispatch({type: 'focus', pane});
		return;
	}
	const isFocused = view.focus === pane;
	if (!isFocused && isFree(scene)) dispatch({type: 'focus', pane});
	const table = tableOf(scene, pane);
	const steps = table?.model === undefined || line === undefined ? undefined : stepsTo(table.model, line, table.above);
	if (steps === undefined && line === table?.above && isFree(scene)) clickTitle(pane, spot.column, scene);
	if (steps === undefined || (!isFocused && !isFree(scene))) return;
	if (steps !== 0 || !isFocused) moveIn(scene, pane, steps);
	else actOnPeer(scene, isFree(scene) ? 'open' : 'submit');
}

function click(pointer: Pointer, around: Around): void {
	const {scene, layout, bar} = around;
	if (pointer.y === layout.keys.y) {
		const act = hintAt(bar.hints, {...bar, width: layout.keys.width, column: pointer.x})?.act;
		if (act !== undefined) actOnPeer(scene, act);
		return;
	}
	if (scene.view.overlay.kind !== 'none') return;
	if (pointer.y === layout.menuRow?.y) {
		if (isFree(scene)) clickMenuRow(pointer, around);
		return;
	}
	const spot = hit(layout.panes, pointer);
	if (spot?.pane === 'me') clickMe(spot, around);
	else if (spot !== undefined) clickPane({...spot, pane: spot.pane}, scene);
}

/** Handles a click or a turn of the wheel. */
export function pointAtPeer(pointer: Pointer, around: Around): void {
	if (pointer.kind === 'click') {
		click(pointer, around);
		return;
	}
	const {scene, layout} = around;
	const pane = hit(layout.panes, pointer)?.pane;
	if (pane === undefined || pane === 'me' || pane === 'menu' || scene.view.overlay.kind !== 'none') return;
	moveIn(scene, pane, pointer.kind === 'wheel-up' ? -wheelRows : wheelRows);
}
