/** The index server: its facade, and later its sessions. */
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import type {PeerRow, RfcRow, ServerFacts, TableWindow, WindowQuery} from './server-state.ts';

export interface IndexServer {
	facts(): ServerFacts;
	/** Calls `listener` after each change of the facts or of the index. Returns the way to stop that. */
	subscribe(listener: () => void): () => void;
	readonly wire: WireLog;
	/** Peers by name. */
	peers(query: WindowQuery<string>): TableWindow<PeerRow>;
	/** RFCs by number. */
	rfcs(query: WindowQuery<number>): TableWindow<RfcRow>;
	/** The peer with this key, while it is here. */
	peer(key: string): PeerRow | undefined;
	/** What a peer holds, by number: `limit` records from `offset` on. */
	recordsOf(key: string, offset: number, limit: number): readonly RfcRecord[];
	/** Who holds an RFC, by host: `limit` records from `offset` on. */
	holdersOf(rfc: number, offset: number, limit: number): readonly RfcRecord[];
	/** Ends every connection and listens no more. Never rejects. */
	close(): Promise<void>;
}
