/**
 * Identifies peers: in 1.0 by Host, Port and source address, in 1.1 by name and Token (RFC 900001 and RFC 900002).
 * `presence.ts` and `reachability.ts`, which it starts, find out who is still there.
 */
import {randomBytes} from 'node:crypto';
import type {Fields} from '../protocol/message.ts';
import {ProtocolError} from '../protocol/status.ts';
import {hostOf} from '../protocol/values.ts';
import type {Agenda} from './agenda.ts';
import type {Catalog} from './catalog.ts';
import {ClassicPeer} from './classic-peer.ts';
import type {Client} from './client.ts';
import type {Clock} from './clock.ts';
import type {IndexPeer, PeerFacts} from './index-peer.ts';
import {freeName, nameTaken} from './name-taken.ts';
import {NamedPeer} from './named-peer.ts';
import type {Presence} from './presence.ts';
import type {Reachability} from './reachability.ts';
import {TemporaryError} from './temporary-error.ts';

export type MembersOptions = {
	readonly clock: Clock;
	readonly agenda: Agenda;
	readonly catalog: Catalog;
	readonly presence: Presence<ClassicPeer>;
	readonly reachability: Reachability<NamedPeer>;
	readonly leaseMs: number;
	readonly maxClassicPeersPerAddress: number;
	/** Called when a lease has expired, before the peer is removed. */
	readonly onLeaseEnd?: (peer: NamedPeer) => void;
};

/** The contents of a 1.1 JOIN. */
export type JoinFacts = Omit<PeerFacts, 'version' | 'joined'> & {readonly token?: string};

/**
 * How long a peer that has moved stays, in milliseconds: moving takes no more than a line to ask for, but with many records
 * it keeps everybody busy who watches, and a thousand records moved dozens of times in a turn keep all others waiting. At
 * most half a lease, in which it must not be lost.
 */
const stayFor = (records: number): number => (records < 100 ? 0 : Math.min(15_000, records));

const newToken = (): string => randomBytes(18).toString('base64url');

export class Members {
	readonly #options: MembersOptions;
	/** Number of 1.0 peers from each address. */
	readonly #classicCounts = new Map<string, number>();

	constructor(options: MembersOptions) {
		this.#options = options;
	}

	/** The 1.0 peer with this Host and Port on this connection, if present. */
	classic(host: string, port: number, client: Client): ClassicPeer | undefined {
		const peer = this.#options.catalog.peer(classicKey(host, port, client));
		return peer instanceof ClassicPeer ? peer : undefined;
	}

	/** The same peer, joined if it was not present. 400 when too many come from that address. */
	joinClassic(host: string, port: number, client: Client): ClassicPeer {
		return this.classic(host, port, client) ?? this.#admit(host, port, client);
	}

	/** Notes that a 1.0 peer uses this connection now: when it closes, the peer may be gone. */
	use(peer: ClassicPeer, client: Client): void {
		if (peer.connection === client) return;
		peer.connection?.peers.delete(peer);
		peer.connection = client;
		this.#options.presence.back(peer);
		this.#attach(peer, client);
	}

	/**
	 * Joins a 1.1 peer, or restores it with its records. 409 when another live peer has the name, 429 when it moves again
	 * too soon.
	 */
	join(wanted: JoinFacts, client: Client): {readonly peer: NamedPeer; readonly token: string} {
		const {token: sent, ...facts} = wanted;
		const live = this.named(wanted.host);
		const proven = live?.isProvenBy(sent) === true;
		if (live && !proven && (sent !== undefined || !live.connections.has(client))) throw this.#taken(live);
		const token = proven && sent !== undefined ? sent : newToken();
		const peer = live ?? this.#admitNamed(facts);
		if (live) this.#update(live, facts);
		if (!proven) peer.grant(token);
		peer.connections.add(client);
		this.#attach(peer, client);
		this.seen(peer);
		this.#options.reachability.watch(peer);
		return {peer, token};
	}

	/** The 1.1 peer with this name. */
	named(host: string): NamedPeer | undefined {
		const peer = this.#options.catalog.peer(namedKey(host));
		return peer instanceof NamedPeer ? peer : undefined;
	}

	/** The 1.1 peer that sent a request. 400 without a Host, 401 without proof: its Token, else the connection. */
	authenticate(fields: Fields, client: Client): NamedPeer {
		const peer = this.named(hostOf(fields));
		if (!peer) throw new ProtocolError(401, 'Nobody with this name is here: JOIN first.');
		const token = fields.get('Token');
		if (token === undefined ? !peer.connections.has(client) : !peer.isProvenBy(token)) {
			throw new ProtocolError(401, 'The Token is missing or is not the one that this name was given.');
		}
		client.joined = true;
		this.seen(peer);
		return peer;
	}

