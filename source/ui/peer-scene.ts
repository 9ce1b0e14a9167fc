/** All that the keys of the peer's screen may need: what is shown now, and what can be done about it. */
import type {Dispatch} from 'react';
import type {Peer} from '../peer/peer.ts';
import type {Download, PeerFacts} from '../peer/peer-state.ts';
import {type Act, type Context, hintsFor} from './keys.ts';
import type {PeerPane} from './layout/peer.ts';
import {isActive} from './panes/transfer-rows.ts';
import type {Details, PeerModels} from './peer-models.ts';
import type {PeerTasks} from './peer-tasks.ts';
import type {PeerIntent, PeerView} from './peer-view.ts';
import {reasonAgainstWire, type WireScene} from './wire/wire-acts.ts';

export type PeerScene = {
	readonly peer: Peer;
	readonly facts: PeerFacts;
	readonly view: PeerView;
	readonly models: PeerModels;
	readonly details: Details;
	readonly detailRows: number;
	readonly wire: WireScene;
	/** Whether ink-select-input draws the menu, and has its keys while it has the focus. */
	readonly menuPane: boolean;
	/** The panes that tab goes through. */
	readonly panes: readonly PeerPane[];
	readonly tasks: PeerTasks;
	readonly dispatch: Dispatch<PeerIntent>;
	/** Whether there was a wait to cancel. */
	cancel(): boolean;
	interrupt(): void;
	quit(): void;
};

/** What the last row says: the hints, dimmed where they are not possible, and the one that always stays. */
export function barOf(scene: PeerScene, contexts: readonly Context[]) {
	const hints = hintsFor(contexts).map(hint => ({...hint, disabled: reasonAgainst(scene, hint.act) !== undefined}));
	const last = hints.find(hint => hint.act === 'help');
	return {hints: hints.filter(hint => hint !== last), last};
}

export const isMoving = ({downloads, uploads}: PeerFacts): boolean =>
	downloads.some(isActive) || uploads.some(({state}) => state === 'running');

/** The download under the cursor of the transfers. */
export function selectedDownload({models}: Pick<PeerScene, 'models'>): Download | undefined {
	const {selected} = models.transfers;
	return selected?.way === 'down' || selected?.way === 'source' ? selected.download : undefined;
}

/** The RFC under the cursor below the field of a form that asks for a number: what Enter takes while nothing is typed. */
export function offeredRfc({view, models}: Pick<PeerScene, 'view' | 'models'>): number | undefined {
	const asks = view.form?.kind === 'lookup' || view.form?.kind === 'get';
	return asks && view.tab === 'search' ? models.results.selected?.rfc : undefined;
}

/** The RFC that the person asked for and nobody has. */
export function missingRfc({view, models}: Pick<PeerScene, 'view' | 'models'>): number | undefined {
	return view.answer?.kind === 'holders' && models.results.view.total === 0 ? view.answer.rfc : undefined;
}

/** The download that waits for a decision: the one under the cursor, else the newest. */
export function undecided(scene: Pick<PeerScene, 'models' | 'facts'>): Download | undefined {
	const selected = selectedDownload(scene);
	if (selected?.state.kind === 'differs') return selected;
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
			if (view.focus === 'library') return models.library?.selected === undefined ? 'no document' : undefined;
			if (view.focus === 'network') return models.network?.selected === undefined ? 'nobody here' : undefined;
			return undefined;
		case 'read':
			return models.results.selected !== undefined && scene.peer.has(models.results.selected.rfc)
				? undefined
				: 'not here yet';
		case 'get-marked':
			return view.marked.size === 0 ? 'nothing is marked' : undefined;
		case 'mark':
			return models.results.selected?.kind === 'rfc' ? undefined : 'no RFC here';
		case 'holders':
			return models.results.selected === undefined ? 'no RFC here' : undefined;
		case 'want':
			return missingRfc(scene) === undefined ? 'somebody has it' : undefined;
		case 'retry':
			return retries(state) || facts.session.kind === 'waiting' ? undefined : 'nothing failed';
		case 'retry-all':
			return facts.downloads.some(download => download.state.kind === 'failed') ? undefined : 'nothing failed';
		case 'pause':
			return pauses(state) || state === 'paused' ? undefined : 'nothing to pause';
		case 'raise':
			return state === 'queued' ? undefined : 'does not wait for its turn';
		case 'drop':
			return state === undefined && models.transfers.selected?.way !== 'wanted' ? 'no download here' : undefined;
		case 'take-back':
			return models.library?.selected?.shared === true ? undefined : 'not shared';
		case 'undo':
			return view.undo === undefined ? 'nothing to undo' : undefined;
		case 'replace':
		case 'keep':
			return undecided(scene) === undefined ? 'no file differs' : undefined;
		default:
			return reasonAgainstWire(scene.wire, act);
	}
}

type Kind = Download['state']['kind'] | undefined;

/** Whether a download in this state can be begun again. */
export const retries = (kind: Kind): boolean => kind === 'failed' || kind === 'cancelled' || kind === 'waiting';

/** Whether a download in this state can be held. */
export const pauses = (kind: Kind): boolean =>
	kind === 'queued' || kind === 'connecting' || kind === 'running' || kind === 'waiting';

/** Whether a download in this state comes, or is going to by itself. */
export const isUnderWay = (kind: Kind): boolean => pauses(kind) || kind === 'paused' || kind === 'verifying';
