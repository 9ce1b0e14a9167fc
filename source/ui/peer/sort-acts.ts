/** Sorts the list that has the focus: all RFCs, the documents of the library, or the peers of the network. */
import type {Sort} from '../../order/table-view.ts';
import type {Act} from '../acts.ts';
import {nextSort, turned} from '../kit/sorting.ts';
import type {PeerPane} from '../layout/peer.ts';
import {say} from '../said.ts';
import type {PeerScene} from './peer-scene.ts';
import type {SortedList} from './peer-view.ts';

/** What comes after a sort order, of those that the columns have. */
type Next = (sort: Sort, columns: readonly Sort[]) => Sort;

/** Only live results can be sorted: the new order is prepared in the background. */
function sortResults({peer, view, models, dispatch}: PeerScene, next: Next): void {
	if (peer.index() !== undefined && view.answer === undefined)
		dispatch({type: 'sort', list: 'results', by: next(view.sort, models.results.sorts)});
	else dispatch({type: 'say', said: say('Only the list of all RFCs is sorted, and only at a server of P2P-CI/1.1.')});
}

function sortNetwork({view, models, dispatch}: PeerScene, next: Next): void {
	const sort = view.visit === undefined ? view.networkSort : view.visit.sort;
	dispatch({type: 'sort', list: 'network', by: next(sort, models.network?.sorts ?? [])});
}

function sortLibrary({view, models, dispatch}: PeerScene, next: Next): void {
	dispatch({type: 'sort', list: 'library', by: next(view.librarySort, models.library?.sorts ?? [])});
}

/** How each list that can be sorted goes on to the next order. */
const sortList: Readonly<Record<SortedList, (scene: PeerScene, next: Next) => void>> = {
	results: sortResults,
	library: sortLibrary,
	network: sortNetwork,
};

export const isSorted = (pane: PeerPane): pane is SortedList => Object.hasOwn(sortList, pane);

/** Sorts a pane; one without an order stays as it is. */
export function sortPane(scene: PeerScene, pane: PeerPane, next: Next): void {
	if (isSorted(pane)) sortList[pane](scene, next);
}

const sorted =
	(next: Next) =>
	(scene: PeerScene): void =>
		sortPane(scene, scene.view.focus, next);

export const sortActs: Partial<Record<Act, (scene: PeerScene) => void>> = {
	sort: sorted(nextSort),
	'sort-turned': sorted(turned),
};
