/** The mouse on the server's screen. It can do nothing that keys cannot. */
import type {Bar} from '../bar.ts';
import {wheelRows} from '../hooks/use-pointer.ts';
import {hintAt} from '../kit/key-bar.ts';
import {byTitle} from '../kit/sorting.ts';
import type {ServerLayout, ServerPane} from '../layout/server.ts';
import {actOnServer, moveIn, type ServerScene} from '../server/server-acts.ts';
import type {Pointer} from '../stdin/key-input.ts';
import {hit, type Spot, stepsTo} from './hit.ts';

type Around = {
	readonly scene: ServerScene;
	readonly layout: ServerLayout;
	/** The contents of the last row. */
	readonly bar: Bar;
};

/** A click on a column title sorts by the column, a second one reverses the order. */
function clickTitle(table: 'peers' | 'rfcs', column: number, {view, models, dispatch}: ServerScene): void {
	const by = models[table].sortAt(column);
	if (by === undefined || models[table].view.rows.length === 0) return;
	dispatch({type: 'sort', table, by: byTitle(view.sorts[table], by)});
}

/** The first click selects a row, a click on the selected row opens it. */
function clickPane({pane, line, column}: Spot<ServerPane>, scene: ServerScene): void {
	const {view, models, dispatch} = scene;
	const isFocused = view.focus === pane;
	if (view.filtering && !isFocused) return;
	if (!isFocused) dispatch({type: 'focus', pane});
	if (pane === 'details' || line === undefined) return;
	const above = view.filtering ? 1 : 0;
	const steps = stepsTo(models[pane], line, above);
	if (steps === undefined) {
		if (pane !== 'wire' && line === above) clickTitle(pane, column, scene);
		return;
	}
	if (steps !== 0 || !isFocused) moveIn(scene, pane, steps);
	else actOnServer(scene, view.filtering ? 'submit' : 'open');
}

/** Handles a click or a turn of the wheel. */
export function pointAtServer(pointer: Pointer, {scene, layout, bar}: Around): void {
	if (pointer.kind === 'click' && pointer.y === layout.keys.y) {
		const act = hintAt(bar.hints, {...bar, width: layout.keys.width, column: pointer.x})?.act;
		if (act !== undefined) actOnServer(scene, act);
		return;
	}
	const spot = scene.view.overlay === 'none' ? hit(layout.panes, pointer) : undefined;
	if (spot === undefined) return;
	if (pointer.kind === 'click') clickPane(spot, scene);
	else moveIn(scene, spot.pane, pointer.kind === 'wheel-up' ? -wheelRows : wheelRows);
}
