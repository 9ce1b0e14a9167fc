/**
 * The peer's live copy of the whole index: listed once, then kept up to date by WATCH on a second connection.
 *
 *   absent -> filling -> live <-> stale
 *      ^---- a server that does not know WATCH (1.0), or an index too large for our memory: for minutes, then again
 */

import {setTimeout as sleep, setImmediate as turn} from 'node:timers/promises';
import {ForeignError} from '../../net/foreign-error.ts';
import {type WatchOptions, watchIndex} from '../../net/watch-client.ts';
import type {WireLog} from '../../net/wire-log.ts';
import type {RfcRow} from '../../order/rfc-row.ts';
import type {TableWindow, WindowQuery} from '../../order/table-view.ts';
import type {PeerRecord, RfcRecord, WatchEvent} from '../../protocol/message.ts';
import type {Failure} from '../../text/failures.ts';
import {backoff} from '../backoff.ts';
import {demandRoom, isTooLarge, roomAgainMs} from './copy-room.ts';
import type {IndexLink} from './index-link.ts';
import {IndexTable} from './index-table.ts';
import type {IndexWindowSource} from './index-window-source.ts';
import {ListDoubts} from './list-doubts.ts';
import {KeyedListeners, Listeners} from './listeners.ts';
import {ReachPoll} from './reach-poll.ts';

export type {IndexWindowSource} from './index-window-source.ts';

export type IndexViewOptions = {
	readonly server: Pick<WatchOptions, 'host' | 'port' | 'key'>;
	/** The next joined link that is not `before`. */
	readonly nextLink: (before: IndexLink | undefined, signal: AbortSignal) => Promise<IndexLink>;
	/** Our credentials for WATCH. */
	readonly proof: () => {readonly host: string; readonly token: string} | undefined;
	readonly wire?: WireLog | undefined;
	/** Called when the copy was given up since this program's memory has no room for it; once until there is one again. */
	readonly onTooLarge?: (failure: Failure) => void;
	/** As `roomAgainMs`. */
	readonly roomAgain?: (attempt: number, random: number) => number;
};

/**
 * A new list is delayed by a random time of up to this, so that watchers that missed something do not all ask at once
 * (RFC 900002).
 */
const resyncMs = 2000;
/** Records entered between pauses. */
const atOnce = 500;

export class IndexView implements IndexWindowSource {
	readonly #options: IndexViewOptions;
	readonly #stop = new AbortController();
	readonly #listeners = new Listeners();
	readonly #reach: ReachPoll;
	readonly #added = new KeyedListeners<number, RfcRecord>();
	#table = this.#newTable();
	#state: IndexWindowSource['state'] | 'absent' = 'absent';
	/** The generation of the table; undefined while the table is incomplete. */
	#generation: string | undefined;
	readonly #doubts = new ListDoubts();
	#attempt = 0;
	/** How often there has been no room since there was a copy. */
	#withoutRoom = 0;
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

	/** Whether there is anything to read: not before the first join, nor from a server that cannot be followed. */
	get present(): boolean {
		return this.#state !== 'absent';
	}

	get state(): IndexWindowSource['state'] {
		return this.#state === 'absent' ? 'stale' : this.#state;
	}

	get counts(): IndexWindowSource['counts'] {
		return this.#table.counts;
	}

	/** Begins to list and to watch until `stop`. */
	start(): void {
		this.#running ??= this.#follow(this.#stop.signal);
	}

	/** Closes the watching connection. Never rejects. */
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
	 * Calls `listener` for each record of an RFC that appears or gets another digest, and again for all of them after
	 * each new list. Never with a server that does not know WATCH. Returns the function to unsubscribe.
	 */
	onAdded(rfc: number, listener: (record: RfcRecord) => void): () => void {
		return this.#added.add(rfc, listener);
	}

	async #follow(signal: AbortSignal): Promise<void> {
		/** A link to a server that does not know WATCH, and is not asked again. */
		let barren: IndexLink | undefined;
		while (!signal.aborted) {
			const link = await this.#options.nextLink(barren, signal).catch(() => undefined);
			// No link any more: we have left.
			if (!link) return;
			try {
				if (link.version === '1.0') barren = this.#forget(link);
				else await this.#watch(link, signal);
			} catch (error) {
				if (signal.aborted) return;
				if (isWithoutWatch(error)) barren = this.#forget(link);
				else if (isTooLarge(error)) await this.#awaitRoom(this.#forget(link), error.failure, signal);
				else await this.#pause(link, backoff(this.#attempt++, Math.random()), signal);
			}
		}
	}

	/** Members may have left meanwhile, or something else no longer fills the memory. */
	async #awaitRoom(link: IndexLink, failure: Failure, signal: AbortSignal): Promise<void> {
		if (this.#withoutRoom === 0) this.#options.onTooLarge?.(failure);
		const {roomAgain = roomAgainMs} = this.#options;
		await this.#pause(link, roomAgain(this.#withoutRoom++, Math.random()), signal);
	}

	/** Waits for so many milliseconds, or until the session has another link. */
	async #pause(link: IndexLink, ms: number, signal: AbortSignal): Promise<void> {
		if (this.#state === 'live') this.#setState('stale');
		const stop = new AbortController();
		const both = AbortSignal.any([signal, stop.signal]);
		const enough = sleep(ms, undefined, {signal: both});
		await Promise.race([enough, this.#options.nextLink(link, both)]).catch(() => {});
		stop.abort();
	}

	/** Watches until the connection is lost, catching up on what was missed. */
	async #watch(link: IndexLink, signal: AbortSignal): Promise<void> {
		if (this.#generation === undefined) await this.#load(link, signal);
		const {server, wire, proof} = this.#options;
		const onOpen = (generation: string) => {
			this.#attempt = 0;
			// Otherwise the missed events, or `resync`, follow at once.
			if (generation === this.#generation) this.#setState('live');
		};
		const events = watchIndex({...server, wire, as: proof(), since: this.#generation, signal, onOpen});
		for await (const event of events) {
			const verdict = event.event === 'resync' ? 'unclear' : await this.#apply(event);
			if (verdict === 'unclear' || this.#doubts.hidesRecords(event)) await this.#loadAgain(signal);
			else this.#generation = event.generation;
		}
	}

	async #loadAgain(signal: AbortSignal): Promise<void> {
		this.#generation = undefined;
		this.#setState('stale');
		await sleep(Math.random() * resyncMs, undefined, {signal});
		await this.#load(await this.#options.nextLink(undefined, signal), signal);
	}

	/** Lists the whole index. The old contents stay until the new list is complete. */
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
		// Peers after records: changes meanwhile are covered by the events since the generation of the list.
		for (const peer of await link.peers(signal)) table.putPeer(peer);
		this.#table = table;
		this.#generation = listed?.since;
		this.#doubts.listed(listed);
		this.#withoutRoom = 0;
		this.#setState('live');
	}

	async #apply(event: WatchEvent): Promise<'done' | 'unclear'> {
		demandRoom();
		if (this.#state !== 'live') this.#setState('live');
		const work = this.#table.apply(event);
		for (let step = work.next(); ; step = work.next()) {
			if (event.event !== 'heartbeat') this.#listeners.changed();
			if (step.done) return step.value;
			await turn();
		}
	}

	/** This link cannot be watched. */
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
			onAdded: record => this.#added.tell(record.rfc, record),
		});
	}

	#setState(state: IndexView['state'] | 'absent'): void {
		if (this.#state === state) return;
		this.#state = state;
		this.#listeners.changed();
	}
}

const isWithoutWatch = (error: unknown): boolean => error instanceof ForeignError && error.reason === 'no-watch';
