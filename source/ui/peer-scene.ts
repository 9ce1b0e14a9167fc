/** All that the keys of the peer's screen may need: what is shown now, and what can be done about it. */
import type {Dispatch} from 'react';
import type {Peer} from '../peer/peer.ts';
import type {Download, PeerFacts} from '../peer/peer-state.ts';
import type {Act} from './keys.ts';
import type {Details, PeerModels} from './peer-models.ts';
import type {PeerTasks} from './peer-tasks.ts';
import type {PeerIntent, PeerView} from './peer-view.ts';

export type PeerScene = {
	readonly peer: Peer;
	readonly facts: PeerFacts;
	readonly view: PeerView;
	readonly models: PeerModels;
	readonly details: Details;
	readonly detailRows: number;
	/** Whether ink-select-input draws the menu, and has its keys while it has the focus. */
	readonly menuPane: boolean;
	readonly tasks: PeerTasks;
	readonly dispatch: Dispatch<PeerIntent>;
	/** Whether there was a wait to cancel. */
	cancel(): boolean;
	interrupt(): void;
	quit(): void;
};

export const isMoving = ({downloads, uploads}: PeerFacts): boolean =>
	downloads.some(({state}) => state.kind === 'connecting' || state.kind === 'running') ||
	uploads.some(({state}) => state === 'running');

/** The download under the cursor of the transfers. */
export const selectedDownload = ({models}: Pick<PeerScene, 'models'>): Download | undefined =>
	models.transfers.selected?.way === 'down' ? models.transfers.selected.download : undefined;

/** The download that waits for a decision: the one under the cursor, else the newest. */
export function undecided(scene: Pick<PeerScene, 'models' | 'facts'>): Download | undefined {
	const {selected} = scene.models.transfers;
	if (selected?.way === 'down' && selected.download.state.kind === 'differs') return selected.download;
	return scene.facts.downloads.find(({state}) => state.kind === 'differs');
}

/** Why an act is not possible now, in a word or two; undefined when it is. */
export function reasonAgainst(scene: PeerScene, act: Act): string | undefined {
	const {view, models, facts} = scene;
	const state = selectedDownload(scene)?.state.kind;
	switch (act) {
		case 'open':
			if (view.focus === 'results') return models.results.selected === undefined ? 'no record here' : undefined;
			if (view.focus === 'transfers') return models.transfers.selected === undefined ? 'no transfer' : undefined;
			return undefined;
		case 'read':
			return models.results.selected !== undefined && scene.peer.has(models.results.selected.rfc)
				? undefined
				: 'not here yet';
		case 'retry':
			return state === 'failed' || state === 'cancelled' || facts.session.kind === 'waiting'
				? undefined
				: 'nothing failed';
		case 'drop':
			return state === undefined ? 'no download here' : undefined;
		case 'replace':
		case 'keep':
			return undecided(scene) === undefined ? 'no file differs' : undefined;
		default:
			return undefined;
	}
}
