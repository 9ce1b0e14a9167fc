/** A peer's downloads and wanted list, connected to its index and folders. */
import {setImmediate as turn} from 'node:timers/promises';
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {isOwn} from '../text/place-key.ts';
import type {PartOf} from './disk/journal.ts';
import type {Owner} from './disk/owner.ts';
import {downloadKey} from './download/download-job.ts';
import {Downloads} from './download/downloads.ts';
import {QueueFile} from './download/queue-file.ts';
import type {Remembered} from './download/remembered.ts';
import {Wanted} from './download/wanted.ts';
import type {IndexView} from './index/index-view.ts';
import type {Library} from './library/library.ts';
import type {PeerOptions, Unfinished} from './peer-facade.ts';
import type {PeerEvent} from './peer-reducer.ts';
import type {PeerFacts} from './peer-state.ts';
import {besideMemory} from './places.ts';

export type PeerTransfersOptions = {
	readonly options: PeerOptions;
	readonly library: Library;
	readonly index: IndexView;
	readonly os: string;
	readonly wire: WireLog;
	/** Who else might write what is remembered. */
	readonly owner: Owner;
	readonly facts: () => PeerFacts;
	/** Asks the server. Rejects with a `FailureError`, or when `signal` aborts. */
	readonly lookup: (rfc: number, signal: AbortSignal) => Promise<readonly RfcRecord[]>;
	readonly dispatch: (event: PeerEvent) => void;
};

/** Remembered downloads that go on between pauses: there may be thousands. */
const atOnce = 64;
/** After this long a lookup of holders is given up, and the known ones must do. */
const lookupMs = 5000;

export class PeerTransfers {
	readonly downloads: Downloads;
	readonly wanted: Wanted;
	readonly #options: PeerTransfersOptions;
	readonly #file: QueueFile;
	/** Whether what earlier runs left unfinished is continued: not yet, from now on, or known to all. */
	#wentOn: 'no' | 'begun' | 'yes' = 'no';
	#closing = false;
	/** What the next start finds in the file. */
	#kept: readonly Remembered[] = [];

	constructor(options: PeerTransfersOptions) {
		this.#options = options;
		const {library, index, os, wire, facts, dispatch, owner} = options;
		const {name, protocol, key, memory} = options.options;
		this.downloads = new Downloads({
			library,
			name,
			os,
			wire,
			protocol,
			key,
			pace: () => facts().pace,
			onDownload: download => {
				dispatch({kind: 'download', download});
				const {kind} = download.state;
				if (kind === 'done' || kind === 'already-here') this.wanted.remove(download.rfc);
			},
			onDropped: id => dispatch({kind: 'download-dropped', id}),
			onRemembered: () => this.#file.changed(),
			isOwn: record => this.#isOwn(record),
			holders: (rfc, signal) => this.#holders(rfc, signal),
			onRecord: (rfc, listener) => index.onAdded(rfc, listener),
			onTrouble: failure => dispatch({kind: 'warning', failure}),
		});
		this.#file = new QueueFile({
			owner,
			file: besideMemory(memory, 'queue.json'),
			list: () => this.downloads.remembered,
			onWarning: failure => dispatch({kind: 'warning', failure}),
		});
		this.wanted = new Wanted({
			owner,
			file: besideMemory(memory, 'wanted.json'),
			onAdded: (rfc, listener) => index.onAdded(rfc, listener),
			holders: rfc => this.#holders(rfc, AbortSignal.timeout(lookupMs)),
			choose: records => this.downloads.choose(records.filter(record => !this.#isOwn(record))),
			get: record => {
				// Until then one that the person paused may be unknown.
				if (this.#wentOn === 'yes' && !this.#isOwn(record)) this.downloads.want(record);
			},
			onChange: numbers => dispatch({kind: 'wanted', wanted: numbers}),
			onWarning: failure => dispatch({kind: 'warning', failure}),
		});
	}

	/** Reads what earlier runs remembered. Never rejects. */
	async start(): Promise<void> {
		await Promise.all([this.#file.load(), this.wanted.start()]);
	}

	/** To be called after joining: looks up wanted RFCs, and continues what earlier runs left unfinished. */
	async joined(): Promise<void> {
		if (this.#wentOn === 'no') await this.#goOn();
		this.wanted.askForAll();
	}

	async #goOn(): Promise<void> {
		this.#wentOn = 'begun';
		const {library} = this.#options;
		let count = 0;
		for (const each of this.#file.loaded()) {
			if (++count % atOnce === 0) await turn();
			const hasArrived = await this.#hasArrived(each.record);
			// This one and those behind it stay in the file for the next start.
			if (this.#closing) return;
			if (hasArrived) await library.downloads.discardUnfinished(each.record);
			else this.downloads.goOn(each);
		}
		for (const part of await library.downloads.unfinished()) this.downloads.goOn({record: recordOfPart(part)});
		this.#wentOn = 'yes';
	}

	/** Stops everything. Never rejects. */
	async close(): Promise<void> {
		this.#closing = true;
		await Promise.all([this.downloads.close(), this.wanted.stop()]);
		this.#kept = await this.#file.close();
	}

	/** After `close`: how many downloads the next start continues, and how many stay paused. Never rejects. */
	async unfinished(): Promise<Unfinished> {
		const paused = this.#kept.filter(({pausedAt}) => pausedAt !== undefined).length;
		const known = new Set(this.#kept.map(({record}) => downloadKey(record)));
		const parts = (await this.#options.library.downloads.unfinished()).filter(
			part => !known.has(downloadKey(recordOfPart(part))),
		);
		return {going: this.#kept.length - paused + parts.length, paused};
	}

	/** Whether a download of an earlier run has meanwhile arrived in another way. */
	async #hasArrived({rfc, digest}: RfcRecord): Promise<boolean> {
		const {library} = this.#options;
		if (!library.entry(rfc)) return false;
		return digest === undefined || (await library.downloads.fileWithDigest(rfc, digest)) !== undefined;
	}

	#isOwn(record: RfcRecord): boolean {
		return isOwn(this.#options.facts())(record);
	}

	/** From the copy of the index if it is complete, else by asking. Rejects as `lookup` does. */
	async #holders(rfc: number, signal: AbortSignal): Promise<readonly RfcRecord[]> {
		const {index, lookup} = this.#options;
		if (index.present && index.state === 'live') return index.holdersOf(rfc);
		return lookup(rfc, AbortSignal.any([signal, AbortSignal.timeout(lookupMs)]));
	}
}

/** The record of a document that no holder is known of: whoever has its bytes may be asked. */
const recordOfPart = ({rfc, bytes, digest}: PartOf): RfcRecord => ({
	rfc,
	title: '',
	host: '',
	address: '',
	port: 0,
	size: bytes,
	digest,
});
