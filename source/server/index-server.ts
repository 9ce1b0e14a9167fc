/** The index server: its facade and its assembly. */

import {isWildcard, lanAddress} from '../net/addresses.ts';
import {type Stranger, strangerWords} from '../net/admission.ts';
import type {ServerConnection} from '../net/connection.ts';
import {type Listener, type ListenOptions, listen} from '../net/listener.ts';
import {type ProbeResult, probe} from '../net/probe.ts';
import {type WireEvent, WireLog} from '../net/wire-log.ts';
import type {RfcRow} from '../order/rfc-row.ts';
import type {DecodedRequest} from '../protocol/decoder.ts';
import type {RfcRecord} from '../protocol/message.ts';
import type {Change} from './catalog.ts';
import {type Clock, systemClock} from './clock.ts';
import {createEngine, type EngineOptions, type RunningEngine} from './engine.ts';
import {indexChange} from './index-change.ts';
import {Notices} from './notices.ts';
import {Rates} from './rates.ts';
import type {IndexChange, PeerQuery, PeerRow, RfcQuery, ServerFacts, TableWindow} from './server-state.ts';
import {Session} from './session.ts';
import {Tables} from './tables.ts';

export interface IndexServer {
	facts(): ServerFacts;
	/** Calls `listener` after each change of the facts or of the index. Returns the function to unsubscribe. */
	subscribe(listener: () => void): () => void;
	readonly wire: WireLog;
	/** The table of peers, by name unless sorted by another column. */
	peers(query: PeerQuery): TableWindow<PeerRow>;
	/** The table of RFCs, by number unless sorted by another column. */
	rfcs(query: RfcQuery): TableWindow<RfcRow>;
	/** The peer with this key, while it is present. */
	peer(key: string): PeerRow | undefined;
	/** The records of a peer, by number: `limit` of them starting at `offset`. */
	recordsOf(key: string, offset: number, limit: number): readonly RfcRecord[];
	/** The holders of an RFC, by host: `limit` of them starting at `offset`. */
	holdersOf(rfc: number, offset: number, limit: number): readonly RfcRecord[];
	/**
	 * Removes the peer with this key and all its records, and closes its connection; its program may join again. False
	 * when it is not present.
	 */
	disconnect(key: string): boolean;
	/** Probes the upload port of the peer with this key now; undefined when it is not present. */
	probe(key: string): Promise<ProbeResult> | undefined;
	/** Closes all connections and stops listening. Never rejects. */
	close(): Promise<void>;
}

export type IndexServerOptions = Partial<Omit<EngineOptions, 'onEvent' | 'onTrouble'>> &
	Pick<ListenOptions, 'host' | 'port' | 'key' | 'headTimeoutMs' | 'maxConnections'> & {
		/** Called synchronously with each change of the index. */
		readonly onChange?: (change: IndexChange) => void;
	};

/** How long this machine's network address is cached. */
const addressFreshMs = 5000;

/**
 * Starts an index server. Rejects with a `PortInUseError`, or with the system's error for an address it cannot listen
 * on.
 */
export async function startIndexServer(options: IndexServerOptions): Promise<IndexServer> {
	const server = new RunningIndexServer(options);
	await server.start();
	return server;
}

class RunningIndexServer implements IndexServer {
	readonly wire = new WireLog();
	readonly #options: IndexServerOptions;
	readonly #clock: Clock;
	readonly #engine: RunningEngine;
	readonly #tables: Tables;
	readonly #rates = new Rates();
	readonly #byteRates = new Rates();
	readonly #notices = new Notices();
	readonly #sessions = new WeakMap<ServerConnection, Session>();
	readonly #listeners = new Set<() => void>();
	readonly #started: number;
	#listener: Listener | undefined;
	#outside: {readonly address: string; readonly at: number} | undefined;
	#telling: NodeJS.Immediate | undefined;

