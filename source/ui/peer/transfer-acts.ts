/** The actions of the transfers: pause, resume, retry, drop, decide. */
import type {Download, PeerFacts} from '../../peer/peer-state.ts';
import {counted} from '../../text/quantity.ts';
import {type Act, keyOf} from '../keys.ts';
import {say} from '../said.ts';
import {isDone, isPending, type PeerScene, pauses, retries, selectedDownload, undecided} from './peer-scene.ts';
import type {Undo} from './undo.ts';

/** Opens a finished document; otherwise shows all details of the transfer. */
export function openTransfer({models, tasks, dispatch}: PeerScene): void {
	const transfer = models.transfers.selected;
	if (transfer === undefined) return;
	const kind = transfer.way === 'down' ? transfer.download.state.kind : undefined;
	if (transfer.way === 'down' && (kind === 'done' || kind === 'already-here')) tasks.read(transfer.download.rfc);
	else dispatch({type: 'zoom'});
}

function retry(scene: PeerScene): void {
	const {peer, view, facts, dispatch} = scene;
	const download = view.focus === 'transfers' ? selectedDownload(scene) : undefined;
	if (download !== undefined && retries(download.state.kind)) {
		peer.retry(download.id);
		dispatch({type: 'say', said: say(`Trying again to get RFC ${download.rfc}.`)});
	} else if (facts.session.kind === 'waiting') peer.reconnect();
	else dispatch({type: 'say', said: say(nothingToRetry(facts))});
}

/** What can be tried again, when it is not under the cursor. */
function nothingToRetry({downloads}: PeerFacts): string {
	const failed = downloads.filter(({state}) => state.kind === 'failed');
	const key = keyOf('retry', 'transfers');
	if (failed.length === 0) return `Nothing to try again: ${key} retries a failed transfer, or a lost index server.`;
	const what = failed.length === 1 ? `RFC ${failed[0]?.rfc}` : counted(failed.length, 'RFC');
	return `${what} failed: in Transfers ${key} tries the one under the cursor again, ${keyOf('retry-all', 'transfers')} every one.`;
}

function retryAll({peer, facts, dispatch}: PeerScene): void {
	const failed = facts.downloads.filter(({state}) => state.kind === 'failed').length;
	if (failed > 0) peer.retryAllFailed();
	const text = failed === 0 ? 'No transfer failed.' : `Trying again what failed: ${counted(failed, 'RFC')}.`;
	dispatch({type: 'say', said: say(text)});
}

function pause(scene: PeerScene): void {
	const download = selectedDownload(scene);
	const key = keyOf('pause', 'transfers');
	const tell = (text: string): void => scene.dispatch({type: 'say', said: say(text)});
	if (download?.state.kind === 'paused') {
		scene.peer.resume(download.id);
		tell(`RFC ${download.rfc} goes on.`);
	} else if (download !== undefined && pauses(download.state.kind)) {
		scene.peer.pause(download.id);
		tell(`RFC ${download.rfc} is paused: ${key} lets it go on.`);
	} else tell(`Nothing to pause here: ${key} holds a download, and lets it go on.`);
}

function raise(scene: PeerScene): void {
	const download = selectedDownload(scene);
	if (download?.state.kind === 'queued') scene.peer.raise(download.id);
}

function drop(scene: PeerScene): void {
	const {selected} = scene.models.transfers;
	const download = selectedDownload(scene);
	if (download !== undefined) {
		const {rfc, id, state} = download;
		scene.peer.drop(id);
		if (isPending(state.kind)) undoable(scene, {kind: 'stopped', rfc, id}, `RFC ${rfc} is stopped.`);
		else {
			const {undo} = scene.view;
			// A download that is off the list cannot go on.
			if (undo?.kind === 'stopped' && undo.id === id) scene.dispatch({type: 'forget-undo', undo});
			scene.dispatch({type: 'say', said: say(droppedWords(download))});
		}
	} else if (selected?.way === 'wanted') {
		scene.peer.unwant(selected.rfc);
		undoable(scene, {kind: 'unwanted', rfc: selected.rfc}, `RFC ${selected.rfc} is not wanted any more.`);
	}
}

/** Takes the downloads that are here off the list. */
function dropAll({peer, facts, dispatch}: PeerScene): void {
	const ended = facts.downloads.filter(isDone);
	for (const {id} of ended) peer.drop(id);
	const are = ended.length === 1 ? 'is' : 'are';
	dispatch({
		type: 'say',
		said: say(
			`${counted(ended.length, 'download')} that ${are} here ${are} off this list. The files stay: see Library.`,
		),
	});
}

/** What became of a download that is off the list. */
function droppedWords({rfc, state}: Download): string {
	if (isDone({state})) return `RFC ${rfc} is off this list. Your file stays: it is in Library.`;
	if (state.kind === 'differs') return keptWords(rfc);
	return `RFC ${rfc} is off this list, and what had come of it is deleted.`;
}

const keptWords = (rfc: number): string => `Your file of RFC ${rfc} stays as it is.`;

function undoable({dispatch}: PeerScene, undo: Undo, text: string): void {
	dispatch({type: 'say', said: say(text)});
	dispatch({type: 'undoable', undo});
}

/** Takes the document that came in place of the file. */
function replace(scene: PeerScene): void {
	const download = undecided(scene);
	if (download !== undefined) scene.tasks.replace(download.id, download.rfc);
}

/** Keeps the file. */
function keep(scene: PeerScene): void {
	const download = undecided(scene);
	if (download === undefined) return;
	scene.peer.drop(download.id);
	scene.dispatch({type: 'say', said: say(keptWords(download.rfc))});
}

/** Keeps the cursor on the transfer that a key changes, wherever its row moves. */
const staying =
	(act: (scene: PeerScene) => void) =>
	(scene: PeerScene): void => {
		scene.dispatch({type: 'look-at-transfer', at: scene.models.transfers.moved(0)});
		act(scene);
	};

/** What can be done with transfers, by action. */
export const transferActs: Partial<Record<Act, (scene: PeerScene) => void>> = {
	retry: staying(retry),
	'retry-all': retryAll,
	pause: staying(pause),
	raise: staying(raise),
	drop: staying(drop),
	'drop-all': dropAll,
	replace,
	keep,
};
