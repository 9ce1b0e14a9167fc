/** A server that goes on in a thread of its own while this one is held up. */
import {once} from 'node:events';
import {Worker} from 'node:worker_threads';

export type AnsweringThread = AsyncDisposable & {
	readonly port: number;
	/** Holds this thread up until the answer has been sent, and for so many milliseconds: it is late, and unread. */
	readonly holdUp: (ms: number) => void;
};

/** Gives the same answer to whatever comes first on each connection. */
export async function answeringThread(answer: string): Promise<AnsweringThread> {
	const answered = new Int32Array(new SharedArrayBuffer(4));
	const server = new Worker(
		`const {workerData: {answered, answer}, parentPort} = require('node:worker_threads');
		const server = require('node:net').createServer(socket => socket.once('data', () => socket.write(answer, () => {
			Atomics.store(answered, 0, 1);
			Atomics.notify(answered, 0);
		})));
		server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
		{eval: true, workerData: {answered, answer}},
	);
	const [port] = await once(server, 'message');
	return {
		port,
		holdUp: ms => {
			const end = performance.now() + ms;
			Atomics.wait(answered, 0, 0);
			while (performance.now() < end);
		},
		async [Symbol.asyncDispose]() {
			await server.terminate();
		},
	};
}
