/** What is under the cursor of a list that RFCs are got from: the results, or what a peer of the network shares. */
import type {Peer} from '../../peer/peer.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {PeerModels} from './peer-models.ts';
import type {PeerIntent, PeerView} from './peer-view.ts';
import {hasVersion} from './results.ts';

/** An RFC; with `record` the file of that one holder. */
export type Chosen = {readonly rfc: number; readonly record?: RfcRecord};

type Scene = {
	readonly view: Pick<PeerView, 'focus'>;
	readonly models: Pick<PeerModels, 'results' | 'network'>;
};

/** What the keys that get and read are about. */
export function chosenOf({view, models}: Scene): Chosen | undefined {
	const row = view.focus === 'network' ? models.network?.selected : models.results.selected;
	if (row === undefined || row.kind === 'peer') return undefined;
	return row.kind === 'rfc' ? {rfc: row.rfc} : {rfc: row.record.rfc, record: row.record};
}

/** Whether there is nothing to download: the RFC is here, in the version of the holder if one is chosen. */
export const isHere = (peer: Peer, {rfc, record}: Chosen): boolean =>
	record === undefined ? peer.has(rfc) : hasVersion(peer, record);

/** A list in which RFCs can be marked. */
export type MarkList = {
	/** The RFC under the cursor. */
	readonly rfc: number;
	/** The words that its RFCs have, and how many have them. */
	readonly filter: string;
	readonly matching: number;
	/** The numbers of all that is listed, read anew at each call. */
	all(): readonly number[];
	/** Moves the cursor to the next RFC. */
	readonly next: PeerIntent;
};

/** The list in which marks are set; undefined where there is nothing to mark, as among the holders of one RFC. */
export function markListOf({view, models}: Scene): MarkList | undefined {
	const {network, results} = models;
	if (view.focus === 'network') {
		if (network?.selected?.kind !== 'record') return undefined;
		return {
			rfc: network.selected.record.rfc,
			filter: network.settled.filter,
			matching: network.view.matching,
			all: () => network.all().flatMap(row => (row.kind === 'record' ? [row.record.rfc] : [])),
			next: {type: 'look-at-peer', at: network.moved(1)},
		};
	}
	if (results.selected?.kind !== 'rfc') return undefined;
	return {
		rfc: results.selected.rfc,
		filter: results.settled.filter,
		matching: results.view.matching,
		all: () => results.all().flatMap(row => (row.kind === 'rfc' ? [row.rfc] : [])),
		next: {type: 'look-at-result', at: results.moved(1)},
	};
}
