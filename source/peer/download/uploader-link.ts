/** A persistent connection to an uploader, and which version is spoken over it (RFC 900003, section 8). */
import {setTimeout as wait} from 'node:timers/promises';
import {abortable} from '../../net/abortable.ts';
import {TransferBroken} from '../../net/transfer-broken.ts';
import {TransferClient} from '../../net/transfer-client.ts';
import type {TransferClientOptions, TransferRequest} from '../../net/transfer-request.ts';
import type {Version} from '../../protocol/message.ts';
import {isNamedHead, type TransferHead} from '../../protocol/transfer-head.ts';

export type UploaderLinkOptions = TransferClientOptions & {
	/** The only version to speak; by default 1.1, and 1.0 with uploaders that speak nothing newer. */
	readonly protocol?: Version | undefined;
};

/** The uploader does not speak 1.1 at the moment. */
export class ClassicUploaderError extends Error {
	override readonly name = 'ClassicUploaderError';
	/** What it sent instead; undefined when that was found out earlier. */
	readonly broken: TransferBroken | undefined;

	constructor(broken?: TransferBroken) {
		super('1.1 is not spoken there');
		this.broken = broken;
	}
}

/** How long an uploader is taken for 1.0 before 1.1 is tried again. */
const classicMs = 60_000;
/** As above for one that merely closed the connection: it may have just restarted. */
const closedMs = 1000;

export class UploaderLink {
	/** Whether it has given a complete answer in 1.1, or the head of one that only 1.1 has, over whatever connection. */
	spokeNamed = false;
	readonly #options: UploaderLinkOptions;
	#client: Promise<TransferClient> | undefined;
	#connecting = new AbortController();
	#classicUntil = 0;

	constructor(options: UploaderLinkOptions) {
		this.#options = options;
	}

	/** Whether to ask it in 1.0: it was found to speak only that, or the person demands it. */
	get classic(): boolean {
		const {protocol} = this.#options;
		return protocol === '1.0' || (!this.#isNewOnly && performance.now() < this.#classicUntil);
	}

	/**
	 * Sends a request over the persistent connection, or a new one. Rejects as `TransferClient` does, with a
	 * `ClassicUploaderError` when 1.1 is not spoken there, and with a `ConnectError`.
	 */
	async request(request: TransferRequest): Promise<TransferHead> {
		const onHead = (head: TransferHead): void => {
			this.spokeNamed ||= isNamedHead(head);
			request.onHead?.(head);
		};
		for (let tries = 0; ; tries++) {
			if (this.classic) throw new ClassicUploaderError();
			const client = await abortable(this.#connection(), request.signal);
			try {
				const head = await client.request({...request, onHead});
				this.spokeNamed = true;
				return head;
			} catch (error) {
				if (!(error instanceof TransferBroken)) throw error;
				if (!this.spokeNamed && lacksBlankLine(error)) this.#classicUntil = performance.now() + classicMs;
				if (error.kind === 'foreign' && !this.#isNewOnly && !this.#isOnlyMute(error)) {
					this.#classicUntil = performance.now() + (error.detail === 'closed' ? closedMs : classicMs);
					throw new ClassicUploaderError(error);
				}
				if (error.begun || request.signal?.aborted || tries >= 20) throw error;
				// The connection ended before the request's turn: nobody's fault, but do not retry for ever. One that answered
				// something has brought that turn nearer.
				if (client.answered) tries = 0;
				else if (tries > 2) await wait(50 * tries);
			}
		}
	}

	/** Whether it is not asked in 1.0, whatever it answers. */
	get #isNewOnly(): boolean {
		return this.#options.protocol === '1.1' || this.#options.key !== undefined;
	}

	/**
	 * Who answered in 1.1 before and now closes or is silent is busy, suspended or full, and not older; nor is a member of
	 * a private network.
	 */
	#isOnlyMute({detail}: TransferBroken): boolean {
		return detail === 'private' || (this.spokeNamed && (detail === 'closed' || detail === 'silent'));
	}

	/** Closes the connection, also one that is being opened; the next request opens another. */
	close(): void {
		const client = this.#client;
		this.#client = undefined;
		// A machine that is switched off would keep the program running for as long as it is waited for.
		this.#connecting.abort();
		this.#connecting = new AbortController();
		client?.then(open => open.close()).catch(() => {});
	}

	/** Opened without the signal of the request, since other requests will use it too. */
	#connection(): Promise<TransferClient> {
		if (this.#client) return this.#client;
		const {signal} = this.#connecting;
		// Who speaks 1.1 and is silent is not older, and gets as much time as in the middle of an answer.
		const {firstMs = this.spokeNamed || this.#isNewOnly ? Number.POSITIVE_INFINITY : undefined} = this.#options;
		const opening = TransferClient.open({...this.#options, firstMs, signal});
		this.#client = opening;
		const gone = () => {
			if (this.#client === opening) this.#client = undefined;
		};
		opening.then(client => client.onClose(gone), gone);
		return opening;
	}
}

/**
 * Some implementations echo the version and send no blank line after the fields. If the document begins with one,
 * that is mistaken for it, and the answer seems to end one line end early. The 1.0 reader can tell.
 */
const lacksBlankLine = ({received, total}: TransferBroken): boolean =>
	total !== undefined && total > received && total - received <= 2;
