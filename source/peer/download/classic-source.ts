/** Gets a whole document from an uploader that speaks only 1.0, for all ways of downloading. */
import {type ClassicDownloadResult, classicDownload} from '../../net/classic-download.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {DownloadTask} from './download-task.ts';

/** As `classicDownload`. `take` receives the bytes in order. */
export function askClassic(
	task: DownloadTask,
	holder: RfcRecord,
	{
		begin,
		take,
	}: {
		readonly begin: (total: number | undefined) => void | Promise<void>;
		readonly take: (bytes: Uint8Array) => void | Promise<void>;
	},
): Promise<ClassicDownloadResult> {
	const {tools, signal, expected} = task;
	const {host: from, address, port} = holder;
	return classicDownload({
		source: {rfc: task.rfc, from, address, port},
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
}
