/** Where a peer sends documents to others: the port that it listens at. What happens there is told in `uploads.ts`. */
import {listen} from '../net/listener.ts';
import {FailureError} from '../text/failures.ts';
import {listenFailure} from './listen-failure.ts';
import {Uploads, type UploadsOptions} from './uploads.ts';

export type UploadServerOptions = UploadsOptions & {
	/** `::` listens on all addresses. */
	readonly host: string;
	/** 0 picks a free one. */
	readonly port: number;
};

export interface UploadServer {
	/** As bound. */
	readonly host: string;
	readonly port: number;
	/** Takes no more requests, gives those that run up to `graceMs`, and ends. A second call may shorten that. */
	close(graceMs: number): Promise<void>;
}

/** Requests of one connection that may wait: enough to read their documents together. */
const readAhead = 16;

/** Starts to listen. Rejects with a `FailureError` when it cannot. */
export async function startUploadServer(options: UploadServerOptions): Promise<UploadServer> {
	const uploads = new Uploads(options);
	const {host, port} = options;
	try {
		const listener = await listen({host, port, handle: uploads.handle, readAhead});
		return {host: listener.host, port: listener.port, close: graceMs => uploads.close(listener, graceMs)};
	} catch (error) {
		throw new FailureError(listenFailure(error, host, port), {cause: error});
	}
}
