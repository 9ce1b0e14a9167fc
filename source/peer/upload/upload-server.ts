/** The port at which a peer listens for others. `uploads.ts` answers the requests. */
import {listen} from '../../net/listener.ts';
import {FailureError} from '../../text/failures.ts';
import {listenFailure} from './listen-failure.ts';
import type {UploadsOptions} from './upload-options.ts';
import {Uploads} from './uploads.ts';

export type UploadServerOptions = UploadsOptions & {
	/** `::` listens on all addresses. */
	readonly host: string;
	/** 0 picks a free port. */
	readonly port: number;
};

export interface UploadServer {
	/** As bound. */
	readonly host: string;
	readonly port: number;
	/** Takes no more requests, gives running ones up to `graceMs`, and ends. A second call may shorten that. */
	close(graceMs: number): Promise<void>;
}

/** Pipelined requests of one connection that may wait: enough to read their documents in one batch. */
const readAhead = 16;

/** Starts to listen. Rejects with a `FailureError` when it cannot. */
export async function startUploadServer(options: UploadServerOptions): Promise<UploadServer> {
	const uploads = new Uploads(options);
	const {host, port} = options;
	try {
		const onStranger = (address: string) => uploads.onStranger(address);
		const listener = await listen({host, port, handle: uploads.handle, onStranger, readAhead});
		return {host: listener.host, port: listener.port, close: graceMs => uploads.close(listener, graceMs)};
	} catch (error) {
		throw new FailureError(listenFailure(error, host, port), {cause: error});
	}
}
