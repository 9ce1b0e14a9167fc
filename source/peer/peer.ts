/** The facade of a running peer: everything that screens and commands ask of it, and how it is put together. */
import {isWildcard, lanAddress} from '../net/addresses.ts';
import {WireLog} from '../net/wire-log.ts';
import type {RfcRecord, Version} from '../protocol/message.ts';
import {hostPort} from '../text/address.ts';
import {FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import {Downloads} from './downloads.ts';
import {openIndexLink} from './index-link.ts';
import {IndexSession} from './index-session.ts';
import {Library} from './library.ts';
import {initialFacts, type PeerEvent, reduce} from './peer-reducer.ts';
import type {AddRequest, Candidate, LibraryEntry, PeerFacts} from './peer-state.ts';
import {systemName} from './system.ts';
import {startUploadServer, type UploadServer} from './upload-server.ts';

export interface Peer {
	facts(): PeerFacts;
	/** Calls `listener` after each change of the facts. Returns the way to stop that. */
	subscribe(listener: () => void): () => void;
	readonly wire: WireLog;

	/** Who holds RFC `rfc`; empty when nobody does. Rejects with a `FailureError`, or when `signal` aborts. */
	lookup(rfc: number, signal: AbortSignal): Promise<readonly RfcRecord[]>;
	/** Every record of the index. Rejects as `lookup` does. */
	list(signal: AbortSignal): Promise<readonly RfcRecord[]>;

	/** Documents of the folders, by number. */
	library(): readonly LibraryEntry[];
	has(rfc: number): boolean;
	/** What is known of a file that the person names: number from its name, title from its text. Rejects with a `FailureError`. */
	inspect(file: string): Promise<Candidate>;
	/** Shares a document and tells the index. Rejects with a `FailureError`. */
	add(request: AddRequest): Promise<LibraryEntry>;
	/** Takes a document back from the index; the file stays, and is not shared at the next start either. Rejects with a `FailureError`. */
	remove(rfc: number): Promise<void>;

	/** Begins a download and returns its id; how it goes on is told in the facts. */
	get(record: RfcRecord): number;
	/** Stops a running download; takes a finished or failed one off the list. */
	drop(id: number): void;
	/** Begins a failed or cancelled download again. */
	retry(id: number): void;
	/** Lets a finished download whose bytes differ take the place of the file that was there. */
	replace(id: number): Promise<void>;
	/** Bytes a second for each transfer from now on; undefined is full speed. */
	setPace(bytesPerSecond: number | undefined): void;
	/** Tries the index server now instead of at the end of the waiting time. */
	reconnect(): void;

	/** The text of a document of the folders. Rejects with a `FailureError`. */
	read(rfc: number): Promise<string>;

	/** Leaves the index, gives running uploads up to `graceMs` (default 5000), and ends. Never rejects; a second call ends at once. */
	close(graceMs?: number): Promise<void>;
}

/** A peer that was just started. */
export interface StartedPeer extends Peer {
	/** Resolves when the upload server listens, at the port that the facts then tell. Rejects with a `FailureError` when it cannot. */
	readonly listening: Promise<void>;
	/**
	 * Resolves when everything shared was announced for the first time. Rejects with the `FailureError` of what went wrong:
	 * a port in use or a folder that cannot be read ends the start; without a server, or with a name that is taken, the peer
	 * goes on trying, as its facts tell.
	 */
	readonly ready: Promise<void>;
}

export type PeerOptions = {
	readonly name: string;
	readonly server: {readonly host: string; readonly port: number};
	/** `1.0` speaks nothing else. */
	readonly protocol?: Version | undefined;
	/** Where the upload server listens: `::` is everywhere. */
	readonly uploadHost: string;
	/** 0 picks a free one. */
	readonly uploadPort: number;
	/** The address that others are to connect to, where the person gave one. */
	readonly address?: string | undefined;
	/** The folder that is shared and never written to. */
	readonly rfcs?: string | undefined;
	/** The folder for downloads; `placesOf` in `library.ts` knows the usual one. */
	readonly downloads: string;
	/** The file that remembers what was removed; nothing is remembered without. */
	readonly memory?: string | undefined;
	/** False shares nothing but what is added. */
	readonly shareAll?: boolean | undefined;
	/** Bytes a second for each transfer; undefined is full speed. */
	readonly pace?: number | undefined;
	/** Program and version, for instance `p2pci/0.1.0`. */
	readonly agent: string;
	/** Between a 1.0 head and its data, in milliseconds; the upload server's default unless said. */
	readonly headDelayMs?: number;
};

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
	readonly #downloads: Downloads;
	readonly #os = systemName();
	#facts: PeerFacts;
	#uploads: UploadServer | undefined;
	#session: IndexSession | undefined;
	#closing: Promise<void> | undefined;

	constructor(options: PeerOptions) {
		this.#options = options;
		const {name, server, uploadPort, pace} = options;
		const place = hostPort(server.host, server.port);
		this.#facts = initialFacts({name, server: place, uploadPort, address: ownAddress(options), pace});
		this.#library = new Library({
			...options,
			onChange: numbers => this.#onLibrary(numbers),
			onWarning: failure => this.#dispatch({kind: 'warning', failure}),
		});
		this.#downloads = new Downloads({
			library: this.#library,
			name,
			os: this.#os,
			wire: this.wire,
			pace: () => this.#facts.pace,
			onDownload: download => this.#dispatch({kind: 'download', download}),
			onDropped: id => this.#dispatch({kind: 'download-dropped', id}),
			isOwn: ({host, port}) => host === name && port === this.#facts.uploadPort,
		});
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
		return (await this.#joined().link(signal)).lookup(rfc, signal);
	}

	async list(signal: AbortSignal): Promise<readonly RfcRecord[]> {
		return (await this.#joined().link(signal)).list(signal);
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

	get(record: RfcRecord): number {
		return this.#downloads.get(record);
	}

	drop(id: number): void {
		this.#downloads.drop(id);
	}

	retry(id: number): void {
		this.#downloads.retry(id);
	}

	replace(id: number): Promise<void> {
		return this.#downloads.replace(id);
	}

	setPace(bytesPerSecond: number | undefined): void {
		this.#dispatch({kind: 'pace', pace: bytesPerSecond});
	}

	reconnect(): void {
		this.#session?.reconnect();
	}

	read(rfc: number): Promise<string> {
		return this.#library.read(rfc);
	}

	close(graceMs = defaultGraceMs): Promise<void> {
		if (this.#closing) void this.#uploads?.close(0);
		this.#closing ??= this.#close(graceMs);
		return this.#closing;
	}

	async #start(): Promise<void> {
		try {
			await Promise.all([this.#library.start(), this.listening]);
		} catch (error) {
			const failure = error instanceof FailureError ? error.failure : unexpected(error);
			this.#dispatch({kind: 'warning', failure});
			this.#dispatch({kind: 'session', session: {kind: 'left'}});
			throw error;
		}
		if (this.#closing) return;
		this.#session = this.#newSession();
		await this.#session.start();
	}

	async #listen(): Promise<void> {
		const {uploadHost, uploadPort, headDelayMs} = this.#options;
		this.#uploads = await startUploadServer({
			host: uploadHost,
			port: uploadPort,
			open: rfc => this.#library.openShared(rfc),
			os: this.#os,
			wire: this.wire,
			onUpload: upload => this.#dispatch({kind: 'upload', upload}),
			pace: () => this.#facts.pace,
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
			sharedEntry: rfc => {
				const entry = this.#library.entry(rfc);
				return entry?.shared ? entry : undefined;
			},
			onState: session => this.#dispatch({kind: 'session', session}),
			onAddress: seen => this.#dispatch({kind: 'address', address: seen}),
			onWarning: failure => this.#dispatch({kind: 'warning', failure}),
		});
	}

	#joined(): IndexSession {
		if (!this.#session) throw new FailureError({kind: 'not-joined'});
		return this.#session;
	}

	#onLibrary(numbers: ReadonlySet<number>): void {
		const entries = this.#library.entries();
		const shared = entries.reduce((count, entry) => count + (entry.shared ? 1 : 0), 0);
		this.#dispatch({kind: 'library', shared, notShared: entries.length - shared});
		void this.#session?.update(numbers);
	}

	async #close(graceMs: number): Promise<void> {
		await Promise.all([this.#session?.leave(), this.#downloads.close(), this.#uploads?.close(graceMs)]);
		await this.#library.stop();
		this.#dispatch({kind: 'session', session: {kind: 'left'}});
	}

	#dispatch(event: PeerEvent): void {
		this.#facts = reduce(this.#facts, event);
		for (const listener of this.#listeners) listener();
	}
}

const unexpected = (error: unknown) => ({kind: 'unexpected', reason: reasonOf(error)}) as const;

const ownAddress = ({address, uploadHost}: PeerOptions): string =>
	address ?? (isWildcard(uploadHost) ? lanAddress() : uploadHost);
