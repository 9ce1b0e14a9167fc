/** The worker thread that reads documents to be sent: a hanging folder (a dead network mount) blocks nothing else. */
import {parentPort, workerData} from 'node:worker_threads';
import {buffersIn, type ReadBatch, type ReaderMemory} from './upload-buffers.ts';
import {readNow} from './upload-read.ts';

const {memory}: ReaderMemory = workerData;
const buffers = buffersIn(memory);

parentPort?.on('message', (batch: ReadBatch) => {
	for (const job of batch) {
		const buffer = buffers[job[0]];
		if (buffer) readNow(buffer, job);
	}
	parentPort?.postMessage(batch.map(([buffer]) => buffer));
});
