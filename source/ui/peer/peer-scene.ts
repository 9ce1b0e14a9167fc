/** Everything that actions on the peer's screen may need: what is shown now, and what can be done about it. */
import type {Dispatch} from 'react';
import type {Peer} from '../../peer/peer.ts';
import type {Download, PeerFacts} from '../../peer/peer-state.ts';
import {rfcNumber} from '../../rfc/typed-number.ts';
import type {Details} from '../details.ts';
import type {Act} from '../keys.ts';
import type {PeerPane} from '../layout/peer.ts';
import {hasDocuments, hasNothing} from '../panes/library-table.ts';
import {isActive} from '../panes/transfer-rows.ts';
import {reasonAgainstWire, type WireScene} from '../wire/wire-acts.ts';
import {chosenOf, markListOf} from './chosen.ts';
import type {PeerModels} from './peer-models.ts';
import type {PeerTasks} from './peer-tasks.ts';
import {findsInList, type PeerIntent, type PeerView} from './peer-view.ts';

export type PeerScene = {
	readonly peer: Peer;
	readonly facts: PeerFacts;
	readonly view: PeerView;
	readonly models: PeerModels;
	readonly details: Details;
	readonly detailRows: number;
	readonly wire: WireScene;
	/** Whether ink-select-input draws the menu. */
	readonly menuPane: boolean;
	/** Whether it also handles its keys while the menu has the focus. */
	readonly menuHasKeys: boolean;
	/** The panes that Tab cycles through. */
	readonly panes: readonly PeerPane[];
	readonly tasks: PeerTasks;
	readonly dispatch: Dispatch<PeerIntent>;
	/** Whether there was a pending task to cancel. */
	cancel(): boolean;
	interrupt(): void;
	quit(): void;
};

/** Whether a document is on its way at this moment, which the last frame may not show yet. */
export function movesNow(peer: Pick<Peer, 'facts' | 'tellUploads'>): boolean {
	peer.tellUploads();
	return isMoving(peer.facts());
}

/** Whether a document is on its way, in or out. */
export const isMoving = ({downloads, uploads}: PeerFacts): boolean =>
	downloads.some(isActive) || uploads.some(({state}) => state === 'running');

/** The download under the cursor of the transfers. */
export function selectedDownload({models}: Pick<PeerScene, 'models'>): Download | undefined {
	const {selected} = models.transfers;
	return selected?.way === 'down' || selected?.way === 'source' ? selected.download : undefined;
}

/** The RFC that Enter in the form asks for: the number that is typed, else the one under the cursor of the list below. */
export function offeredRfc({view, models}: Pick<PeerScene, 'view' | 'models'>): number | undefined {
	const {form} = view;
	if (form?.kind !== 'lookup' && form?.kind !== 'get') return undefined;
	const isOpen = form.text.trim() === '' || form.picked === true;
	const number = isOpen ? undefined : rfcNumber(form.text);
	return number ?? (isOpen || findsInList(view) ? models.results.selected?.rfc : undefined);
}

/** The requested RFC that nobody has. */
export function missingRfc({view, models}: Pick<PeerScene, 'view' | 'models'>): number | undefined {
	return view.answer?.kind === 'holders' && models.results.view.total === 0 ? view.answer.rfc : undefined;
}

/** The download that needs a decision: the one under the cursor, else the newest. */
export function undecided(scene: Pick<PeerScene, 'models' | 'facts'>): Download | undefined {
	const selected = selectedDownload(scene);
	if (selected?.state.kind === 'differs') return selected;
	return scene.facts.downloads.find(({state}) => state.kind === 'differs');
}

/** The reason, unless `possible`. */
const unless = (possible: boolean, reason: string): string | undefined => (possible ? undefined : reason);

const stateOf = (scene: PeerScene): Kind => selectedDownload(scene)?.state.kind;

/** What has to be under the cursor for Enter, by the focused list. */
function reasonAgainstOpening({view, models}: PeerScene): string | undefined {
	switch (view.focus) {
		case 'results':
			return unless(models.results.selected !== undefined, 'no record here');
		case 'transfers':
			return unless(models.transfers.selected !== undefined, 'no transfer');
		case 'library':
			return unless(models.library?.selected !== undefined, 'no document');
		case 'network':
			return unless(models.network?.selected !== undefined, 'nobody here');
		default:
			return undefined;
	}
}

const hasChosen = (scene: PeerScene): string | undefined => unless(chosenOf(scene) !== undefined, 'no RFC here');

const hasListed = (scene: PeerScene): string | undefined =>
	unless(markListOf(scene) !== undefined, 'only RFCs of the list are marked');

const hasDifference = (scene: PeerScene): string | undefined =>
	unless(undecided(scene) !== undefined, 'no file differs');

const reasons: Partial<Record<Act, (scene: PeerScene) => string | undefined>> = {
	open: reasonAgainstOpening,
	read: hasChosen,
	holders: hasChosen,
	'get-marked': ({view}) => unless(view.marked.size > 0, 'nothing is marked'),
	mark: hasListed,
	'mark-all': hasListed,
	want: scene => unless(missingRfc(scene) !== undefined, 'somebody has it'),
	retry: scene => unless(retries(stateOf(scene)) || scene.facts.session.kind === 'waiting', 'nothing failed'),
	'retry-all': ({facts}) => unless(facts.downloads.some(isFailed), 'nothing failed'),
	pause: scene => unless(pauses(stateOf(scene)) || stateOf(scene) === 'paused', 'nothing to pause'),
	raise: scene => unless(stateOf(scene) === 'queued', 'it is not in the queue'),
	drop: scene =>
		unless(stateOf(scene) !== undefined || scene.models.transfers.selected?.way === 'wanted', 'no download here'),
	'drop-all': ({facts}) => unless(facts.downloads.some(isDone), 'nothing has come'),
	samples: ({facts}) => unless(hasNothing(facts), hasDocuments(facts) ? 'you have documents' : 'there are none here'),
	'take-back': ({models}) => unless(models.library?.selected?.shared === true, 'not shared'),
	undo: ({view}) => unless(view.undo !== undefined, 'nothing to undo'),
	replace: hasDifference,
	keep: hasDifference,
};

/** Why an action is not possible now, in a few words; undefined when it is. */
export function reasonAgainst(scene: PeerScene, act: Act): string | undefined {
	const reason = reasons[act];
	return reason === undefined ? reasonAgainstWire(scene.wire, act) : reason(scene);
}

type Kind = Download['state']['kind'] | undefined;

/** Whether the document is here. */
export const isDone = ({state}: Pick<Download, 'state'>): boolean =>
	state.kind === 'done' || state.kind === 'already-here';

const isFailed = ({state}: Download): boolean => state.kind === 'failed';

/** Whether a download in this state can be restarted. */
export const retries = (kind: Kind): boolean => kind === 'failed' || kind === 'cancelled' || kind === 'waiting';

/** Whether a download in this state can be paused. */
export const pauses = (kind: Kind): boolean =>
	kind === 'queued' || kind === 'connecting' || kind === 'running' || kind === 'waiting';

/** Whether a download in this state has not ended: it comes, waits for its turn, or is paused. */
export const isPending = (kind: Kind): boolean => pauses(kind) || kind === 'paused' || kind === 'verifying';
