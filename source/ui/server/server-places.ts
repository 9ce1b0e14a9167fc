/**
 * Navigation among the peers and RFCs of an index: from a peer to its RFCs to their holders, and back step by step.
 * Pure.
 */
import {type TableAttention, tableAttention} from '../kit/table-view.ts';
import type {ServerPane} from '../layout/server.ts';

export type ServerList = 'peers' | 'rfcs' | 'wire';

/** The peer whose RFCs are shown. The name is kept when the peer has left. */
export type Held = {readonly key: string; readonly name: string};

export type Place = {
	readonly focus: ServerPane;
	/** The list, and the table, that had the focus last. */
	readonly list: ServerList;
	readonly table: 'peers' | 'rfcs';
	readonly peers: TableAttention<string>;
	readonly rfcs: TableAttention<number>;
	/** Shows only peers that hold this RFC. */
	readonly holding: number | undefined;
	/** Shows only RFCs that this peer holds. */
	readonly heldBy: Held | undefined;
};

/** A place with its history, the latest last. */
export type Walk = Place & {readonly past: readonly Place[]};

/** Maximum length of the history. */
const mostSteps = 50;

export const startPlace: Walk = {
	focus: 'peers',
	list: 'peers',
	table: 'peers',
	peers: tableAttention(),
	rfcs: tableAttention(),
	holding: undefined,
	heldBy: undefined,
	past: [],
};

const placeOf = ({focus, list, table, peers, rfcs, holding, heldBy}: Walk): Place => ({
	focus,
	list,
	table,
	peers,
	rfcs,
	holding,
	heldBy,
});

const further = (walk: Walk): readonly Place[] => [...walk.past, placeOf(walk)].slice(-mostSteps);

/** From a peer to its RFCs. */
export const atRfcsOf = (walk: Walk, heldBy: Held): Walk => ({
	...placeOf(walk),
	focus: 'rfcs',
	list: 'rfcs',
	table: 'rfcs',
	rfcs: tableAttention(),
	heldBy,
	past: further(walk),
});

/** From an RFC to its holders. */
export const atHoldersOf = (walk: Walk, rfc: number): Walk => ({
	...placeOf(walk),
	focus: 'peers',
	list: 'peers',
	table: 'peers',
	peers: tableAttention(),
	holding: rfc,
	past: further(walk),
});

/** One step back; stays when there is no history. */
export const stepBack = (walk: Walk): Walk => ({
	...(walk.past.at(-1) ?? placeOf(walk)),
	past: walk.past.slice(0, -1),
});
