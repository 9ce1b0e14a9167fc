/**
 * Who is who: 1.0 peers by Host, Port and source address, 1.1 peers by name and Token (PROTOCOL.md 2 and 3).
 * Who is still here is told by `presence.ts` and `reachability.ts`, which this sets to work.
 */
import {createHash, randomBytes, timingSafeEqual} from 'node:crypto';
import type {Fields} from '../protocol/message.ts';
import {ProtocolError} from '../protocol/status.ts';
import {hostOf} from '../protocol/values.ts';
import type {Agenda} from './agenda.ts';
import type {Asker} from './asker.ts';
import type {Catalog} from './catalog.ts';
import type {Clock} from './clock.ts';
import {IndexPeer, type PeerFacts} from './index-peer.ts';
import {nameTaken} from './name-taken.ts';
import type {Presence} from './presence.ts';
import type {Reachability} from './reachability.ts';

export class ClassicPeer extends IndexPeer {
	/** The connection that it last used for ADD, REMOVE or JOIN, while that is open. */
	connection: Asker | undefined;

	override get lastSeen(): number {
		return Math.max(this.seen, this.connection?.seen ?? 0);
	}
}

export class NamedPeer extends IndexPeer {
	tokenHash: Buffer = Buffer.alloc(0);
	/** The open connections on which it joined. */
	readonly connections = new Set<Asker>();
	cancelLease: () => void = () => {};

	override get lastSeen(): number {
		let last = this.seen;
		for (const {seen} of this.connections) last = Math.max(last, seen);
		return last;
	}
}

export type MembersOptions = {
	readonly clock: Clock;
	readonly agenda: Agenda;
	readonly catalog: Catalog;
	readonly presence: Presence<ClassicPeer>;
	readonly reachability: Reachability<NamedPeer>;
	readonly leaseMs: number;
	readonly maxClassicPeersPerAddress: number;
	/** Called when a lease has ended, before the peer goes. */
	readonly onLeaseEnd?: (peer: NamedPeer) => void;
};

/** What a JOIN of 1.1 says. */
export type Wish = Omit<PeerFacts, 'version' | 'joined'> & {readonly token?: string};

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const newToken = (): string => randomBytes(18).toString('base64url');
const proves = (peer: NamedPeer, token: string | undefined): boolean =>
	token !== undefined && timingSafeEqual(hashOf(token), peer.tokenHash);

export class Members {
	readonly #options: MembersOptions;
	/** How many 1.0 peers came from an address. */
	readonly #classicCounts = new Map<string, number>();

	constructor(options: MembersOptions) {
		this.#options = options;
	}

	/** The 1.0 peer that sends this Host and Port on this connection, if it is here. */
	classic(host: string, port: number, asker: Asker): ClassicPeer | undefined {
		const peer = this.#options.catalog.peer(classicKey(host, port, asker));
		return peer instanceof ClassicPeer ? peer : undefined;
	}

	/** That peer, joined if it was not. 400 when too many came from there. */
	joinClassic(host: string, port: number, asker: Asker): ClassicPeer {
		return this.classic(host, port, asker) ?? this.#admit(host, port, asker);
	}

	/** A 1.0 peer uses this connection now: its close will be the sign that the peer may be gone. */
	use(peer: ClassicPeer, asker: Asker): void {
		if (peer.connection === asker) return;
		peer.connection?.peers.delete(peer);
		peer.connection = asker;
		this.#options.presence.back(peer);
		this.#attach(peer, asker);
	}

	/** Joins a 1.1 peer, or takes it back with its records. 409 when a live peer has the name and this is not it. */
	join(wish: Wish, asker: Asker): {readonly peer: NamedPeer; readonly token: string} {
		const {token: sent, ...facts} = wish;
		const live = this.named(wish.host);
		const proven = live !== undefined && proves(live, sent);
		if (live && !proven && (sent !== undefined || !live.connections.has(asker))) throw this.#taken(live);
		const token = proven && sent !== undefined ? sent : newToken();
		const peer = live ?? this.#admitNamed(facts);
		if (live) this.#update(live, facts);
		if (!proven) peer.tokenHash = hashOf(token);
		peer.connections.add(asker);
		this.#attach(peer, asker);
		this.seen(peer);
		this.#options.reachability.watch(peer);
		return {peer, token};
	}