	constructor(options: IndexServerOptions) {
		this.#options = options;
		this.#clock = options.clock ?? systemClock;
		this.#started = this.#clock.date();
		this.#engine = createEngine({
			...options,
			clock: this.#clock,
			probe: options.probe ?? probe,
			onEvent: ({facts}, event) => this.#logEvent(facts.host, event),
			onTrouble: what => this.#logEvent('index server', {what, trouble: true}),
		});
		this.#tables = new Tables({
			engine: this.#engine,
			defer: call => setImmediate(call),
			later: (ms, call) => this.#clock.after(ms, call),
			onProgress: () => this.#changed(),
		});
		this.#engine.catalog.subscribe(change => this.#onChange(change));
	}

	async start(): Promise<void> {
		const {host, port, key, headTimeoutMs, maxConnections} = this.#options;
		this.#listener = await listen({
			host,
			port,
			key,
			...(headTimeoutMs === undefined ? {} : {headTimeoutMs}),
			...(maxConnections === undefined ? {} : {maxConnections}),
			handle: (decoded, connection) => this.#handle(decoded, connection),
			onStranger: (address, how) => this.#onStranger(address, how),
			onFull: connections => this.#onFull(connections),
		});
	}

	facts(): ServerFacts {
		const {catalog, reachability} = this.#engine;
		const now = this.#clock.now();
		return {
			host: this.#host(),
			port: this.#listener?.port ?? this.#options.port,
			network: this.#options.key?.identity,
			started: this.#started,
			peers: catalog.peers.size,
			rfcs: catalog.rfcs.size,
			records: catalog.records,
			messages: this.#rates.total,
			rates: this.#rates.last(now),
			byteRates: this.#byteRates.last(now),
			notices: this.#notices.list(reachability),
		};
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	peers(query: PeerQuery): TableWindow<PeerRow> {
		return this.#tables.peers(query);
	}

	rfcs(query: RfcQuery): TableWindow<RfcRow> {
		return this.#tables.rfcs(query);
	}

	peer(key: string): PeerRow | undefined {
		return this.#tables.peer(key);
	}

	recordsOf(key: string, offset: number, limit: number): readonly RfcRecord[] {
		return this.#tables.recordsOf(key, offset, limit);
	}

	holdersOf(rfc: number, offset: number, limit: number): readonly RfcRecord[] {
		return this.#tables.holdersOf(rfc, offset, limit);
	}

	disconnect(key: string): boolean {
		const peer = this.#engine.catalog.peer(key);
		if (peer) this.#engine.operator.disconnect(peer);
		return peer !== undefined;
	}

	probe(key: string): Promise<ProbeResult> | undefined {
		const peer = this.#engine.catalog.peer(key);
		return peer && this.#engine.operator.probe(peer);
	}

	async close(): Promise<void> {
		const ended = this.#engine.close();
		this.#listeners.clear();
		clearImmediate(this.#telling);
		try {
			await this.#listener?.close();
		} catch {
			// Already stopped, which is what was wanted.
		}
		await ended;
	}

	#handle(decoded: DecodedRequest, connection: ServerConnection): void | Promise<void> {
		let session = this.#sessions.get(connection);
		if (!session) {
			session = new Session(connection, {
				engine: this.#engine,
				wire: this.wire,
				clock: this.#clock,
				onRequest: (time, bytes) => this.#onRequest(time, bytes),
				onSent: bytes => this.#byteRates.count(this.#clock.now(), bytes),
			});
			this.#sessions.set(connection, session);
		}
		return session.handle(decoded);
	}

	#onRequest(time: number, bytes: number): void {
		this.#rates.count(time);
		this.#byteRates.count(time, bytes);
		this.#changed();
	}

	#onChange(change: Change): void {
		this.#changed();
		const {onChange} = this.#options;
		onChange?.(indexChange(change, this.#engine.catalog.epoch));
	}

	#onStranger(address: string, how: Stranger): void {
		this.#notices.stranger(address, how, this.#clock.date());
		this.#logEvent(address, {what: strangerWords[how], trouble: true});
	}

	#onFull(connections: number): void {
		// A flood is reported once in a while, not for each connection.
		if (this.#notices.full(connections, this.#clock.date())) {
			this.#logEvent('index server', {what: `all ${connections} connections are taken`, trouble: true});
		}
	}

	#logEvent(party: string, event: WireEvent): void {
		this.wire.addEvent({time: this.#clock.date(), party, ...event});
		this.#changed();
	}

	/** Notifies the listeners once for all changes in one turn of the event loop. */
	#changed(): void {
		if (this.#telling || this.#listeners.size === 0) return;
		this.#telling = setImmediate(() => {
			this.#telling = undefined;
			this.#tables.touch();
			for (const listener of this.#listeners) listener();
		});
	}

	/** Where others reach it. The machine may have moved to another network meanwhile. */
	#host(): string {
		const bound = this.#listener?.host ?? this.#options.host;
		if (!isWildcard(bound)) return bound;
		const now = this.#clock.now();
		if (!this.#outside || now - this.#outside.at > addressFreshMs) {
			this.#outside = {address: lanAddress(), at: now};
		}
		return this.#outside.address;
	}
}
