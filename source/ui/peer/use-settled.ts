import {type Dispatch, useEffect} from 'react';
import {hasMoved} from '../kit/table-model.ts';
import type {PeerModels} from './peer-models.ts';
import type {PeerIntent, PeerView} from './peer-view.ts';

/** Updates the view state of each table whose data moved under its cursor. */
export function useSettled(models: PeerModels, view: PeerView, dispatch: Dispatch<PeerIntent>): void {
	useEffect(() => {
		const {results, choices, library, network, transfers, wire} = models;
		if (hasMoved(view.results, results.settled)) dispatch({type: 'look-at-result', at: results.settled});
		if (choices !== undefined && hasMoved(view.choices, choices.settled)) {
			dispatch({type: 'look-at-choice', at: {...choices.settled, filter: view.choices.filter}});
		}
		if (library !== undefined && hasMoved(view.library, library.settled)) {
			dispatch({type: 'look-at-document', at: library.settled});
		}
		if (network !== undefined && hasMoved(view.network, network.settled)) {
			dispatch({type: 'look-at-peer', at: network.settled});
		}
		if (hasMoved(view.transfers, transfers.settled)) dispatch({type: 'look-at-transfer', at: transfers.settled});
		if (hasMoved(view.wire, wire.settled)) {
			dispatch({type: 'look-at-message', at: wire.settled, seen: view.pausedAt});
		}
	});
}
