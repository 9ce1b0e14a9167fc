/** The index as the tables of a screen read it: in windows, whatever its size. */
import type {TableWindow, WindowQuery} from '../order/table-view.ts';
import type {PeerRecord, RfcRecord} from '../protocol/message.ts';

/** What RFCs can be sorted by. */
export type RfcColumn = 'number' | 'title' | 'holders';

export type RfcRow = {
	readonly rfc: number;
	/** The title of its first holder; holders may differ. */
	readonly title: string;
	/** How many peers hold it. */
	readonly holders: number;
	/** How many digests there are among them: more than one means that not all have the same file. */
	readonly versions: number;
};

/** The index as it is read by tables. A window costs what it shows. */
export interface IndexWindowSource {
	/**
	 * `filling`: it is being listed for the first time. `live`: it is as the server has it. `stale`: it is as it was when the
	 * connection was lost, or when changes were missed; a new list comes in one piece.
	 */
	readonly state: 'filling' | 'live' | 'stale';
	readonly counts: {readonly rfcs: number; readonly records: number; readonly peers: number};
	/** By number, or sorted by an `RfcColumn`. The anchor is a number. A filter's words must stand where the number, or words of the title, begin. */
	rfcs(query: WindowQuery<number>): TableWindow<RfcRow>;
	/** By number, then host. The anchor is `rfc host address port`. */
	records(query: WindowQuery<string>): TableWindow<RfcRecord>;
	/** Who holds an RFC, by host. */
	holdersOf(rfc: number): readonly RfcRecord[];
	/** What a peer holds, by number. The anchor is a number. */
	recordsOf(peer: Pick<PeerRecord, 'host' | 'address' | 'port'>, query: WindowQuery<number>): TableWindow<RfcRecord>;
	/** By host. The same array until something changes. */
	peers(): readonly PeerRecord[];
	/** Asks which peers can be reached now, unless that was asked just before. What it brings is told as a change. */
	refreshPeers(): void;
	/** Calls `listener` after changes, once for those of one turn of the event loop. Returns the way to stop that. */
	subscribe(listener: () => void): () => void;
}
