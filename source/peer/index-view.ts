/**
 * What this peer knows of the whole index: listed once, and kept up to date by a connection that watches it.
 *
 *   absent -> filling -> live <-> stale
 *      ^---- a server that knows no WATCH (1.0)
 */
import {setTimeout as sleep} from 'node:timers/promises';
import {ForeignError} from '../net/client.ts';
import {watchIndex} from '../net/watch-client.ts';
import type {WireLog} from '../net/wire-log.ts';
import type {TableWindow, WindowQuery} from '../order/table-view.ts';
import type {PeerRecord, RfcRecord, WatchEvent} from '../protocol/message.ts';
import {backoff} from './backoff.ts';
import type {IndexLink} from './index-link.ts';
import {IndexTable} from './index-table.ts';
import type {IndexWindowSource, RfcRow} from './index-window-source.ts';

import {Listeners} from './listeners.ts';
import {ReachPoll} from './reach-poll.ts';

export type {IndexWindowSource} from './index-window-source.ts';

export type IndexViewOptions = {
	readonly server: {readonly host: string; readonly port: number};
	/** A link that is joined and not the one given, as soon as there is one. */
	readonly nextLink: (before: IndexLink | undefined, signal: AbortSignal) => Promise<IndexLink>;
	/** Who watches. */
	readonly proof: () => {readonly host: string; readonly token: string} | undefined;
	readonly wire?: WireLog | undefined;
};

/** So long at most a new list is put off, so that not all who missed something ask in the same moment (PROTOCOL.md 3). */
const resyncMs = 2000;
/** Records that are entered before other work has its turn. */
const atOnce = 500;

/** After so many lists that were removed from while they were made, one is taken as it is. */
const mostDoubts = 3;

/** The number of a generation `epoch-number`. */
const numberOf = (generation: string): number => Number(generation.slice(generation.lastIndexOf('-') + 1));

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

export class IndexView implements IndexWindowSource {
	readonly #options: IndexViewOptions;
	readonly #stop = new AbortController();
	readonly #listeners = new Listeners();
	readonly #reach: ReachPoll;
	readonly #added = new Map<number, Set<(record: RfcRecord) => void>>();
	#table = this.#newTable();
	#state: IndexWindowSource['state'] | 'absent' = 'absent';
	/** That of the last change in the table; undefined while the table is not whole. */
	#generation: string | undefined;
	/** The list was of no one moment until this generation. */
	#settles: string | undefined;
	/** Lists in a row that may lack records. */
	#doubts = 0;
	#attempt = 0;
	#running: Promise<void> | undefined;

