/** The contract of handlers. A handler is one method: message in, message out; it knows no sockets. */
import type {Fields, Version} from '../protocol/message.ts';
import type {Agenda} from './agenda.ts';
import type {Answer} from './answers.ts';
import type {Catalog} from './catalog.ts';
import type {ChangeLog} from './change-log.ts';
import type {ClassicPeer} from './classic-peer.ts';
import type {Client} from './client.ts';
import type {Clock} from './clock.ts';
import type {Members} from './members.ts';
import type {NamedPeer} from './named-peer.ts';
import type {Presence} from './presence.ts';
import type {Reachability} from './reachability.ts';
import type {ReadyAnswers} from './ready-answers.ts';
import type {Room} from './room.ts';
import type {TitleSearch} from './title-search.ts';

/** What handlers work with. */
export type Engine = {
	readonly catalog: Catalog;
	readonly members: Members;
	readonly presence: Presence<ClassicPeer>;
	readonly reachability: Reachability<NamedPeer>;
	readonly changes: ChangeLog;
	readonly search: TitleSearch;
	readonly room: Room;
	/** Cached answers to LOOKUP, for each version. */
	readonly ready: Readonly<Record<Version, ReadyAnswers>>;
	readonly clock: Clock;
	readonly agenda: Agenda;
	/** Milliseconds. */
	readonly leaseMs: number;
	/** Milliseconds. */
	readonly heartbeatMs: number;
	/** Maximum number of records or peers in one 1.1 answer. */
	readonly maxListRecords: number;
	/** Whether the Address of a JOIN is believed. */
	readonly trustAddresses: boolean;
	/** The value of the Server field. */
	readonly software: string;
};

export type Call = {
	readonly fields: Fields;
	/** The number in the target; 0 when the target is not an RFC. */
	readonly rfc: number;
	readonly client: Client;
	readonly engine: Engine;
};

/** Throws a `ProtocolError` for everything to be reported to the client. */
export type Handler = (call: Call) => Answer | Promise<Answer>;
