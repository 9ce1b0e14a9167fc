/** Assembles the parts of an index server that know no sockets: catalog, members, presence, reachability. */
import type {ProbeResult} from '../net/probe.ts';
import type {WireEvent} from '../net/wire-log.ts';
import {counted} from '../text/quantity.ts';
import {reasonOf} from '../text/reasons.ts';
import {Agenda} from './agenda.ts';
import {Catalog} from './catalog.ts';
import {ChangeLog} from './change-log.ts';
import type {ClassicPeer} from './classic-peer.ts';
import type {Clock} from './clock.ts';
import type {Engine} from './handler.ts';
import type {IndexPeer} from './index-peer.ts';
import {Members} from './members.ts';
import type {NamedPeer} from './named-peer.ts';
import {Operator, probeEvent} from './operator.ts';
import {Presence} from './presence.ts';
import {type ProbeFunction, ProbeQueue} from './probe-queue.ts';
import {Reachability} from './reachability.ts';
import {ReadyAnswers} from './ready-answers.ts';
import {Room} from './room.ts';
import {TitleSearch} from './title-search.ts';

export type EngineOptions = {
	/** How long a 1.1 peer may be silent; 30,000 by default. */
	readonly leaseMs?: number;
	/** 4,096 by default. */
	readonly maxClassicPeersPerAddress?: number;
	/** Maximum number of records or peers in one 1.1 answer; 10,000 by default. */
	readonly maxListRecords?: number;
	/** Changes kept for watchers; 10,000 by default. */
	readonly maxChanges?: number;
	/** Milliseconds between the heartbeats of a WATCH; 15,000 by default. */
	readonly heartbeatMs?: number;
	/** Whether to believe the Address that a 1.1 peer gives. */
	readonly trustAddresses?: boolean;
	/** The value of the Server field in answers to JOIN. */
	readonly software?: string;
	readonly clock: Clock;
	readonly probe: ProbeFunction;
	/** Called for events that are not messages, with the peer concerned. */
	readonly onEvent?: (peer: IndexPeer, event: WireEvent) => void;
	/** Called when the server itself is in trouble. */
	readonly onTrouble?: (what: string) => void;
	/** As in `RoomOptions`. */
	readonly memoryShare?: () => number;
	/** Heap limit of the thread that searches, in megabytes; 1,024 by default. */
	readonly searchMegabytes?: number;
};

export type RunningEngine = Engine & {
	readonly operator: Operator;
	/** Stops every timer, probe and thread. */
	close(): Promise<void>;
};

/** Assembles everything that knows no socket. */
export function createEngine(options: EngineOptions): RunningEngine {
	const {clock, probe, leaseMs = 30_000, onEvent = () => {}} = options;
	const catalog = new Catalog(newEpoch());
	const agenda = new Agenda(clock);
	const queue = new ProbeQueue({clock, probe});
	const search = new TitleSearch({
		catalog,
		clock,
		megabytes: options.searchMegabytes,
		onEnd: error => options.onTrouble?.(`nobody can search for a minute: ${reasonOf(error)}`),
	});
	const room = new Room({
		clock,
		peers: catalog.peers,
		share: options.memoryShare,
		onFull: only => {
			const whose = only === undefined ? '' : ` of ${only}, which has most of them`;
			options.onTrouble?.(
				`refuses new peers and records${whose}: its memory is ${only === undefined ? 'full' : 'nearly full'}`,
			);
		},
	});
	const tried = (peer: IndexPeer, result: ProbeResult) => onEvent(peer, probeEvent(peer.facts.port, result));
	const presence = new Presence<ClassicPeer>({
		clock,
		agenda,
		queue,
		onTried: ([first], result) => first && tried(first, result),
		onGone(peer) {
			onEvent(peer, goneEvent(peer, 'its upload port is closed'));
			members.leave(peer);
		},
	});
	const reachability = new Reachability<NamedPeer>({clock, agenda, queue, onTried: tried});
	const members: Members = new Members({
		clock,
		agenda,
		catalog,
		presence,
		reachability,
		leaseMs,
		maxClassicPeersPerAddress: options.maxClassicPeersPerAddress ?? 4096,
		onLeaseEnd: peer => onEvent(peer, goneEvent(peer, 'its lease ended')),
	});
	return {
		catalog,
		members,
		presence,
		reachability,
		operator: new Operator({engine: {members, presence, reachability, queue}, onEvent}),
		changes: new ChangeLog(catalog, clock, options.maxChanges),
		search,
		room,
		ready: {'1.0': new ReadyAnswers(catalog), '1.1': new ReadyAnswers(catalog)},
		clock,
		agenda,
		leaseMs,
		heartbeatMs: options.heartbeatMs ?? 15_000,
		maxListRecords: options.maxListRecords ?? 10_000,
		trustAddresses: options.trustAddresses ?? false,
		software: options.software ?? 'p2pci',
		async close() {
			queue.close();
			agenda.clear();
			catalog.close();
			await search.close();
		},
	};
}

/** Six characters: enough that two starts of an index hardly ever draw the same. It is not a secret. */
const newEpoch = (): string => Math.floor(36 ** 5 + Math.random() * 35 * 36 ** 5).toString(36);

const goneEvent = ({records}: IndexPeer, why: string): WireEvent => ({
	what: `gone with ${counted(records.size, 'RFC')}: ${why}`,
	trouble: true,
});
