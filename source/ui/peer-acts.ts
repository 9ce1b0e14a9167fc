/** What the keys do on the peer's screen. */
import {type Act, bindingFor} from './keys.ts';
import {libraryActs, openDocument, openInNetwork} from './library-acts.ts';
import {submitForm} from './peer-forms.ts';
import {move, moves} from './peer-moves.ts';
import {setPace} from './peer-pace.ts';
import {isMoving, type PeerScene} from './peer-scene.ts';
import {openResult, resultActs} from './result-acts.ts';
import {say} from './said.ts';
import {openTransfer, transferActs} from './transfer-acts.ts';
import {actOnWire, openMessage} from './wire/wire-acts.ts';

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

function askToLeave({facts, dispatch, quit}: PeerScene): void {
	if (isMoving(facts)) dispatch({type: 'overlay', overlay: {kind: 'quit'}});
	else quit();
}

function open(scene: PeerScene): void {
	const {view, dispatch, menuPane} = scene;
	if (view.focus === 'menu') {
		// ink-select-input has the Enter of its own menu.
		if (!menuPane) operate(scene, view.menu.index);
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
	dispatch({type: 'say', said: say('p2pci ends as soon as nothing moves any more (esc stays).', 'busy')});
}

/** One step back: a wait is cancelled before a form is closed, a form before a pane is left. */
function back({view, wire, dispatch, cancel}: PeerScene): void {
	if (cancel()) dispatch({type: 'say', said: say('Cancelled.')});
	else if (view.leaving) {
		dispatch({type: 'leave', leaving: false});
		dispatch({type: 'say', said: say('p2pci stays.')});
	} else if (view.form !== undefined) dispatch({type: 'form', form: undefined});
	else if (view.zoomed) dispatch({type: 'unzoom'});
	else if (view.wireLook.ladder && view[view.list].filter === '' && !view.filtering) actOnWire(wire, 'ladder');
	else if (view.filtering || view[view.list].filter !== '') dispatch({type: 'clear-filter'});
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

/** ink-select-input has the digits while its menu has the focus; other keys that the person has for them it has not. */
function digit(scene: PeerScene, index: number): void {
	const own = bindingFor(['peer'], String(index + 1))?.act === `operation-${index + 1}`;
	if (scene.view.focus !== 'menu' || !scene.menuPane || !own) operate(scene, index);
}

const acts: Partial<Record<Act, (scene: PeerScene) => void>> = {
	'operation-1': scene => digit(scene, 0),
	'operation-2': scene => digit(scene, 1),
	'operation-3': scene => digit(scene, 2),
	'operation-4': scene => digit(scene, 3),
	'operation-5': scene => digit(scene, 4),
	'operation-6': scene => digit(scene, 5),
	'menu-left': ({view, dispatch}) => dispatch({type: 'point-at-operation', index: (view.menu.index + 5) % 6}),
	'menu-right': ({view, dispatch}) => dispatch({type: 'point-at-operation', index: (view.menu.index + 1) % 6}),
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

/** Does what a key means. */
export function actOnPeer(scene: PeerScene, act: Act): void {
	const by = moves[act];
	if (by === undefined) {
		if (!actOnWire(scene.wire, act)) acts[act]?.(scene);
	} else if (scene.view.form?.kind === 'add-details') otherField(scene);
	else move(scene, by);
}
