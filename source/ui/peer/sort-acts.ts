/** Sorts the list that has the focus: all RFCs, or the peers of the network. */
import type {Sort} from '../../order/table-view.ts';
import type {Act} from '../acts.ts';
import {nextSort, turned} from '../kit/sorting.ts';
import {say} from '../said.ts';
import type {PeerScene} from './peer-scene.ts';

/** What comes after a sort order, of those that the columns have. */
type Next = (sort: Sort, columns: readonly Sort[]) => Sort;

/** Only live results can be sorted: the new order is prepared in the background. */
function sortResults({peer, view, models, dispatch}: PeerScene, next: Next): void {
	if (peer.index() !== undefined && view.answer === undefined)
		dispatch({type: 'sort', list: 'results', by: next(view.sort, models.results.sorts)});
	else dispatch({type: 'say', said: say('Only the list of all RFCs is sorted, and only at a server of P2P-CI/1.1.')});
}

function sortNetwork({view, models, dispatch}: PeerScene, next: Next): void {
	if (view.visit === undefined)
		dispatch({type: 'sort', list: 'network', by: next(view.networkSort, models.network?.sorts ?? [])});
	else dispatch({type: 'say', said: say('What a peer shares stays in the order of the numbers.')});
}

/** How each list that can be sorted goes on to the next order. */
export const sortList = {results: sortResults, network: sortNetwork} as const;

const sorted =
	(next: Next) =>
	(scene: PeerScene): void =>
		sortList[scene.view.focus === 'network' ? 'network' : 'results'](scene, next);

export const sortActs: Partial<Record<Act, (scene: PeerScene) => void>> = {
	sort: sorted(nextSort),
	'sort-turned': sorted(turned),
};
