/** A peer's side of the index: its session with the index server, and the live copy of the index. */
import type {WireLog} from '../net/wire-log.ts';
import {hostPort} from '../text/address.ts';
import {FailureError} from '../text/failures.ts';
import {type IndexLink, openIndexLink} from './index/index-link.ts';
import {IndexSession} from './index/index-session.ts';
import {IndexView} from './index/index-view.ts';
import {TokenStore} from './index/token-store.ts';
import type {Library} from './library/library.ts';
import type {PeerOptions} from './peer-facade.ts';
import type {PeerEvent} from './peer-reducer.ts';
import type {Announced, LibraryEntry, SessionState} from './peer-state.ts';
import {besideMemory} from './places.ts';

export type PeerIndexOptions = {
	readonly options: PeerOptions;
	readonly library: Library;
	readonly os: string;
	readonly wire: WireLog;
	readonly dispatch: (event: PeerEvent) => void;
	/** Called each time the peer has joined. */
	readonly onJoined: () => void;
	/** Settles when `start` was called, or never will be. */
	readonly begun: Promise<unknown>;
};

export class PeerIndex {
	/** The live copy of the index. */
	readonly view: IndexView;
	readonly #options: PeerIndexOptions;
	#session: IndexSession | undefined;
	/** The address that the server sees instead of the one that the person gave. */
	#seen: string | undefined;
	#state: SessionState['kind'] = 'connecting';

	constructor(options: PeerIndexOptions) {
		this.#options = options;
		this.view = new IndexView({
			server: {...options.options.server, key: options.options.key},
			nextLink: async (before, signal) => (await this.#joining(signal)).nextLink(before, signal),
			proof: () => this.#session?.proof,
			wire: options.wire,
			onTooLarge: failure => options.dispatch({kind: 'warning', failure}),
		});
	}

	/** Joins and announces everything. Rejects with the `FailureError` of the first attempt; retries continue. */
	start(uploadPort: number): Promise<void> {
		this.#session = this.#newSession(uploadPort);
		this.view.start();
		return this.#session.start();
	}

	/** The joined link, once there is one. Rejects with a `FailureError` when there is none, or when `signal` aborts. */
	async link(signal: AbortSignal): Promise<IndexLink> {
		return (await this.#joining(signal)).link(signal);
	}

	/** Brings the server up to date about these documents. */
	async update(numbers: Iterable<number>): Promise<void> {
		await this.#session?.update(numbers);
	}

	/** Resolves when the folders have been read and the server has answered everything that it was told of them. */
	async announced(): Promise<Announced> {
		await this.#options.library.complete();
		return (await this.#session?.announced()) ?? {refused: 0};
	}

	/** Tries to connect now instead of waiting. */
	reconnect(): void {
		this.#session?.reconnect();
	}

	/** Leaves the index. Never rejects, and takes a second at most. */
	async close(): Promise<void> {
		await Promise.all([this.#session?.leave(), this.view.stop()]);
	}

	/** While the folders are being read, nobody has tried to join yet. */
	async #joining(signal: AbortSignal): Promise<IndexSession> {
		if (!this.#session) await Promise.race([this.#options.begun, aborted(signal)]);
		if (!this.#session) throw new FailureError({kind: 'not-joined'});
		return this.#session;
	}

	#newSession(uploadPort: number): IndexSession {
		const {options, library, os, wire, dispatch} = this.#options;
		const {name, server, protocol, key, address, agent, uploadHost, memory} = options;
		return new IndexSession({
			server,
			identity: {name, uploadPort, uploadHost, address, os, agent},
			openLink: spokeNamed => openIndexLink({...server, key, protocol, spokeNamed, wire}),
			shared: () => library.entries().filter(({shared}) => shared),
			sharedEntry: rfc => sharedEntry(library, rfc),
			digested: rfc => library.digested(rfc),
			tokens: new TokenStore(besideMemory(memory, 'session.json'), hostPort(server.host, server.port)),
			onState: session => this.#onState(session),
			onAddress: seen => this.#onAddress(seen),
			onWarning: failure => dispatch({kind: 'warning', failure}),
		});
	}

	/** Said once: the server sees the same after each lost connection. */
	#onAddress(seen: string): void {
		const {options, dispatch} = this.#options;
		const {address: given} = options;
		dispatch({kind: 'address', address: seen});
		if (given === undefined || given === seen || seen === this.#seen) return;
		this.#seen = seen;
		dispatch({kind: 'warning', failure: {kind: 'address-unused', given, seen}});
	}

	#onState(session: SessionState): void {
		const before = this.#state;
		this.#state = session.kind;
		this.#options.dispatch({kind: 'session', session});
		if (session.kind === 'joined' && before !== 'joined') this.#options.onJoined();
	}
}

/** The entry of a document while it is shared. */
export function sharedEntry(library: Library, rfc: number): LibraryEntry | undefined {
	const entry = library.entry(rfc);
	return entry?.shared ? entry : undefined;
}

/** Rejects when the signal aborts. */
const aborted = (signal: AbortSignal): Promise<never> =>
	new Promise((_resolve, reject) => {
		if (signal.aborted) reject(signal.reason);
		signal.addEventListener('abort', () => reject(signal.reason), {once: true});
	});
