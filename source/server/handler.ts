/** What every handler gets and gives. A handler is one method: message in, message out; it knows no socket. */
import type {Fields, Version} from '../protocol/message.ts';
import type {Agenda} from './agenda.ts';
import type {Answer} from './answers.ts';
import type {Asker} from './asker.ts';
import type {Catalog} from './catalog.ts';
import type {ChangeLog} from './change-log.ts';
import type {Clock} from './clock.ts';
import type {ClassicPeer, Members, NamedPeer} from './members.ts';
import type {Presence} from './presence.ts';
import type {Reachability} from './reachability.ts';
import type {ReadyAnswers} from './ready-answers.ts';
import type {TitleSearch} from './title-search.ts';

/** What the handlers work on. */
export type Engine = {
	readonly catalog: Catalog;
	readonly members: Members;
	readonly presence: Presence<ClassicPeer>;
	readonly reachability: Reachability<NamedPeer>;
	readonly changes: ChangeLog;
	readonly search: TitleSearch;
	/** Answers to LOOKUP, of each version. */
	readonly ready: Readonly<Record<Version, ReadyAnswers>>;
	readonly clock: Clock;
	readonly agenda: Agenda;
	/** Milliseconds. */
	readonly leaseMs: number;
	/** Milliseconds. */
	readonly heartbeatMs: number;
	/** Records or peers in one answer of 1.1. */
	readonly maxListRecords: number;
	/** The Address of a JOIN is believed. */
	readonly trustAddresses: boolean;
	/** What the Server field says. */
	readonly software: string;
};

export type Call = {
	readonly fields: Fields;
	/** The number of the target; 0 when the target is no RFC. */
	readonly rfc: number;
	readonly asker: Asker;
	readonly engine: Engine;
};

/** Throws a `ProtocolError` for whatever the other side is to be told. */
export type Handler = (call: Call) => Answer | Promise<Answer>;
