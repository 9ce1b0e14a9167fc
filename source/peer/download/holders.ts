/** The holders that may be asked for a queued document: the chosen one, and all others of the same bytes. */

import type {RfcRecord} from '../../protocol/message.ts';
import {placeKey} from '../../text/place-key.ts';

export type HoldersOptions = {
	/** Whether a record is our own. */
	readonly isOwn: (record: RfcRecord) => boolean;
	/** Looks up the current holders of an RFC; empty when that fails. */
	readonly holders?: ((rfc: number, signal: AbortSignal) => Promise<readonly RfcRecord[]>) | undefined;
	/** Calls back for each new record of an RFC in the index. Returns the function to unsubscribe. */
	readonly onRecord?: ((rfc: number, listener: (record: RfcRecord) => void) => () => void) | undefined;
};

export class Holders {
	readonly #options: HoldersOptions;

	constructor(options: HoldersOptions) {
		this.#options = options;
	}

	/**
	 * The holders to ask, the chosen one first unless it is a placeholder (port 0). Without a digest only the chosen
	 * one, since others may hold something else. Never rejects.
	 */
	async of(record: RfcRecord, signal: AbortSignal): Promise<readonly RfcRecord[]> {
		const chosen = record.port === 0 ? [] : [record];
		if (record.digest === undefined) return chosen;
		const found = (await this.#options.holders?.(record.rfc, signal).catch(() => [])) ?? [];
		const others = found.filter(each => this.#holdsSame(record, each) && placeKey(each) !== placeKey(record));
		return [...chosen, ...others];
	}

	/** Calls back for holders of the same bytes that join, or announce it again. Returns the function to unsubscribe. */
	onJoin(record: RfcRecord, listener: (holder: RfcRecord) => void): () => void {
		if (record.digest === undefined) return () => {};
		const onRecord = (found: RfcRecord) => {
			if (this.#holdsSame(record, found)) listener(found);
		};
		return this.#options.onRecord?.(record.rfc, onRecord) ?? (() => {});
	}

	#holdsSame({digest}: RfcRecord, other: RfcRecord): boolean {
		return other.digest === digest && !this.#options.isOwn(other);
	}
}
