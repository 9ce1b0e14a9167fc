/** A peer's downloads and wanted list, connected to its index and folders. */
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {Downloads} from './download/downloads.ts';
import {Wanted} from './download/wanted.ts';
import type {IndexView} from './index/index-view.ts';
import type {Library} from './library/library.ts';
import type {PeerOptions} from './peer-facade.ts';
import type {PeerEvent} from './peer-reducer.ts';
import type {PeerFacts} from './peer-state.ts';
import {besideMemory} from './places.ts';

export type PeerTransfersOptions = {
	readonly options: PeerOptions;
	readonly library: Library;
	readonly index: IndexView;
	readonly os: string;
	readonly wire: WireLog;
	readonly facts: () => PeerFacts;
	/** Asks the server. Rejects with a `FailureError`, or when `signal` aborts. */
	readonly lookup: (rfc: number, signal: AbortSignal) => Promise<readonly RfcRecord[]>;
	readonly dispatch: (event: PeerEvent) => void;
};

/** After this long a lookup of holders is given up, and the known ones must do. */
const lookupMs = 5000;

export class PeerTransfers {
	readonly downloads: Downloads;
	readonly wanted: Wanted;
	readonly #options: PeerTransfersOptions;
	#wentOn = false;

	constructor(options: PeerTransfersOptions) {
		this.#options = options;
		const {library, index, os, wire, facts, dispatch} = options;
		const {name, protocol, memory, wanted = besideMemory(memory, 'wanted.json')} = options.options;
		this.downloads = new Downloads({
			...{library, name, os, wire, protocol},
			pace: () => facts().pace,
			onDownload: download => {
				dispatch({kind: 'download', download});
				const {kind} = download.state;
				if (kind === 'done' || kind === 'already-here') this.wanted.remove(download.rfc);
			},
			onDropped: id => dispatch({kind: 'download-dropped', id}),
			isOwn: record => this.#isOwn(record),
			holders: (rfc, signal) => this.#holders(rfc, signal),
			onRecord: (rfc, listener) => index.onAdded(rfc, listener),
			onTrouble: failure => dispatch({kind: 'warning', failure}),
		});
		this.wanted = new Wanted({
			file: wanted,
			onAdded: (rfc, listener) => index.onAdded(rfc, listener),
			holders: rfc => this.#holders(rfc, AbortSignal.timeout(lookupMs)),
			get: record => {
				if (!this.#isOwn(record)) this.downloads.get(record);
			},
			onChange: numbers => dispatch({kind: 'wanted', wanted: numbers}),
			onWarning: failure => dispatch({kind: 'warning', failure}),
		});
	}

	/** To be called after joining: looks up wanted RFCs, and resumes what earlier runs left unfinished. */
	async joined(): Promise<void> {
		this.wanted.askForAll();
		if (this.#wentOn) return;
		this.#wentOn = true;
		for (const part of await this.#options.library.unfinished()) this.downloads.goOn(part);
	}

	/** Stops everything. Never rejects. */
	async close(): Promise<void> {
		await Promise.all([this.downloads.close(), this.wanted.stop()]);
	}

	#isOwn({host, port}: RfcRecord): boolean {
		return host === this.#options.options.name && port === this.#options.facts().uploadPort;
	}

	/** From the copy of the index if it is complete, else by asking. Rejects as `lookup` does. */
	async #holders(rfc: number, signal: AbortSignal): Promise<readonly RfcRecord[]> {
		const {index, lookup} = this.#options;
		if (index.present && index.state === 'live') return index.holdersOf(rfc);
		return lookup(rfc, AbortSignal.any([signal, AbortSignal.timeout(lookupMs)]));
	}
}
