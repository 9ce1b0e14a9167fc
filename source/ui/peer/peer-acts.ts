/** The actions of the peer's screen. */
import {type Act, keyOf} from '../keys.ts';
import {moves} from '../moves.ts';
import {operations} from '../panes/menu-pane.tsx';
import {say} from '../said.ts';
import {actOnWire, backInMessage, openMessage} from '../wire/wire-acts.ts';
import {libraryActs, openDocument, openInNetwork} from './library-acts.ts';
import {isMenusOwn} from './menu-keys.ts';
import {submitForm} from './peer-forms.ts';
import {move} from './peer-moves.ts';
import {setPace} from './peer-pace.ts';
import {movesNow, type PeerScene, reasonAgainst} from './peer-scene.ts';
import {openResult, resultActs} from './result-acts.ts';
import {sortActs} from './sort-acts.ts';
import {openTransfer, transferActs} from './transfer-acts.ts';

/** Runs an operation of the menu, from 0. */
export function operate(scene: PeerScene, index: number): void {
	const {tasks, dispatch} = scene;
	dispatch({type: 'choose-operation', index});
	if (index === 0) dispatch({type: 'form', form: {kind: 'add', text: ''}});
	if (index === 1) dispatch({type: 'form', form: {kind: 'remove', text: ''}});
	if (index === 2) dispatch({type: 'form', form: {kind: 'lookup', text: ''}});
	if (index === 3) tasks.list();
	if (index === 4) askToLeave(scene);
	if (index === 5) dispatch({type: 'form', form: {kind: 'get', text: ''}});
}

function askToLeave({peer, dispatch, quit}: PeerScene): void {
	if (movesNow(peer)) dispatch({type: 'overlay', overlay: {kind: 'quit'}});
	else quit();
}

function open(scene: PeerScene, key: string | undefined): void {
	const {view, dispatch} = scene;
	if (view.focus === 'menu') {
		// ink-select-input handles Enter in its own menu.
		if (!menuHandles(scene, key)) operate(scene, view.menu.index);
	} else if (view.zoomed) dispatch({type: 'unzoom'});
	else if (view.focus === 'results') openResult(scene);
	else if (view.focus === 'transfers') openTransfer(scene);
	else if (view.focus === 'library') openDocument(scene);
	else if (view.focus === 'network') openInNetwork(scene);
	else if (view.list === 'wire') openMessage(scene.wire);
	else dispatch({type: 'zoom'});
}

function leaveLater({dispatch}: PeerScene): void {
	dispatch({type: 'leave', leaving: true});
	dispatch({
		type: 'say',
		said: say(`p2pci quits as soon as nothing is running (${keyOf('back', 'peer')} stays).`, 'busy'),
	});
}

/** One step back: cancels a pending task before it closes a field, and a field before what is not on top. */
function back({view, wire, dispatch, cancel}: PeerScene): void {
	if (cancel()) dispatch({type: 'say', said: say('Cancelled.')});
	else if (view.form !== undefined) dispatch({type: 'form', form: undefined});
	else if (view.filtering) dispatch({type: 'clear-filter'});
	else if (view.leaving) {
		dispatch({type: 'leave', leaving: false});
		dispatch({type: 'say', said: say('p2pci stays.')});
	} else if (view.opens !== undefined) {
		dispatch({type: 'open-later', rfc: undefined});
		dispatch({type: 'say', said: say(`RFC ${view.opens} is on its way, and does not open by itself.`)});
	} else if (view.zoomed) {
		if (!backInMessage(wire)) dispatch({type: 'unzoom'});
	} else if (view[view.list].filter !== '') dispatch({type: 'clear-filter'});
	else if (view.wireLook.ladder) actOnWire(wire, 'ladder');
	else if (view.focus === 'results' && view.below !== undefined) dispatch({type: 'look-out'});
	else if (view.focus === 'network' && view.visit !== undefined) dispatch({type: 'leave-visit'});
	else if (view.focus !== 'menu') dispatch({type: 'focus', pane: 'menu'});
}