	/** The 1.1 peer with this name. */
	named(host: string): NamedPeer | undefined {
		const peer = this.#options.catalog.peer(namedKey(host));
		return peer instanceof NamedPeer ? peer : undefined;
	}

	/** The 1.1 peer that a request comes from. 400 without a Host, 401 unless the Token or the connection proves it. */
	authenticate(fields: Fields, asker: Asker): NamedPeer {
		const host = hostOf(fields);
		const peer = this.named(host);
		if (!peer) throw new ProtocolError(401, 'Nobody with this name is here: JOIN first.');
		if (!peer.connections.has(asker) && !proves(peer, fields.get('Token'))) {
			throw new ProtocolError(401, 'The Token is missing or is not the one that this name was given.');
		}
		asker.joined = true;
		this.seen(peer);
		return peer;
	}

	/** A request that needs no proof renews a lease all the same when it brings one. */
	notice(fields: Fields, asker: Asker): void {
		const token = fields.get('Token');
		const host = token === undefined ? undefined : fields.get('Host');
		const peer = host === undefined ? undefined : this.named(host);
		if (!peer || !proves(peer, token)) return;
		asker.joined = true;
		this.seen(peer);
	}

	seen(peer: IndexPeer): void {
		peer.seen = this.#options.clock.now();
	}

	/** Takes a peer out with all its records. */
	leave(peer: IndexPeer): void {
		if (!peer.here) return;
		if (peer instanceof ClassicPeer) this.#forgetClassic(peer);
		if (peer instanceof NamedPeer) this.#forgetNamed(peer);
		this.#options.catalog.leave(peer);
	}

	/** A connection has closed. */
	closed(asker: Asker): void {
		asker.gone = true;
		for (const peer of asker.peers) {
			peer.seen = peer.lastSeen;
			if (peer instanceof NamedPeer) peer.connections.delete(asker);
			if (peer instanceof ClassicPeer) {
				peer.connection = undefined;
				this.#options.presence.lost(peer);
			}
		}
		asker.peers.clear();
	}

	/** Milliseconds until a peer's lease ends, if nothing comes from it. */
	leaseLeft(peer: NamedPeer): number {
		return Math.max(0, this.leaseEnd(peer) - this.#options.clock.now());
	}

	leaseEnd(peer: NamedPeer): number {
		return peer.lastSeen + this.#options.leaseMs;
	}

	#admit(host: string, port: number, asker: Asker): ClassicPeer {
		const {address} = asker.remote;
		const count = this.#classicCounts.get(address) ?? 0;
		if (count >= this.#options.maxClassicPeersPerAddress) {
			throw new ProtocolError(400, `There are ${count} peers from ${address} already.`);
		}
		this.#classicCounts.set(address, count + 1);
		const joined = this.#options.clock.now();
		const peer = new ClassicPeer(classicKey(host, port, asker), {host, address, port, version: '1.0', joined});
		this.#options.catalog.join(peer);
		return peer;
	}

	#admitNamed(facts: Omit<Wish, 'token'>): NamedPeer {
		const peer = new NamedPeer(namedKey(facts.host), {
			...facts,
			version: '1.1',
			joined: this.#options.clock.now(),
		});
		this.#options.catalog.join(peer);
		this.#watchLease(peer);
		return peer;
	}

	#update(peer: NamedPeer, facts: Omit<Wish, 'token'>): void {
		const {address, port, joined} = peer.facts;
		if (facts.address !== address || facts.port !== port) {
			// What is known is about the old place.
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

	#attach(peer: IndexPeer, asker: Asker): void {
		asker.joined = true;
		asker.peers.add(peer);
		// An answer may take its time: the connection can be closed before the peer is on it.
		if (asker.gone) this.closed(asker);
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
		let number = 2;
		while (this.named(`${host}-${number}`)) number++;
		const now = this.#options.clock.now();
		return nameTaken({host, other: `${host}-${number}`, joinedAgo: now - joined, leaseLeft: this.leaseLeft(peer)});
	}
}

// Hosts hold no white space, so no two peers make the same key.
const namedKey = (host: string): string => `1.1 ${host}`;
const classicKey = (host: string, port: number, {remote}: Asker): string => `1.0 ${host} ${port} ${remote.address}`;
