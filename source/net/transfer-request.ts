/** What is asked of an uploader over a kept connection, and what is kept of it until it is answered. */
import type {Field, UploadMethod} from '../protocol/message.ts';
import type {TransferHead} from '../protocol/transfer-head.ts';
import type {WireLog} from './wire-log.ts';

export type TransferRequest = {
	readonly method: UploadMethod;
	readonly rfc: number;
	/** Besides Host and OS. */
	readonly fields?: readonly Field[];
	/** Told the head of a 200 or 206. What it throws ends the request; the body is not taken then. */
	readonly onHead?: (head: TransferHead) => void;
	/**
	 * Takes the body of a 200 or 206 in order. The bytes are the connection's: they are valid until it returns, or until
	 * the promise that it returns has settled. More may be given before that.
	 */
	readonly onBody?: (bytes: Uint8Array) => void | Promise<void>;
	readonly signal?: AbortSignal | undefined;
};

export type TransferClientOptions = {
	readonly address: string;
	readonly port: number;
	/** What we say of ourselves. */
	readonly name: string;
	readonly os: string;
	/** The uploader's name, for people. */
	readonly party: string;
	readonly wire?: WireLog | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Longest silence while an answer is owed, in milliseconds; 10,000 unless said. */
	readonly stallMs?: number | undefined;
	/** Longest silence before the first answer; 3,000 unless said. */
	readonly firstMs?: number | undefined;
};

/** A request whose answer is owed. */
export type Pending = {
	readonly request: TransferRequest;
	readonly resolve: (head: TransferHead) => void;
	readonly reject: (error: unknown) => void;
	readonly exchange: number | undefined;
	readonly sent: number;
	head?: TransferHead;
	text: string;
	received: number;
	/** Pieces given to `onBody` that it has not dealt with. */
	working: number;
	/** The answer has come whole. */
	ended: boolean;
	/** Nobody waits for it any more: what comes is thrown away. */
	given: boolean;
};
