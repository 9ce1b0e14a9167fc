/** The actions of the server's screen. */
import type {Dispatch} from 'react';
import type {ServerFacts} from '../../server/server-state.ts';
import type {Details} from '../details.ts';
import type {Act, Context} from '../keys.ts';
import type {By} from '../kit/table-view.ts';
import type {ServerPane} from '../layout/server.ts';
import {moves, scrollBy} from '../moves.ts';
import {actOnWire, backInMessage, openMessage, reasonAgainstWire, type WireScene} from '../wire/wire-acts.ts';
import {ladderShown} from '../wire/wire-look.ts';
import {actOnIndex, disconnect, type IndexScene, reasonAgainstIndex} from './server-index-acts.ts';
import type {ServerModels} from './server-models.ts';
import type {ServerIntent, ServerView} from './server-view.ts';

export type ServerScene = IndexScene & {
	readonly view: ServerView;
	readonly models: ServerModels;
	readonly details: Details;
	/** Rows of the details pane. */
	readonly detailRows: number;
	readonly wire: WireScene;
	readonly facts: ServerFacts;
	/** Number of messages in the wire log so far. */
	readonly messages: number;
	readonly dispatch: Dispatch<ServerIntent>;
	copyJoin(): void;
	quit(): void;
};

/** The present contexts of keys, the innermost first. */
export function serverContexts(view: ServerView): readonly Context[] {
	if (view.overlay === 'quit' || view.overlay === 'disconnect') return ['confirm'];
	if (view.filtering) return ['filtering', 'field'];
	if (view.zoomed) return [...aboutDetails(view), 'zoomed', 'scroll', 'panes', 'server'];
	if (view.focus === 'details') return [...aboutDetails(view), 'details', 'scroll', 'panes', 'server'];
	const contexts: Context[] = ['list', 'panes', 'server'];
	if (view.past.length > 0) contexts.unshift('jumped');
	contexts.unshift(view.focus);
	if (ladderShown(view)) contexts.unshift('ladder');
	if (view[view.focus].filter !== '') contexts.unshift('filtered');
	return contexts;
}

/** The contexts of what the details show. */
function aboutDetails({list}: ServerView): readonly Context[] {
	if (list === 'wire') return ['message'];
	return list === 'peers' ? ['about', 'about-peer'] : ['about'];
}

/** Moves the cursor of a pane, whether or not it has the focus. */
export function moveIn(scene: ServerScene, pane: ServerPane, by: By): void {
	const {view, models, details, detailRows, dispatch} = scene;
	if (pane === 'details') dispatch({type: 'scroll', to: scrollBy(view.details, details, {by, height: detailRows})});
	else if (pane === 'peers') dispatch({type: 'look-at-peer', at: models.peers.moved(by)});
	else if (pane === 'rfcs') dispatch({type: 'look-at-rfc', at: models.rfcs.moved(by)});
	else dispatch({type: 'look-at-message', at: models.wire.moved(by), seen: scene.messages});
}

function open({view, wire, dispatch}: ServerScene): void {
	if (view.zoomed) dispatch({type: 'unzoom'});
	else if (view.list === 'wire') openMessage(wire);
	else dispatch({type: 'zoom'});
}

function back({view, wire, dispatch}: ServerScene): void {
	if (view.zoomed) {
		if (!backInMessage(wire)) dispatch({type: 'unzoom'});
	} else if (view.filtering || view[view.list].filter !== '') dispatch({type: 'clear-filter'});
	else if (wire.look.ladder) actOnWire(wire, 'ladder');
	else if (view.focus === 'details') dispatch({type: 'focus', pane: view.list});
	else if (view.past.length > 0) dispatch({type: 'go-back'});
}

/** Quitting affects joined peers, so it asks; without peers it just quits. */
function askToQuit({facts, dispatch, quit}: ServerScene): void {
	if (facts.peers === 0) quit();
	else dispatch({type: 'overlay', overlay: 'quit'});
}

function copyJoin({copyJoin: copy, dispatch}: ServerScene): void {
	copy();
	dispatch({type: 'say', text: 'Copied the join command, where this terminal allows it.'});
}

const acts: Partial<Record<Act, (scene: ServerScene) => void>> = {
	open,
	submit: ({dispatch}) => dispatch({type: 'keep-filter'}),
	back,
	filter: ({dispatch}) => dispatch({type: 'begin-filter'}),
	find({dispatch}) {
		dispatch({type: 'focus', pane: 'rfcs'});
		dispatch({type: 'begin-filter'});
	},
	'next-pane': ({dispatch}) => dispatch({type: 'cycle-focus', by: 1}),
	'previous-pane': ({dispatch}) => dispatch({type: 'cycle-focus', by: -1}),
	'focus-1': ({dispatch}) => dispatch({type: 'focus', pane: 'peers'}),
	'focus-2': ({dispatch}) => dispatch({type: 'focus', pane: 'rfcs'}),
	'focus-3': ({dispatch}) => dispatch({type: 'focus', pane: 'wire'}),
	'focus-4': ({dispatch}) => dispatch({type: 'focus', pane: 'details'}),
	'copy-join': copyJoin,
	help: ({dispatch}) => dispatch({type: 'overlay', overlay: 'help'}),
	palette: ({dispatch}) => dispatch({type: 'overlay', overlay: 'palette'}),
	quit: askToQuit,
	yes(scene) {
		if (scene.view.overlay === 'disconnect') disconnect(scene);
		else scene.quit();
	},
	no: ({dispatch}) => dispatch({type: 'overlay', overlay: 'none'}),
	interrupt: ({quit}) => quit(),
};

/** Performs an action. */
export function actOnServer(scene: ServerScene, act: Act): void {
	const by = moves[act];
	if (by !== undefined) moveIn(scene, scene.view.focus, by);
	else if (!actOnWire(scene.wire, act) && !actOnIndex(scene, act)) acts[act]?.(scene);
}

/** Why an action is not possible now; undefined when it is. */
export function reasonAgainst(scene: ServerScene, act: Act): string | undefined {
	const {view, models} = scene;
	if (act === 'open' && view.focus === 'wire' && models.wire.selected === undefined) return 'nothing to show here';
	return reasonAgainstIndex(scene, act) ?? reasonAgainstWire(scene.wire, act);
}
