/** What the keys of the library and the network do: share, take back, look into a peer; and undo. */
import type {Act} from './keys.ts';
import {isUnderWay, type PeerScene} from './peer-scene.ts';
import {hasVersion} from './results.ts';
import {say} from './said.ts';
import type {Undo} from './undo.ts';

/** Reads the document under the cursor. */
export function openDocument({models, tasks}: PeerScene): void {
	const entry = models.library?.selected;
	if (entry !== undefined) tasks.read(entry.rfc);
}

/** Goes to what a peer shares; there, gets what is under the cursor from it, or reads what is here already. */
export function openInNetwork({models, peer, facts, tasks, dispatch}: PeerScene): void {
	const row = models.network?.selected;
	if (row === undefined) return;
	if (row.kind === 'peer') {
		dispatch({type: 'visit', peer: row.peer});
		return;
	}
	const {record} = row;
	const comes = facts.downloads.some(
		({rfc, digest, state}) => rfc === record.rfc && digest === record.digest && isUnderWay(state.kind),
	);
	if (hasVersion(peer, record)) tasks.read(record.rfc);
	else if (comes) dispatch({type: 'say', said: say(`RFC ${record.rfc} is in Transfers already.`)});
	else tasks.get(record);
}

/** Shares the document under the cursor; what is shared already, or nothing there, asks for another file. */
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

/** Does the opposite of an act. */
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
	dispatch({type: 'forget-undo'});
	if (view.undo !== undefined) reverse(scene, view.undo);
	else dispatch({type: 'say', said: say('There is nothing to undo: u takes back the last act for 5 s.')});
}

export const libraryActs: Partial<Record<Act, (scene: PeerScene) => void>> = {
	share,
	'take-back': takeBack,
	undo,
};
