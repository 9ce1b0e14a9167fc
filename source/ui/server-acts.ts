/** What the keys do on the server's screen. */
import type {Dispatch} from 'react';
import type {ServerFacts} from '../server/server-state.ts';
import {scrollOf} from './attention.ts';
import type {Act, Context} from './keys.ts';
import {scrolled} from './kit/lines.ts';
import type {Move} from './kit/table-view.ts';
import type {ServerPane} from './layout/server.ts';
import {actOnIndex, disconnect, type IndexScene} from './server-index-acts.ts';
import type {Details, ServerModels} from './server-models.ts';
import type {ServerIntent, ServerView} from './server-view.ts';
import {actOnWire, openMessage, type WireScene} from './wire/wire-acts.ts';
import {ladderShown} from './wire/wire-look.ts';

export type ServerScene = IndexScene & {
	readonly view: ServerView;
	readonly models: ServerModels;
	readonly details: Details;
	/** Rows that the details pane has. */
	readonly detailRows: number;
	readonly wire: WireScene;
	readonly facts: ServerFacts;
	/** Messages that the wire log has seen. */
	readonly messages: number;
	readonly dispatch: Dispatch<ServerIntent>;
	copyJoin(): void;
	quit(): void;
};

type By = Move | 'page-up' | 'page-down';

const moves: Partial<Record<Act, By>> = {
	up: -1,
	down: 1,
	first: 'first',
	last: 'last',
	'page-up': 'page-up',
	'page-down': 'page-down',
};

/** Where keys work now, the innermost first. */
export function serverContexts(view: ServerView): readonly Context[] {
	if (view.overlay === 'quit' || view.overlay === 'disconnect') return ['confirm'];
	if (view.filtering) return ['field'];
	if (view.zoomed) return [...aboutDetails(view), 'zoomed', 'scroll', 'panes', 'server'];
	if (view.focus === 'details') return [...aboutDetails(view), 'details', 'scroll', 'panes', 'server'];
	const contexts: Context[] = ['list', 'panes', 'server'];
	if (view.past.length > 0) contexts.unshift('jumped');
	contexts.unshift(view.focus);
	if (ladderShown(view)) contexts.unshift('ladder');
	if (view[view.focus].filter !== '') contexts.unshift('filtered');
	return contexts;
}

/** What the details are about has keys of its own. */
function aboutDetails({list}: ServerView): readonly Context[] {
	if (list === 'wire') return ['message'];
	return list === 'peers' ? ['about', 'about-peer'] : ['about'];
}

/** Moves the cursor of a pane, whether it has the focus or not. */
export function moveIn(scene: ServerScene, pane: ServerPane, by: By): void {
	const {models, dispatch} = scene;
	if (pane === 'details') scroll(scene, by);
	else if (pane === 'peers') dispatch({type: 'look-at-peer', at: models.peers.moved(by)});
	else if (pane === 'rfcs') dispatch({type: 'look-at-rfc', at: models.rfcs.moved(by)});
	else dispatch({type: 'look-at-message', at: models.wire.moved(by), seen: scene.messages});
}

function scroll({view, details, detailRows, dispatch}: ServerScene, by: By): void {
	const {subject, lines} = details;
	const from = scrolled(scrollOf(view.details, subject), lines.count, detailRows);
	const page = Math.max(1, detailRows - 1);
	const to = {first: 0, last: lines.count, 'page-up': from - page, 'page-down': from + page};
	const offset = typeof by === 'number' ? from + by : to[by];
	dispatch({type: 'scroll', to: {subject, offset: scrolled(offset, lines.count, detailRows)}});
}

function open({view, wire, dispatch}: ServerScene): void {
	if (view.zoomed) dispatch({type: 'unzoom'});
	else if (view.list === 'wire') openMessage(wire);
	else dispatch({type: 'zoom'});
}

function back({view, wire, dispatch}: ServerScene): void {
	if (view.zoomed) dispatch({type: 'unzoom'});
	else if (wire.look.ladder && view.wire.filter === '' && !view.filtering) actOnWire(wire, 'ladder');
	else if (view.filtering || view[view.list].filter !== '') dispatch({type: 'clear-filter'});
	else if (view.focus === 'details') dispatch({type: 'focus', pane: view.list});
	else if (view.past.length > 0) dispatch({type: 'go-back'});
}

/** Peers lose something when this server ends, so it asks; without peers it just ends. */
function askToQuit({facts, dispatch, quit}: ServerScene): void {
	if (facts.peers === 0) quit();
	else dispatch({type: 'overlay', overlay: 'quit'});
}

function copyJoin({copyJoin: copy, dispatch}: ServerScene): void {
	copy();
	dispatch({type: 'say', text: 'The join command is on the clipboard, where the terminal allows it.'});
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

/** Does what a key means. */
export function actOnServer(scene: ServerScene, act: Act): void {
	const by = moves[act];
	if (by !== undefined) moveIn(scene, scene.view.focus, by);
	else if (!actOnWire(scene.wire, act) && !actOnIndex(scene, act)) acts[act]?.(scene);
}
