/** The index as the tables of a screen read it: in windows, so that a read costs only what it shows. */
import type {RfcRow} from '../../order/rfc-row.ts';
import type {TableWindow, WindowQuery} from '../../order/table-view.ts';
import type {PeerRecord, RfcRecord} from '../../protocol/message.ts';

/** The columns that RFCs can be sorted by. */
export type RfcColumn = 'number' | 'title' | 'holders';

/** The columns that the records of a peer can be sorted by. */
export type RecordColumn = 'number' | 'title' | 'size';

/** The index as tables read it. */
export interface IndexWindowSource {
	/**
	 * `filling`: being listed for the first time. `live`: as the server has it. `stale`: as it was when the connection
	 * was lost or changes were missed; it is replaced once a new list is complete.
	 */
	readonly state: 'filling' | 'live' | 'stale';
	readonly counts: {readonly rfcs: number; readonly records: number; readonly peers: number};
	/**
	 * By number, or sorted by an `RfcColumn`. The anchor is a number. The words of a filter are prefixes of the number
	 * or of words of the title.
	 */
	rfcs(query: WindowQuery<number>): TableWindow<RfcRow>;
	/** By number, then host. The anchor is `rfc host address port`. */
	records(query: WindowQuery<string>): TableWindow<RfcRecord>;
	/** The holders of an RFC, by host. */
	holdersOf(rfc: number): readonly RfcRecord[];
	/** The records of a peer, by number, or sorted by a `RecordColumn`. The anchor is a number. */
	recordsOf(peer: Pick<PeerRecord, 'host' | 'address' | 'port'>, query: WindowQuery<number>): TableWindow<RfcRecord>;
	/** All peers by host. Returns the same array until something changes. */
	peers(): readonly PeerRecord[];
	/** Updates which peers can be reached, unless that was just done. A result is reported as a change. */
	refreshPeers(): void;
	/** Calls `listener` after changes, once per turn of the event loop. Returns the function to unsubscribe. */
	subscribe(listener: () => void): () => void;
}
