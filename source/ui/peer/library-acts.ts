/** The actions of the library and the network: share, unshare, look into a peer; and undo. */
import {type Act, keyOf} from '../keys.ts';
import {hasDocuments, hasNothing} from '../panes/library-table.ts';
import {say} from '../said.ts';
import type {PeerScene} from './peer-scene.ts';
import {openResult} from './result-acts.ts';
import type {Undo} from './undo.ts';

/** Opens the document under the cursor. */
export function openDocument({models, tasks}: PeerScene): void {
	const entry = models.library?.selected;
	if (entry !== undefined) tasks.read(entry.rfc);
}

/** Shows what the peer under the cursor shares; there, gets the document under the cursor, or opens it. */
export function openInNetwork(scene: PeerScene): void {
	const row = scene.models.network?.selected;
	if (row?.kind === 'peer') scene.dispatch({type: 'visit', peer: row.peer});
	else openResult(scene);
}

/** Shares the document under the cursor; if it is already shared, or there is none, asks for a file. */
function share({models, tasks, dispatch}: PeerScene): void {
	const entry = models.library?.selected;
	if (entry === undefined || entry.shared) dispatch({type: 'form', form: {kind: 'add', text: ''}});
	else tasks.share(entry.rfc);
}

function takeBack({models, tasks, dispatch}: PeerScene): void {
	const entry = models.library?.selected;
	if (entry?.shared === true) tasks.remove(entry.rfc);
	else dispatch({type: 'say', said: say('It is not shared, so there is nothing to take back.')});
}

function samples({facts, tasks, dispatch}: PeerScene): void {
	if (hasNothing(facts)) tasks.samples();
	else if (hasDocuments(facts))
		dispatch({type: 'say', said: say('You have documents already, so no samples were copied.')});
	// With a demonstration.
	else dispatch({type: 'say', said: say('There are no samples here.')});
}

/** Reverses an action. */
function reverse({peer, tasks, dispatch}: PeerScene, act: Undo): void {
	if (act.kind === 'removed') tasks.share(act.rfc);
	else if (act.kind === 'shared') tasks.remove(act.rfc);
	else if (act.kind === 'stopped') {
		peer.retry(act.id);
		dispatch({type: 'say', said: say(`RFC ${act.rfc} goes on.`)});
	} else {
		peer.want(act.rfc);
		dispatch({type: 'say', said: say(`RFC ${act.rfc} is wanted again.`)});
	}
}

function undo(scene: PeerScene): void {
	const {view, dispatch} = scene;
	if (view.undo === undefined) {
		dispatch({
			type: 'say',
			said: say(`There is nothing to undo: ${keyOf('undo', 'peer')} takes back the last act for 5 s.`),
		});
		return;
	}
	dispatch({type: 'forget-undo', undo: view.undo});
	reverse(scene, view.undo);
}

/** What can be done in the library, by action. */
export const libraryActs: Partial<Record<Act, (scene: PeerScene) => void>> = {
	share,
	samples,
	'take-back': takeBack,
	undo,
};
