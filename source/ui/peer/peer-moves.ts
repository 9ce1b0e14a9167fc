/** Moves through the tables and texts of the peer's screen. */

import type {By} from '../kit/table-view.ts';
import type {PeerPane} from '../layout/peer.ts';
import {scrollBy} from '../moves.ts';
import type {PeerScene} from './peer-scene.ts';

/** Moves the cursor in the focused pane; in a form, that of the list below it. */
export function move(scene: PeerScene, by: By): void {
	const {view, models, dispatch} = scene;
	if (view.form !== undefined) {
		if (models.choices !== undefined) dispatch({type: 'look-at-choice', at: models.choices.moved(by)});
		else if (models.results.selected !== undefined && (view.form.kind === 'lookup' || view.form.kind === 'get')) {
			dispatch({type: 'look-at-result', at: models.results.moved(by)});
			dispatch({type: 'fill-in', form: {...view.form, picked: true}});
		}
		return;
	}
	if (view.focus !== 'menu') moveIn(scene, view.focus, by);
}

/** Moves the cursor of a pane, whether or not it has the focus. */
export function moveIn(scene: PeerScene, pane: Exclude<PeerPane, 'menu'>, by: By): void {
	const {view, models, details, detailRows, dispatch} = scene;
	if (view.form !== undefined && pane === view.focus) {
		if (models.choices !== undefined) dispatch({type: 'look-at-choice', at: models.choices.moved(by)});
	} else if (pane === 'details')
		dispatch({type: 'scroll', to: scrollBy(view.details, details, {by, height: detailRows})});
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
