/**
 * One request to an uploader and the course of its answer.
 *
 *   sent -> head -> body ... -> ended -> settled once `onBody` has dealt with everything
 *     \-------\--------\----> given up: the rest of the answer is discarded
 */
import type {UploadMethod} from '../protocol/message.ts';
import type {TransferHead} from '../protocol/transfer-head.ts';
import {ConnectError} from './connect.ts';
import type {TransferRequest} from './transfer-request.ts';

export type TransferExchangeOptions = {
	readonly request: TransferRequest;
	/** Whether nothing else was outstanding when it was sent. */
	readonly alone: boolean;
	/** Its id in the log. */
	readonly exchange: number | undefined;
	readonly resolve: (head: TransferHead) => void;
	readonly reject: (error: unknown) => void;
	/** Called with work on the bytes of the current `onBody` call, which keeps them in use. */
	readonly onWork: (work: Promise<void>) => void;
	/** Called when nobody is interested in the rest of the answer. */
	readonly onUnwanted: (exchange: TransferExchange) => void;
};

export class TransferExchange {
	readonly alone: boolean;
	readonly exchange: number | undefined;
	/** When it was sent, by `performance.now()`. */
	readonly sent = performance.now();
	head?: TransferHead;
	/** The head as received. */
	text = '';
	/** Bytes of the body received. */
	received = 0;
	readonly #options: TransferExchangeOptions;
	readonly #onAbort = () => this.giveUp(new ConnectError('aborted'));
	/** The answer is one whose body `onBody` gets. */
	#isGood = false;
	/** Pieces that `onBody` has not dealt with yet. */
	#working = 0;
	#ended = false;
	/** The caller has its outcome. */
	#given = false;

	constructor(options: TransferExchangeOptions) {
		this.#options = options;
		this.alone = options.alone;
		this.exchange = options.exchange;
		options.request.signal?.addEventListener('abort', this.#onAbort, {once: true});
	}

	get method(): UploadMethod {
		return this.#options.request.method;
	}

	/** The size of the document, as far as the head says it: the length of a range says nothing about it. */
	get total(): number | undefined {
		return this.head?.range ? undefined : this.head?.length;
	}

	/** How much came of it, in words. */
	get came(): string {
		return this.head ? `after ${this.received} of ${this.head.length} bytes` : 'before an answer';
	}

	/** How much of the body is still to come, as far as it is known. */
	get bytesToCome(): number {
		return this.head && this.method !== 'HEAD' ? this.head.length - this.received : 0;
	}

	onHead(head: TransferHead, text: string): void {
		this.head = head;
		this.text = text;
		this.#isGood = head.code === 200 || head.code === 206;
		if (this.#given || !this.#isGood) {
			this.#options.onUnwanted(this);
			return;
		}
		try {
			this.#options.request.onHead?.(head);
		} catch (error) {
			this.giveUp(error);
		}
	}

	onBody(bytes: Uint8Array): void {
		this.received += bytes.length;
		if (this.#given || !this.#isGood) return;
		try {
			const work = this.#options.request.onBody?.(bytes);
			if (!work) return;
			this.#working++;
			this.#options.onWork(work);
			work.then(
				() => this.#dealtWith(),
				error => this.giveUp(error),
			);
		} catch (error) {
			this.giveUp(error);
		}
	}

	/** The answer is complete. */
	end(): void {
		this.#ended = true;
		this.#settle();
	}

	/** Ends the request for its caller; the rest of the answer is discarded. */
	giveUp(error: unknown): void {
		if (!this.break(error) || this.#ended) return;
		this.#options.onUnwanted(this);
	}

	/** Ends the request for its caller, since nothing more will come. Returns false when that has already happened. */
	break(error: unknown): boolean {
		if (this.#given) return false;
		this.#give();
		this.#options.reject(error);
		return true;
	}

	#dealtWith(): void {
		this.#working--;
		if (this.#ended) this.#settle();
	}

	#settle(): void {
		if (this.#working > 0 || this.#given || !this.head) return;
		this.#give();
		this.#options.resolve(this.head);
	}

	#give(): void {
		this.#given = true;
		// A signal may outlive its request by far, and its listeners keep whole documents alive.
		this.#options.request.signal?.removeEventListener('abort', this.#onAbort);
	}
}