function yes({view, dispatch, tasks, quit}: PeerScene): void {
	if (view.overlay.kind === 'quit') quit();
	else dispatch({type: 'overlay', overlay: {kind: 'none'}});
	if (view.overlay.kind === 'remove') tasks.remove(view.overlay.rfc);
}

function submit(scene: PeerScene): void {
	if (scene.view.form === undefined) scene.dispatch({type: 'keep-filter'});
	else submitForm(scene, scene.view.form);
}

function otherField({view, dispatch}: PeerScene): void {
	if (view.form?.kind !== 'add-details') return;
	dispatch({type: 'form', form: {...view.form, field: view.form.field === 'rfc' ? 'title' : 'rfc'}});
}

/**
 * Whether ink-select-input handles the key itself. Actions from the palette, the menu of keys or the mouse have no
 * key.
 */
const menuHandles = ({view, menuHasKeys}: PeerScene, key: string | undefined): boolean =>
	view.focus === 'menu' && menuHasKeys && key !== undefined && isMenusOwn(key);

type ByKey = (scene: PeerScene, key: string | undefined) => void;

const operation =
	(index: number): ByKey =>
	(scene, key) => {
		if (!menuHandles(scene, key)) operate(scene, index);
	};

/** Moves the menu's cursor by this many items. A menu in a pane of its own has to be remounted for that. */
const pointer =
	(by: number): ByKey =>
	(scene, key) => {
		const {view, menuPane, dispatch} = scene;
		if (menuHandles(scene, key)) return;
		const index = (view.menu.index + by + operations.length) % operations.length;
		dispatch({type: menuPane ? 'choose-operation' : 'point-at-operation', index});
	};

const acts: Partial<Record<Act, ByKey>> = {
	'operation-1': operation(0),
	'operation-2': operation(1),
	'operation-3': operation(2),
	'operation-4': operation(3),
	'operation-5': operation(4),
	'operation-6': operation(5),
	'menu-left': pointer(-1),
	'menu-right': pointer(1),
	open,
	submit,
	'next-field': otherField,
	'previous-field': otherField,
	back,
	filter: ({dispatch}) => dispatch({type: 'begin-filter'}),
	'next-pane': ({dispatch, panes}) => dispatch({type: 'cycle-focus', by: 1, panes}),
	'previous-pane': ({dispatch, panes}) => dispatch({type: 'cycle-focus', by: -1, panes}),
	details: ({dispatch}) => dispatch({type: 'zoom'}),
	'next-tab': ({dispatch}) => dispatch({type: 'cycle-tab', by: 1}),
	'previous-tab': ({dispatch}) => dispatch({type: 'cycle-tab', by: -1}),
	...resultActs,
	...sortActs,
	...transferActs,
	...libraryActs,
	faster: scene => setPace(scene, 'faster'),
	slower: scene => setPace(scene, 'slower'),
	'full-speed': scene => setPace(scene, 'full'),
	help: ({dispatch}) => dispatch({type: 'overlay', overlay: {kind: 'help'}}),
	palette: ({dispatch}) => dispatch({type: 'overlay', overlay: {kind: 'palette'}}),
	quit: askToLeave,
	'quit-later': leaveLater,
	yes,
	no: ({dispatch}) => dispatch({type: 'overlay', overlay: {kind: 'none'}}),
	interrupt: ({interrupt}) => interrupt(),
};

/** Actions that explain better themselves why they are not possible; and Enter, which then has nothing to do. */
const outspoken: ReadonlySet<Act> = new Set([
	'open',
	'retry',
	'retry-all',
	'pause',
	'get-marked',
	'samples',
	'take-back',
	'undo',
]);

/** Performs an action, or says why it is not possible now. `key`: the key that triggered it, if any. */
export function actOnPeer(scene: PeerScene, act: Act, key?: string): void {
	const reason = outspoken.has(act) ? undefined : reasonAgainst(scene, act);
	if (reason !== undefined) {
		scene.dispatch({type: 'say', said: say(`Not now: ${reason}.`)});
		return;
	}
	const by = moves[act];
	if (by === undefined) {
		if (!actOnWire(scene.wire, act)) acts[act]?.(scene, key);
	} else if (scene.view.form?.kind === 'add-details') otherField(scene);
	else move(scene, by);
}
