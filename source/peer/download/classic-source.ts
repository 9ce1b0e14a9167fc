/** Gets a whole document from an uploader that speaks only 1.0, for all ways of downloading. */
import {type ClassicDownloadResult, classicDownload} from '../../net/classic-download.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {FailureError} from '../../text/failures.ts';
import type {DownloadTask} from './download-task.ts';

type Asking = {
	/** The task's by default. */
	readonly signal?: AbortSignal;
	readonly begin: (total: number | undefined) => void | Promise<void>;
	readonly take: (bytes: Uint8Array) => void | Promise<void>;
};

/** As `classicDownload`, and rejects when more comes than the index says. `take` receives the bytes in order. */
export async function askClassic(
	task: DownloadTask,
	holder: RfcRecord,
	{signal = task.signal, begin, take}: Asking,
): Promise<ClassicDownloadResult> {
	const {tools, rfc, expected} = task;
	const {host: from, address, port} = holder;
	try {
		return await classicDownload({
			source: {rfc, from, address, port},
			host: tools.name,
			os: tools.os,
			wire: tools.wire,
			signal,
			onAnswer: ms => task.uploaderOf(holder).answered(ms),
			onHead: begin,
			onData: take,
			// Surplus line ends are dropped only at the end.
			...(expected.bytes === undefined ? {} : {maxBytes: expected.bytes + 4}),
		});
	} catch (error) {
		const failure = error instanceof FailureError ? error.failure : undefined;
		if (failure?.kind !== 'announced-too-large' || expected.bytes === undefined) throw error;
		throw new FailureError({kind: 'other-version', rfc, from, reason: 'it is longer'}, {cause: error});
	}
}
