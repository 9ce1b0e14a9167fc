/** What a peer gets from others: its downloads and its wants, with what they need to know of index and folders. */
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {Downloads} from './downloads.ts';
import type {IndexView} from './index-view.ts';
import type {Library} from './library.ts';
import type {PeerOptions} from './peer-facade.ts';
import type {PeerEvent} from './peer-reducer.ts';
import type {PeerFacts} from './peer-state.ts';
import {besideMemory} from './places.ts';
import {Wanted} from './wanted.ts';

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

/** So long a question about holders may take before those that are known must do. */
const lookupMs = 5000;

export class PeerTransfers {
	readonly downloads: Downloads;
	readonly wanted: Wanted;
	readonly #options: PeerTransfersOptions;
	#wentOn = false;

	constructor(options: PeerTransfersOptions) {
		this.#options = options;
		const {library, index, os, wire, facts, dispatch} = options;
		const {name, memory, wanted = besideMemory(memory, 'wanted.json')} = options.options;
		this.downloads = new Downloads({
			...{library, name, os, wire},
			pace: () => facts().pace,
			onDownload: download => {
				dispatch({kind: 'download', download});
				const {kind} = download.state;
				if (kind === 'done' || kind === 'already-here') this.wanted.remove(download.rfc);
			},
			onDropped: id => dispatch({kind: 'download-dropped', id}),
			isOwn: record => this.#isOwn(record),
			holders: (rfc, signal) => this.#holders(rfc, signal),
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

	/** The index answers: what is wanted may be there, and what earlier runs left undone is gone on with. */
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

	/** From the copy of the index where it is whole, else by asking. Rejects as `lookup` does. */
	async #holders(rfc: number, signal: AbortSignal): Promise<readonly RfcRecord[]> {
		const {index, lookup} = this.#options;
		if (index.present && index.state === 'live') return index.holdersOf(rfc);
		return lookup(rfc, AbortSignal.any([signal, AbortSignal.timeout(lookupMs)]));
	}
}
