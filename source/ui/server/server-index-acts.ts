/** Actions on the peers and RFCs of the index: jump, sort, copy, probe, disconnect. */

import type {Dispatch} from 'react';
import type {RfcRow} from '../../order/rfc-row.ts';
import type {IndexServer} from '../../server/index-server.ts';
import type {PeerRow} from '../../server/server-state.ts';
import {printable} from '../../text/printable.ts';
import type {Details} from '../details.ts';
import {address} from '../format.ts';
import type {Act} from '../keys.ts';
import {textOf} from '../kit/lines.ts';
import {nextSort, turned} from '../kit/sorting.ts';
import {disconnectedWords, disconnectQuestion, probedWords} from './operator-words.ts';
import type {ServerModels} from './server-models.ts';
import type {ServerIntent, ServerView} from './server-view.ts';

export type IndexScene = {
	readonly server: Pick<IndexServer, 'peer' | 'probe' | 'disconnect'>;
	readonly view: ServerView;
	readonly models: ServerModels;
	readonly details: Details;
	readonly dispatch: Dispatch<ServerIntent>;
	/** Puts a text on the clipboard. */
	copy(text: string): void;
};

/** Maximum number of lines of details that are copied. */
const mostLines = 1000;

const placeOf = (peer: PeerRow): string => address(peer.address, peer.port);
const titleOf = (row: RfcRow): string => `RFC ${row.rfc} ${printable(row.title)}`;

/** The peer under the cursor, to which an action applies. */
const chosenPeer = ({view, models}: IndexScene): PeerRow | undefined =>
	view.list === 'peers' ? models.peers.selected : undefined;

function open({view, models, dispatch}: IndexScene): void {
	const peer = models.peers.selected;
	const rfc = models.rfcs.selected;
	if (view.focus === 'peers' && peer) {
		dispatch({type: 'go-to-rfcs', of: {key: peer.key, name: printable(peer.host)}});
	} else if (view.focus === 'rfcs' && rfc) dispatch({type: 'go-to-holders', rfc: rfc.rfc});
}

function sort({view, models, dispatch}: IndexScene, turn: boolean): void {
	const {table} = view;
	const to = turn ? turned(view.sorts[table]) : nextSort(view.sorts[table], models[table].sorts);
	dispatch({type: 'sort', table, by: to});
}

function copyShown(scene: IndexScene): void {
	const {view, models, details, copy, dispatch} = scene;
	const {peers, rfcs} = models;
	const text =
		view.focus === 'details'
			? details.lines.read(0, mostLines).map(textOf).join('\n')
			: view.focus === 'peers'
				? peers.selected && placeOf(peers.selected)
				: rfcs.selected && titleOf(rfcs.selected);
	if (text === undefined) return;
	copy(text);
	const what = view.focus === 'details' ? 'the details' : text;
	dispatch({type: 'say', text: `Copied ${what}, where this terminal allows it.`});
}

function probe(scene: IndexScene): void {
	const peer = chosenPeer(scene);
	const result = peer && scene.server.probe(peer.key);
	if (peer === undefined || result === undefined) return;
	const name = printable(peer.host);
	const {dispatch} = scene;
	dispatch({type: 'say', text: `Trying to connect to ${name} at ${placeOf(peer)} …`, stays: true});
	void result.then(found => dispatch({type: 'say', text: probedWords(peer, found)}));
}

/** Disconnects the peer that the question was about. */
export function disconnect({server, view, dispatch}: IndexScene): void {
	const {target} = view;
	dispatch({type: 'overlay', overlay: 'none'});
	if (target === undefined) return;
	const peer = server.peer(target.key);
	const done = server.disconnect(target.key);
	const text = disconnectedWords(target.name, done, peer?.rfcs ?? 0);
	dispatch({type: 'say', text});
}

/** The question before it is done. */
export function questionOf({server, view}: Pick<IndexScene, 'server' | 'view'>): string {
	const {target} = view;
	const peer = target && server.peer(target.key);
	return peer === undefined
		? `${target?.name ?? 'The peer'} has left by itself: there is nobody to disconnect.`
		: disconnectQuestion(peer);
}

const acts: Partial<Record<Act, (scene: IndexScene) => void>> = {
	open,
	sort: scene => sort(scene, false),
	'sort-turned': scene => sort(scene, true),
	details: ({dispatch}) => dispatch({type: 'zoom'}),
	copy: copyShown,
	probe,
	disconnect(scene) {
		const peer = chosenPeer(scene);
		if (peer) scene.dispatch({type: 'ask-disconnect', peer: {key: peer.key, name: printable(peer.host)}});
	},
};

/** Performs an action on the index. False when it is none. */
export function actOnIndex(scene: IndexScene, act: Act): boolean {
	const {focus, list} = scene.view;
	const does = list === 'wire' || (act === 'open' && focus === 'details') ? undefined : acts[act];
	does?.(scene);
	return does !== undefined;
}

/** Why an action is not possible now; undefined when it is. */
export function reasonAgainstIndex({view, models}: Pick<IndexScene, 'view' | 'models'>, act: Act): string | undefined {
	if (acts[act] === undefined || act === 'sort' || act === 'sort-turned') return undefined;
	const selected = view.list === 'wire' ? models.wire.selected : models[view.list].selected;
	return selected === undefined ? 'nothing to show here' : undefined;
}
