/** How a peer is put together behind its facade. */
import {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import type {Standing} from '../rfc/standing.ts';
import {hostPort} from '../text/address.ts';
import {FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import {FormerLife} from './former-life.ts';
import {ownAddress} from './identity.ts';
import {type IndexLink, openIndexLink} from './index-link.ts';
import {IndexSession} from './index-session.ts';
import {IndexView} from './index-view.ts';
import type {IndexWindowSource} from './index-window-source.ts';
import {Library} from './library.ts';
import type {Peer, PeerOptions, StartedPeer} from './peer-facade.ts';
import {initialFacts, type PeerEvent, reduce} from './peer-reducer.ts';
import type {AddRequest, Candidate, LibraryEntry, PeerFacts} from './peer-state.ts';
import {PeerTransfers} from './peer-transfers.ts';
import {besideMemory} from './places.ts';
import {ReadingPlaces} from './reading-places.ts';
import {StandingReader} from './standing-reader.ts';
import {systemName} from './system.ts';
import {startUploadServer, type UploadServer} from './upload-server.ts';

export type {Peer, PeerOptions, StartedPeer};

/** Starts a peer. Returns at once; sockets, files and joining follow, and the facts tell how they go. */
export const startPeer = (options: PeerOptions): StartedPeer => new RunningPeer(options);

const defaultGraceMs = 5000;

class RunningPeer implements StartedPeer {
	readonly listening: Promise<void>;
	readonly ready: Promise<void>;
	readonly wire = new WireLog();
	readonly #options: PeerOptions;
	readonly #listeners = new Set<() => void>();
	readonly #library: Library;
	readonly #transfers: PeerTransfers;
	readonly #standings: StandingReader;
	readonly #places: ReadingPlaces;
	readonly #os = systemName();
	#facts: PeerFacts;
	#uploads: UploadServer | undefined;
	#session: IndexSession | undefined;
	readonly #index: IndexView;
	/** The folders are read and the upload server listens. */
	#begun: Promise<unknown> = Promise.resolve();
	#closing: Promise<void> | undefined;

	constructor(options: PeerOptions) {
		this.#options = options;
		const {name, server, uploadPort, pace} = options;
		const place = hostPort(server.host, server.port);
		this.#facts = initialFacts({name, server: place, uploadPort, address: ownAddress(options), pace});
		this.#index = new IndexView({
			server,
			nextLink: async (before, signal) => (await this.#joining(signal)).nextLink(before, signal),
			proof: () => this.#session?.proof,
			wire: this.wire,
		});
		this.#library = new Library({
			...options,
			onChange: numbers => this.#onLibrary(numbers),
			onWarning: failure => this.#dispatch({kind: 'warning', failure}),
		});
		this.#transfers = new PeerTransfers({
			...{options, library: this.#library, index: this.#index, os: this.#os, wire: this.wire},
			facts: () => this.#facts,
			lookup: (rfc, signal) => this.lookup(rfc, signal),
			dispatch: event => this.#dispatch(event),
		});
		this.#standings = new StandingReader(this.#library, () => this.#dispatch({kind: 'standings'}));
		this.#places = new ReadingPlaces(besideMemory(options.memory, 'reading.json'), failure =>
			this.#dispatch({kind: 'warning', failure}),
		);
		this.listening = this.#listen();
		this.ready = this.#start();
		// Who does not wait for them sees in the facts what went wrong.
		this.listening.catch(() => {});
		this.ready.catch(() => {});
	}

	facts(): PeerFacts {
		return this.#facts;
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async lookup(rfc: number, signal: AbortSignal): Promise<readonly RfcRecord[]> {
		return (await this.#link(signal)).lookup(rfc, signal);
	}

	async list(signal: AbortSignal): Promise<readonly RfcRecord[]> {
		return (await this.#link(signal)).list(signal);
	}

	index(): IndexWindowSource | undefined {
		return this.#index.present ? this.#index : undefined;
	}

	library(): readonly LibraryEntry[] {
		return this.#library.entries();
	}

	has(rfc: number): boolean {
		return this.#library.entry(rfc) !== undefined;
	}

	inspect(file: string): Promise<Candidate> {
		return this.#library.inspect(file);
	}

	async add(request: AddRequest): Promise<LibraryEntry> {
		const entry = await this.#library.add(request);
		await this.#session?.update([entry.rfc]);
		return entry;
	}

	async remove(rfc: number): Promise<void> {
		this.#library.remove(rfc);
		await this.#session?.update([rfc]);
	}

	get = (record: RfcRecord): number => this.#transfers.downloads.get(record);
	drop = (id: number): void => this.#transfers.downloads.drop(id);
	pause = (id: number): void => this.#transfers.downloads.pause(id);
	resume = (id: number): void => this.#transfers.downloads.resume(id);
	retry = (id: number): void => this.#transfers.downloads.retry(id);
	retryAllFailed = (): void => this.#transfers.downloads.retryAllFailed();
	raise = (id: number): void => this.#transfers.downloads.raise(id);
	queue = (): readonly number[] => this.#transfers.downloads.queue;
	replace = (id: number): Promise<void> => this.#transfers.downloads.replace(id);
	want = (rfc: number): void => this.#transfers.wanted.add(rfc);
	unwant = (rfc: number): void => this.#transfers.wanted.remove(rfc);

	setPace(bytesPerSecond: number | undefined): void {
		this.#dispatch({kind: 'pace', pace: bytesPerSecond});
	}

	reconnect(): void {
		this.#session?.reconnect();
	}

	async read(rfc: number): Promise<string> {
		await this.#places.load();
		return this.#library.read(rfc);
	}

	placeIn = (rfc: number): number | undefined => this.#places.lineOf(rfc);
	rememberPlace = (rfc: number, line: number): void => this.#places.remember(rfc, line);

	standingOf(rfc: number): Standing {
		return this.#standings.of(rfc);
	}

	close(graceMs = defaultGraceMs): Promise<void> {
		if (this.#closing) void this.#uploads?.close(0);
		this.#closing ??= this.#close(graceMs);
		return this.#closing;
	}

	async #start(): Promise<void> {
		const begun = Promise.all([this.#library.start(), this.listening, this.#transfers.wanted.start()]);
		this.#begun = begun.catch(() => {});
		try {
			await begun;
		} catch (error) {
			const reason = reasonOf(error);
			const failure = error instanceof FailureError ? error.failure : ({kind: 'unexpected', reason} as const);
			this.#dispatch({kind: 'warning', failure});
			this.#dispatch({kind: 'session', session: {kind: 'left'}});
			throw error;
		}
		if (this.#closing) {
			// It was told to end before it had begun.
			await this.#library.stop();
			return;
		}
		this.#session = this.#newSession();
		this.#index.start();
		await this.#session.start();
	}

	async #listen(): Promise<void> {
		const {uploadHost, uploadPort, uploadSlots, uploadRate, headDelayMs} = this.#options;
		this.#uploads = await startUploadServer({
			host: uploadHost,
			port: uploadPort,
			find: rfc => this.#sharedEntry(rfc),
			os: this.#os,
			wire: this.wire,
			onUploads: news => this.#dispatch({kind: 'uploads', ...news}),
			pace: () => this.#facts.pace,
			rate: () => uploadRate,
			...(uploadSlots === undefined ? {} : {slots: uploadSlots}),
			...(headDelayMs === undefined ? {} : {headDelayMs}),
		});
		this.#dispatch({kind: 'listening', port: this.#uploads.port});
		if (this.#closing) await this.#uploads.close(0);
	}

	#newSession(): IndexSession {
		const {name, server, protocol, address, agent, uploadHost} = this.#options;
		const uploadPort = this.#facts.uploadPort;
		return new IndexSession({
			server,
			identity: {name, uploadPort, uploadHost, address, os: this.#os, agent},
			openLink: () => openIndexLink({...server, protocol, wire: this.wire}),
			shared: () => this.#library.entries().filter(({shared}) => shared),
			sharedEntry: rfc => this.#sharedEntry(rfc),
			digested: rfc => this.#library.digested(rfc),
			former: new FormerLife(besideMemory(this.#options.memory, 'session.json'), hostPort(server.host, server.port)),
			onState: session => {
				const before = this.#facts.session.kind;
				this.#dispatch({kind: 'session', session});
				if (session.kind === 'joined' && before !== 'joined') void this.#transfers.joined();
			},
			onAddress: seen => this.#dispatch({kind: 'address', address: seen}),
			onWarning: failure => this.#dispatch({kind: 'warning', failure}),
		});
	}

	#sharedEntry(rfc: number): LibraryEntry | undefined {
		const entry = this.#library.entry(rfc);
		return entry?.shared ? entry : undefined;
	}

	/** The link to the index, once there is one. Rejects with a `FailureError` when there is none now, or when `signal` aborts. */
	async #link(signal: AbortSignal): Promise<IndexLink> {
		return (await this.#joining(signal)).link(signal);
	}

	/** While the folders are read nobody has tried to join yet. */
	async #joining(signal: AbortSignal): Promise<IndexSession> {
		if (!this.#session) await Promise.race([this.#begun, aborted(signal)]);
		if (!this.#session) throw new FailureError({kind: 'not-joined'});
		return this.#session;
	}

	#onLibrary(numbers: ReadonlySet<number>): void {
		const entries = this.#library.entries();
		const shared = entries.reduce((count, entry) => count + (entry.shared ? 1 : 0), 0);
		this.#dispatch({kind: 'library', shared, notShared: entries.length - shared});
		void this.#session?.update(numbers);
		this.#standings.changed(numbers);
	}

	async #close(graceMs: number): Promise<void> {
		this.#standings.stop();
		await Promise.all([
			this.#session?.leave(),
			this.#index.stop(),
			this.#transfers.close(),
			this.#uploads?.close(graceMs),
		]);
		await Promise.all([this.#library.stop(), this.#places.saved()]);
		this.#dispatch({kind: 'session', session: {kind: 'left'}});
	}

	#dispatch(event: PeerEvent): void {
		this.#facts = reduce(this.#facts, event);
		for (const listener of this.#listeners) listener();
	}
}

/** Rejects when the signal aborts. */
const aborted = (signal: AbortSignal): Promise<never> =>
	new Promise((_resolve, reject) => {
		if (signal.aborted) reject(signal.reason);
		signal.addEventListener('abort', () => reject(signal.reason), {once: true});
	});
