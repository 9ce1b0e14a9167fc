/** The thread that reads documents to send: a folder that hangs (a network mount that is gone) hangs nothing but this. */
import {parentPort, workerData} from 'node:worker_threads';
import type {ReadBatch, ReaderMemory} from './upload-buffers.ts';
import {readNow} from './upload-read.ts';

const {memory}: ReaderMemory = workerData;

parentPort?.on('message', (batch: ReadBatch) => {
	for (const job of batch) readNow(memory, job);
	parentPort?.postMessage(batch.map(([buffer]) => buffer));
});
