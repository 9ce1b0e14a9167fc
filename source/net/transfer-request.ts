/** What is asked of an uploader over a persistent connection, and about that connection. */
import type {Field, UploadMethod} from '../protocol/message.ts';
import type {TransferHead} from '../protocol/transfer-head.ts';
import type {NetworkKey} from './network-key.ts';
import type {WireLog} from './wire-log.ts';

export type TransferRequest = {
	readonly method: UploadMethod;
	readonly rfc: number;
	/** Besides Host and OS. */
	readonly fields?: readonly Field[];
	/** Called with the head of a 200 or 206. If it throws, the request ends and the body is discarded. */
	readonly onHead?: (head: TransferHead) => void;
	/**
	 * Receives the body of a 200 or 206 in order. The bytes are valid during the call, or until the promise that it
	 * returns settles. More may be passed before that.
	 */
	readonly onBody?: (bytes: Uint8Array) => void | Promise<void>;
	readonly signal?: AbortSignal | undefined;
};

export type TransferClientOptions = {
	readonly address: string;
	readonly port: number;
	/** The key of a private network, whose members speak 1.1. */
	readonly key?: NetworkKey | undefined;
	/** Our name, for requests. */
	readonly name: string;
	readonly os: string;
	/** The uploader's name, for messages. */
	readonly party: string;
	readonly wire?: WireLog | undefined;
	readonly signal?: AbortSignal | undefined;
	/** The longest tolerated silence while an answer is outstanding, in milliseconds; 10,000 by default. */
	readonly stallMs?: number | undefined;
	/** The longest tolerated silence before the first answer; 3,000 by default. */
	readonly firstMs?: number | undefined;
	/** Called with the milliseconds to the head of an answer that did not wait behind another. */
	readonly onAnswer?: ((ms: number) => void) | undefined;
};