	constructor(options: IndexViewOptions) {
		this.#options = options;
		const {signal} = this.#stop;
		this.#reach = new ReachPoll(
			async () => (await options.nextLink(undefined, signal)).peers(signal),
			peers => {
				this.#table.tellReach(peers);
				this.#listeners.changed();
			},
		);
	}

	/** Whether there is anything to read: not before the first join, nor at a server that knows no WATCH. */
	get present(): boolean {
		return this.#state !== 'absent';
	}

	get state(): IndexWindowSource['state'] {
		return this.#state === 'absent' ? 'stale' : this.#state;
	}

	get counts(): IndexWindowSource['counts'] {
		return this.#table.counts;
	}

	/** Begins to list and to watch, for as long as the peer lives. */
	start(): void {
		this.#running ??= this.#follow(this.#stop.signal);
	}

	/** Ends the connection that watches. Never rejects. */
	async stop(): Promise<void> {
		this.#stop.abort();
		await this.#running;
	}

	rfcs(query: WindowQuery<number>): TableWindow<RfcRow> {
		return this.#table.rfcs(query);
	}

	records(query: WindowQuery<string>): TableWindow<RfcRecord> {
		return this.#table.records(query);
	}

	holdersOf(rfc: number): readonly RfcRecord[] {
		return this.#table.holdersOf(rfc);
	}

	readonly recordsOf: IndexWindowSource['recordsOf'] = (peer, query) => this.#table.recordsOf(peer, query);

	peers(): readonly PeerRecord[] {
		return this.#table.peers();
	}

	refreshPeers(): void {
		if (this.present) this.#reach.refresh();
	}

	subscribe(listener: () => void): () => void {
		return this.#listeners.add(listener);
	}

	/**
	 * Calls `listener` for each record of an RFC that comes, also with a new list of the whole index, where records that were
	 * there come again. Never at a server that knows no WATCH. Returns the way to stop that.
	 */
	onAdded(rfc: number, listener: (record: RfcRecord) => void): () => void {
		const listeners = this.#added.get(rfc) ?? new Set();
		this.#added.set(rfc, listeners.add(listener));
		return () => {
			listeners.delete(listener);
			if (listeners.size === 0 && this.#added.get(rfc) === listeners) this.#added.delete(rfc);
		};
	}

	async #follow(signal: AbortSignal): Promise<void> {
		/** A link to a server that knows no WATCH: not asked again. */
		let barren: IndexLink | undefined;
		while (!signal.aborted) {
			const link = await this.#options.nextLink(barren, signal).catch(() => undefined);
			// Whoever left does not come back.
			if (!link) return;
			try {
				if (link.version === '1.0') barren = this.#forget(link);
				else await this.#watch(link, signal);
			} catch (error) {
				if (signal.aborted) return;
				if (error instanceof ForeignError && error.reason === 'no-watch') barren = this.#forget(link);
				else await this.#pause(link, signal);
			}
		}
	}

	/** Lost: waits for a while, or until the session has another link, which waited itself. */
	async #pause(link: IndexLink, signal: AbortSignal): Promise<void> {
		if (this.#state === 'live') this.#setState('stale');
		const stop = new AbortController();
		const both = AbortSignal.any([signal, stop.signal]);
		const enough = sleep(backoff(this.#attempt++, Math.random()), undefined, {signal: both});
		await Promise.race([enough, this.#options.nextLink(link, both)]).catch(() => {});
		stop.abort();
	}

	/** Goes on until the connection is lost, with what was missed since the last one. */
	async #watch(link: IndexLink, signal: AbortSignal): Promise<void> {
		if (this.#generation === undefined) await this.#load(link, signal);
		const {server, wire, proof} = this.#options;
		const onOpen = (generation: string) => {
			this.#attempt = 0;
			// Otherwise the events that were missed, or `resync`, follow at once.
			if (generation === this.#generation) this.#setState('live');
		};
		const events = watchIndex({...server, wire, as: proof(), since: this.#generation, signal, onOpen});
		for await (const event of events) {
			const verdict = event.event === 'resync' ? 'unclear' : await this.#apply(event);
			if (verdict === 'unclear' || this.#hidesRecords(event)) await this.#loadAgain(signal);
			else this.#generation = event.generation;
		}
	}

	/** Whether something was removed while it was being listed: what followed it moved up, perhaps past the next page's start. */
	#hidesRecords({event, generation}: WatchEvent): boolean {
		if (this.#settles === undefined) return false;
		const within = numberOf(generation) <= numberOf(this.#settles);
		const hides = within && (event === 'rfc-removed' || event === 'peer-left') && this.#doubts < mostDoubts;
		if (hides) this.#doubts++;
		else if (!within) this.#doubts = 0;
		if (hides || !within) this.#settles = undefined;
		return hides;
	}

	async #loadAgain(signal: AbortSignal): Promise<void> {
		this.#generation = undefined;
		this.#setState('stale');
		await sleep(Math.random() * resyncMs, undefined, {signal});
		await this.#load(await this.#options.nextLink(undefined, signal), signal);
	}

	/** Lists the whole index. What was there before stays until the new list is whole. */
	async #load(link: IndexLink, signal: AbortSignal): Promise<void> {
		const isFirst = this.#table.counts.records === 0;
		const table = this.#newTable();
		if (isFirst) this.#table = table;
		if (this.#state === 'absent') this.#setState('filling');
		const listed = await link.recordPages(async records => {
			for (let at = 0; at < records.length; at += atOnce) {
				for (const record of records.slice(at, at + atOnce)) table.put(record);
				await turn();
				if (isFirst) this.#listeners.changed();
			}
		}, signal);
		// Later than the records: what came or went meanwhile is told again by the events since their generation.
		for (const peer of await link.peers(signal)) table.putPeer(peer);
		this.#table = table;
		this.#generation = listed?.since;
		this.#settles = listed?.until === listed?.since ? undefined : listed?.until;
		this.#setState('live');
	}

	async #apply(event: WatchEvent): Promise<'done' | 'unclear'> {
		if (this.#state !== 'live') this.#setState('live');
		const work = this.#table.apply(event);
		for (let step = work.next(); ; step = work.next()) {
			if (event.event !== 'heartbeat') this.#listeners.changed();
			if (step.done) return step.value;
			await turn();
		}
	}

	/** There is nothing to watch on this link. */
	#forget(link: IndexLink): IndexLink {
		this.#table = this.#newTable();
		this.#generation = undefined;
		this.#setState('absent');
		return link;
	}

	#newTable(): IndexTable {
		return new IndexTable({
			defer: call => void setImmediate(call),
			onProgress: () => this.#listeners.changed(),
			onAdded: record => {
				for (const listener of [...(this.#added.get(record.rfc) ?? [])]) listener(record);
			},
		});
	}

	#setState(state: IndexView['state'] | 'absent'): void {
		if (this.#state === state) return;
		this.#state = state;
		this.#listeners.changed();
	}
}
