/**
 * The fast path for small documents, for programs without a screen to keep responsive: each is received, verified and
 * written on the main thread, many in a row. Whatever goes wrong is left to the general path (`download.ts`), which
 * handles other holders, versions, retries and failure reasons.
 */

import {type Endpoint, endpointKey} from '../../net/addresses.ts';
import {ConnectError} from '../../net/connect.ts';
import {TransferBroken} from '../../net/transfer-broken.ts';
import {FailureError} from '../../text/failures.ts';
import {removeSoon, type SaveEnd, type SaveRequest, saveDocument} from '../disk/save-document.ts';
import type {Library} from '../library/library.ts';
import {isAt, QuickLane, type QuickOrder} from './quick-lane.ts';
import type {Holder} from './source-failure.ts';
import type {UploadersOptions} from './uploaders.ts';

/** The fast path did not deliver it. `before`: the holder that was asked and its error, if there is one to report. */
export type Left = {
	readonly kind: 'left';
	readonly before?: {readonly holder: Holder; readonly error: unknown} | undefined;
};
export type QuickEnd = {readonly kind: 'saved'; readonly file: string; readonly from: string} | Left;

export type QuickFetchOptions = Pick<UploadersOptions, 'name' | 'os' | 'key'> & {
	readonly library: Library;
	/** Called with a holder that was seen to speak 1.1. */
	readonly onNamed?: (holder: Holder) => void;
};

type Waiting = QuickOrder & {readonly end: (end: QuickEnd) => void};
type Lane = QuickLane<Waiting>;

/** One more uploader is used for each of this many documents in progress, up to a maximum. */
const eachLane = 8;
const usualLanes = 4;
const mostLanes = 64;
/** How long an uploader that failed is not asked on this path. */
const avoidMs = 10_000;

export class QuickFetch {
	readonly #options: QuickFetchOptions;
	readonly #lanes = new Map<string, Lane>();
	readonly #avoided = new Map<string, number>();
	readonly #signals = new WeakSet<AbortSignal>();
	#waiting: Waiting[] = [];
	#filling = false;
	#closed = false;

	constructor(options: QuickFetchOptions) {
		this.#options = options;
	}

	/** Downloads a document into an existing folder. Never rejects. */
	fetch(order: QuickOrder): Promise<QuickEnd> {
		return new Promise(end => {
			const waiting = {...order, end};
			if (this.#closed || order.signal.aborted || !this.#seesToLane(order)) {
				end({kind: 'left'});
				return;
			}
			this.#heed(order.signal);
			this.#waiting.push(waiting);
			this.#fillSoon();
		});
	}

	/** Closes all connections. Documents that have not arrived are left to the general path. */
	close(): void {
		this.#closed = true;
		for (const lane of [...this.#lanes.values()]) lane.close(new ConnectError('aborted'));
	}

	/** Makes sure that a lane exists; false when no holder can be asked. */
	#seesToLane({holders}: QuickOrder): boolean {
		const has = holders.some(holder => this.#lanes.has(endpointKey(holder)));
		const most = has ? Math.min(usualLanes, Math.ceil(this.#underWay / eachLane)) : mostLanes;
		if (this.#lanes.size >= most) return has;
		const now = performance.now();
		const other = holders.find(holder => !(this.#lanes.has(endpointKey(holder)) || this.#isAvoided(holder, now)));
		if (other) this.#open(other);
		return has || other !== undefined;
	}

	get #underWay(): number {
		let sum = this.#waiting.length;
		for (const lane of this.#lanes.values()) sum += lane.underWay;
		return sum;
	}

	#isAvoided(place: Endpoint, now: number): boolean {
		return now < (this.#avoided.get(endpointKey(place)) ?? 0);
	}

	#open({address, port}: Endpoint): void {
		const {name, os, key} = this.#options;
		const lane = new QuickLane<Waiting>({
			place: {address, port},
			name,
			os,
			key,
			next: most => this.#next({address, port}, most),
			onDocument: (order, holder, bytes) => this.#save(order, holder, bytes),
			onNamed: holder => this.#options.onNamed?.(holder),
			onFailure: ({end}, holder, error) => end({kind: 'left', before: {holder, error}}),
			onGone: (unanswered, error) => this.#gone({address, port}, unanswered, error),
		});
		this.#lanes.set(endpointKey({address, port}), lane);
	}

	/** The orders to send to an uploader: its share, as long as others have yet to take theirs. */
	#next(place: Endpoint, most: number): readonly Waiting[] {
		const share = Math.min(most, Math.ceil(this.#waiting.length / this.#lanes.size));
		const taken: Waiting[] = [];
		const rest: Waiting[] = [];
		for (const order of this.#waiting) {
			if (taken.length < share && order.holders.some(holder => isAt(holder, place))) taken.push(order);
			else rest.push(order);
		}
		this.#waiting = rest;
		return taken;
	}

	/** Sends the requests made in one turn of the event loop together. */
	#fillSoon(): void {
		if (this.#filling) return;
		this.#filling = true;
		setImmediate(() => {
			this.#filling = false;
			for (const lane of this.#lanes.values()) lane.fill();
		});
	}

	#save({rfc, expected: {digest}, end}: Waiting, holder: Holder, bytes: Uint8Array): void {
		const {host} = holder;
		const {target, temporary, taken} = this.#options.library.downloads.placeFor(rfc);
		const saved = savedOr({temporary, target: taken ? undefined : target, bytes, digest});
		if (saved === 'wrong') throw new FailureError({kind: 'wrong-bytes', rfc, from: host});
		this.#options.onNamed?.(holder);
		end(saved === 'saved' ? {kind: 'saved', file: target, from: host} : {kind: 'left'});
	}

	#gone(place: Endpoint, unanswered: readonly Waiting[], error: unknown): void {
		const key = endpointKey(place);
		this.#lanes.delete(key);
		const wanted = error instanceof ConnectError && error.reason === 'aborted';
		if (!wanted) this.#avoided.set(key, performance.now() + avoidMs);
		const [first, ...others] = unanswered;
		if (first) {
			const holder = first.holders.find(each => isAt(each, place));
			const tellable = !wanted && holder && !isForeign(error);
			first.end({kind: 'left', ...(tellable ? {before: {holder, error}} : {})});
		}
		this.#waiting.unshift(...others);
		// The rest has no holder left to ask.
		this.#leave(({holders}) => !holders.some(holder => this.#lanes.has(endpointKey(holder))));
		this.#fillSoon();
	}

	#heed(signal: AbortSignal): void {
		if (this.#signals.has(signal)) return;
		this.#signals.add(signal);
		const onAbort = () => {
			for (const lane of [...this.#lanes.values()]) lane.heed(signal);
			this.#leave(order => order.signal === signal);
		};
		signal.addEventListener('abort', onAbort, {once: true});
	}

	#leave(isLeft: (order: Waiting) => boolean): void {
		for (const order of this.#waiting) if (isLeft(order)) order.end({kind: 'left'});
		this.#waiting = this.#waiting.filter(order => !isLeft(order));
	}
}

/** Leaves to the general path what cannot be written or whose name is taken by now. */
function savedOr(request: SaveRequest): SaveEnd | 'left' {
	try {
		const end = saveDocument(request);
		if (end === 'waits') removeSoon(request.temporary);
		return end;
	} catch {
		return 'left';
	}
}

const isForeign = (error: unknown): boolean => error instanceof TransferBroken && error.kind === 'foreign';