	/** Renews the lease with any request that carries a proof, even if it needs none. */
	notice(fields: Fields, client: Client): void {
		const token = fields.get('Token');
		const host = token === undefined ? undefined : fields.get('Host');
		const peer = host === undefined ? undefined : this.named(host);
		if (!peer?.isProvenBy(token)) return;
		client.joined = true;
		this.seen(peer);
	}

	seen(peer: IndexPeer): void {
		peer.seen = this.#options.clock.now();
	}

	/** Removes a peer with all its records. */
	leave(peer: IndexPeer): void {
		if (!peer.here) return;
		if (peer instanceof ClassicPeer) this.#forgetClassic(peer);
		if (peer instanceof NamedPeer) this.#forgetNamed(peer);
		this.#options.catalog.leave(peer);
	}

	/** To be called when a connection has closed. */
	closed(client: Client): void {
		client.gone = true;
		for (const peer of client.peers) {
			peer.seen = peer.lastSeen;
			if (peer instanceof NamedPeer) peer.connections.delete(client);
			if (peer instanceof ClassicPeer) {
				peer.connection = undefined;
				this.#options.presence.lost(peer);
			}
		}
		client.peers.clear();
	}

	/** Milliseconds until a peer's lease expires, if it stays silent. */
	leaseLeft(peer: NamedPeer): number {
		return Math.max(0, this.leaseEnd(peer) - this.#options.clock.now());
	}

	leaseEnd(peer: NamedPeer): number {
		return peer.lastSeen + this.#options.leaseMs;
	}

	#admit(host: string, port: number, client: Client): ClassicPeer {
		const {address} = client.remote;
		const count = this.#classicCounts.get(address) ?? 0;
		if (count >= this.#options.maxClassicPeersPerAddress) {
			throw new ProtocolError(400, `There are ${count} peers from ${address} already.`);
		}
		this.#classicCounts.set(address, count + 1);
		const joined = this.#options.clock.date();
		const peer = new ClassicPeer(classicKey(host, port, client), {host, address, port, version: '1.0', joined});
		this.seen(peer);
		this.#options.catalog.join(peer);
		return peer;
	}

	#admitNamed(facts: Omit<JoinFacts, 'token'>): NamedPeer {
		const joined = this.#options.clock.date();
		const peer = new NamedPeer(namedKey(facts.host), {...facts, version: '1.1', joined});
		this.seen(peer);
		this.#options.catalog.join(peer);
		this.#watchLease(peer);
		return peer;
	}

	#update(peer: NamedPeer, facts: Omit<JoinFacts, 'token'>): void {
		const {address, port, joined} = peer.facts;
		if (facts.address !== address || facts.port !== port) {
			const now = this.#options.clock.now();
			this.seen(peer);
			if (now < peer.staysUntil) {
				const retryAfter = Math.ceil((peer.staysUntil - now) / 1000);
				throw new TemporaryError(429, 'You have moved with all your records a moment ago.', {retryAfter});
			}
			peer.staysUntil = now + stayFor(peer.records.size);
			// The old findings are about the old place.
			this.#options.reachability.stop(peer);
			peer.reachable = undefined;
		}
		this.#options.catalog.update(peer, {...facts, version: '1.1', joined});
	}

	#watchLease(peer: NamedPeer): void {
		peer.cancelLease = this.#options.agenda.at(this.leaseEnd(peer), () => {
			if (this.leaseLeft(peer) > 0) {
				this.#watchLease(peer);
				return;
			}
			this.#options.onLeaseEnd?.(peer);
			this.leave(peer);
		});
	}

	#attach(peer: IndexPeer, client: Client): void {
		client.joined = true;
		client.peers.add(peer);
		// An answer may take its time: the connection can close before the peer is on it.
		if (client.gone) this.closed(client);
	}

	#forgetClassic(peer: ClassicPeer): void {
		const {address} = peer.facts;
		const count = (this.#classicCounts.get(address) ?? 1) - 1;
		if (count > 0) this.#classicCounts.set(address, count);
		else this.#classicCounts.delete(address);
		this.#options.presence.back(peer);
		peer.connection?.peers.delete(peer);
		peer.connection = undefined;
	}

	#forgetNamed(peer: NamedPeer): void {
		peer.cancelLease();
		this.#options.reachability.stop(peer);
		for (const connection of peer.connections) connection.peers.delete(peer);
		peer.connections.clear();
	}

	#taken(peer: NamedPeer): ProtocolError {
		const {host, joined} = peer.facts;
		const other = freeName(host, name => this.named(name) !== undefined);
		const now = this.#options.clock.date();
		return nameTaken({host, other, joinedAgo: Math.max(0, now - joined), leaseLeft: this.leaseLeft(peer)});
	}
}

// Hosts contain no white space, so keys are unique.
const namedKey = (host: string): string => `1.1 ${host}`;
const classicKey = (host: string, port: number, {remote}: Client): string => `1.0 ${host} ${port} ${remote.address}`;
