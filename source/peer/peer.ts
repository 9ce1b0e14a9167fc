/** Assembles a peer behind its facade. */

import {setImmediate as turn} from 'node:timers/promises';
import type {Endpoint} from '../net/addresses.ts';
import {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import type {Standing} from '../rfc/standing.ts';
import {hostPort} from '../text/address.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import {Owner} from './disk/owner.ts';
import {FolderNote} from './folder-note.ts';
import {ownAddress} from './index/identity.ts';
import type {IndexWindowSource} from './index/index-window-source.ts';
import {Library} from './library/library.ts';
import {ReadingPlaces} from './library/reading-places.ts';
import {addSamples} from './library/samples.ts';
import {StandingReader} from './library/standing-reader.ts';
import type {Peer, PeerOptions, StartedPeer, Unfinished} from './peer-facade.ts';
import {PeerIndex, sharedEntry} from './peer-index.ts';
import {initialFacts, type PeerEvent, reduce} from './peer-reducer.ts';
import type {AddRequest, Announced, Candidate, LibraryEntry, PeerFacts} from './peer-state.ts';
import {PeerTransfers} from './peer-transfers.ts';
import {besideMemory} from './places.ts';
import {systemName} from './system.ts';
import {startUploadServer, type UploadServer} from './upload/upload-server.ts';

export type {Peer, PeerOptions, StartedPeer};

/** Starts a peer. Returns at once; sockets, files and joining follow, and the facts show how they go. */
export const startPeer = (options: PeerOptions): StartedPeer => new RunningPeer(options);

const defaultGraceMs = 5000;

class RunningPeer implements StartedPeer {
	readonly listening: Promise<void>;
	readonly ready: Promise<Announced>;
	readonly wire = new WireLog();
	readonly #options: PeerOptions;
	readonly #listeners = new Set<() => void>();
	readonly #library: Library;
	readonly #index: PeerIndex;
	readonly #transfers: PeerTransfers;
	readonly #standings: StandingReader;
	readonly #places: ReadingPlaces;
	readonly #note: FolderNote;
	readonly #owner: Owner;
	readonly #os = systemName();
	#facts: PeerFacts;
	#uploads: UploadServer | undefined;
	#closing: Promise<void> | undefined;

	constructor(options: PeerOptions) {
		this.#options = options;
		const {name, server, key, uploadPort, pace, rfcs, samples, memory} = options;
		const place = hostPort(server.host, server.port);
		const network = key?.identity;
		const about = {name, server: place, network, uploadPort, pace, rfcs, samples, memory};
		this.#facts = initialFacts({...about, address: ownAddress(options)});
		const owner = new Owner(memory, () => this.#dispatch({kind: 'warning', failure: {kind: 'name-may-run', name}}));
		this.#owner = owner;
		this.#library = new Library({
			...options,
			owner,
			onChange: numbers => this.#onLibrary(numbers),
			onWarning: failure => this.#dispatch({kind: 'warning', failure}),
		});
		// The current turn belongs to the caller: a screen draws its first frame in it.
		this.listening = turn().then(() => this.#begin());
		const dispatch = (event: PeerEvent) => this.#dispatch(event);
		const shared = {options, library: this.#library, os: this.#os, wire: this.wire, dispatch};
		// What is wanted may be in a folder that is still being read.
		const onJoined = () => void this.#library.complete().then(() => this.#closing || this.#transfers.joined());
		this.#index = new PeerIndex({...shared, onJoined, begun: this.listening.catch(() => {})});
		this.#transfers = new PeerTransfers({
			...shared,
			owner,
			index: this.#index.view,
			facts: () => this.#facts,
			lookup: (rfc, signal) => this.lookup(rfc, signal),
		});
		this.#standings = new StandingReader(this.#library, () => this.#dispatch({kind: 'standings'}));
		const warn = (failure: Failure) => this.#dispatch({kind: 'warning', failure});
		this.#places = new ReadingPlaces(besideMemory(memory, 'reading.json'), warn, owner);
		this.#note = new FolderNote(options, warn);
		this.ready = this.#start();
		// Callers that do not wait see failures in the facts.
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
		return (await this.#index.link(signal)).lookup(rfc, signal);
	}

	async list(signal: AbortSignal): Promise<readonly RfcRecord[]> {
		return (await this.#index.link(signal)).list(signal);
	}

	index(): IndexWindowSource | undefined {
		return this.#index.view.present ? this.#index.view : undefined;
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
		await this.#index.update([entry.rfc]);
		return entry;
	}

	addSamples = (): Promise<readonly LibraryEntry[]> => addSamples(this, this.#options.samples);

	async remove(rfc: number): Promise<void> {
		this.#library.remove(rfc);
		await this.#index.update([rfc]);
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
		this.#index.reconnect();
	}

	async read(rfc: number): Promise<string> {
		await this.#places.load();
		return this.#library.read(rfc);
	}

	placeIn = (rfc: number): number | undefined => this.#places.lineOf(rfc);
	rememberPlace = (rfc: number, line: number): void => this.#places.remember(rfc, line);

	answerMs = (place: Endpoint): number | undefined => this.#transfers.downloads.answerMs(place);
	standingOf = (rfc: number): Standing => this.#standings.of(rfc);

	tellUploads = (): void => this.#uploads?.tellNow();
	unfinished = (): Promise<Unfinished> => this.#transfers.unfinished();

	close(graceMs = defaultGraceMs): Promise<void> {
		if (this.#closing) void this.#uploads?.close(0);
		this.#closing ??= this.#close(graceMs);
		return this.#closing;
	}

	async #begin(): Promise<void> {
		const {name, memory} = this.#options;
		const isOurs = memory === undefined || (await this.#owner.isOurs());
		if (this.#closing) return;
		if (!isOurs) this.#dispatch({kind: 'warning', failure: {kind: 'name-runs', name}});
		// Before its folders are read, it would tell those who ask that it has nothing.
		await Promise.all([this.#library.start().then(() => this.#listen()), this.#transfers.start()]);
	}

	async #start(): Promise<Announced> {
		try {
			await this.listening;
		} catch (error) {
			const reason = reasonOf(error);
			const failure = error instanceof FailureError ? error.failure : ({kind: 'unexpected', reason} as const);
			this.#dispatch({kind: 'warning', failure});
			this.#dispatch({kind: 'session', session: {kind: 'left'}});
			throw error;
		}
		if (this.#closing) {
			// It was closed before it had started.
			await this.#library.stop();
			return {refused: 0};
		}
		void this.#note.write();
		void this.#library.downloads.trouble().then(failure => {
			if (failure !== undefined) this.#dispatch({kind: 'warning', failure});
		});
		await this.#index.start(this.#facts.uploadPort);
		return this.#index.announced();
	}

	async #listen(): Promise<void> {
		const {uploadHost, uploadPort, orNextPort, key, uploadSlots, uploadRate, headDelayMs} = this.#options;
		this.#uploads = await startUploadServer({
			host: uploadHost,
			port: uploadPort,
			orNext: orNextPort,
			key,
			find: rfc => sharedEntry(this.#library, rfc),
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

	#onLibrary(numbers: ReadonlySet<number>): void {
		this.#dispatch({kind: 'library', ...this.#library.counts});
		void this.#index.update(numbers);
		this.#standings.changed(numbers);
	}

	async #close(graceMs: number): Promise<void> {
		this.#standings.stop();
		this.#owner.hurry();
		await Promise.all([this.#index.close(), this.#transfers.close(), this.#uploads?.close(graceMs)]);
		await Promise.all([this.#library.stop(), this.#places.saved(), this.#note.remove()]);
		await this.#owner.release();
		this.#dispatch({kind: 'session', session: {kind: 'left'}});
	}

	#dispatch(event: PeerEvent): void {
		this.#facts = reduce(this.#facts, event);
		for (const listener of this.#listeners) listener();
	}
}
