/** Moving through the tables and texts of the peer's screen. */

import {scrollOf} from './attention.ts';
import type {Act} from './keys.ts';
import {scrolled} from './kit/lines.ts';
import type {Move} from './kit/table-view.ts';
import type {PeerPane} from './layout/peer.ts';
import {offeredRfc, type PeerScene} from './peer-scene.ts';

export type By = Move | 'page-up' | 'page-down';

/** Acts that move a cursor, and how far. */
export const moves: Partial<Record<Act, By>> = {
	up: -1,
	down: 1,
	first: 'first',
	last: 'last',
	'page-up': 'page-up',
	'page-down': 'page-down',
};

/** Moves the cursor of what has the focus; in a form, that of what is listed below it. */
export function move(scene: PeerScene, by: By): void {
	const {view, models, dispatch} = scene;
	if (view.form !== undefined) {
		if (models.choices !== undefined) dispatch({type: 'look-at-choice', at: models.choices.moved(by)});
		else if (offeredRfc(scene) !== undefined) dispatch({type: 'look-at-result', at: models.results.moved(by)});
		return;
	}
	if (view.focus !== 'menu') moveIn(scene, view.focus, by);
}

/** Moves the cursor of a pane, whether it has the focus or not. */
export function moveIn(scene: PeerScene, pane: Exclude<PeerPane, 'menu'>, by: By): void {
	const {view, models, dispatch} = scene;
	if (view.form !== undefined && pane === view.focus) {
		if (models.choices !== undefined) dispatch({type: 'look-at-choice', at: models.choices.moved(by)});
	} else if (pane === 'details') scroll(scene, by);
	else if (pane === 'results') dispatch({type: 'look-at-result', at: models.results.moved(by)});
	else if (pane === 'library') {
		if (models.library !== undefined) dispatch({type: 'look-at-document', at: models.library.moved(by)});
	} else if (pane === 'network') {
		if (models.network !== undefined) dispatch({type: 'look-at-peer', at: models.network.moved(by)});
	} else if (pane === 'transfers') dispatch({type: 'look-at-transfer', at: models.transfers.moved(by)});
	else {
		dispatch({type: 'look-at-message', at: models.wire.moved(by), seen: scene.peer.wire.total});
	}
}

function scroll({view, details, detailRows, dispatch}: PeerScene, by: By): void {
	const {subject, lines} = details;
	const from = scrolled(scrollOf(view.details, subject), lines.count, detailRows);
	const page = Math.max(1, detailRows - 1);
	const to = {first: 0, last: lines.count, 'page-up': from - page, 'page-down': from + page};
	const offset = scrolled(typeof by === 'number' ? from + by : to[by], lines.count, detailRows);
	dispatch({type: 'scroll', to: {subject, offset}});
}
