/** The port at which a peer listens for others. `uploads.ts` answers the requests. */
import type {Stranger} from '../../net/admission.ts';
import {listenFailure} from '../../net/listen-failure.ts';
import {listen} from '../../net/listener.ts';
import type {NetworkKey} from '../../net/network-key.ts';
import {FailureError} from '../../text/failures.ts';
import type {UploadsOptions} from './upload-options.ts';
import {Uploads} from './uploads.ts';

export type UploadServerOptions = UploadsOptions & {
	/** `::` listens on all addresses. */
	readonly host: string;
	/** 0 picks a free port. */
	readonly port: number;
	/** Takes the next free port where this one is in use. */
	readonly orNext?: boolean | undefined;
	/** The key of a private network: only those who have it get in. */
	readonly key?: NetworkKey | undefined;
};

export interface UploadServer {
	/** As bound. */
	readonly host: string;
	readonly port: number;
	/** Reports now which uploads have begun or ended, instead of a moment later. */
	tellNow(): void;
	/** Takes no more requests, gives running ones up to `graceMs`, and ends. A second call may shorten that. */
	close(graceMs: number): Promise<void>;
}

/** Pipelined requests of one connection that may wait: enough to read their documents in one batch. */
const readAhead = 16;

/** Starts to listen. Rejects with a `FailureError` when it cannot. */
export async function startUploadServer(options: UploadServerOptions): Promise<UploadServer> {
	const uploads = new Uploads(options);
	const {host, port, orNext, key} = options;
	try {
		const onStranger = (address: string, how: Stranger) => uploads.onStranger(address, how);
		const listener = await listen({host, port, orNext, key, handle: uploads.handle, onStranger, readAhead});
		const close = (graceMs: number) => uploads.close(listener, graceMs);
		return {host: listener.host, port: listener.port, tellNow: uploads.tellNow, close};
	} catch (error) {
		throw new FailureError(listenFailure(error, {role: 'upload', host, port}), {cause: error});
	}
}
