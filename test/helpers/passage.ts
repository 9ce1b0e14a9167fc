import {connect, createServer, type Socket} from 'node:net';
import {unusedPort} from './ports.ts';

/** A port that forwards to another one until it is closed, which cuts its connections. */
export type Passage = AsyncDisposable & {
	readonly port: number;
	/** Cuts its connections; new ones are accepted. */
	cut(): void;
	/** Cuts its connections and refuses new ones. */
	close(): void;
	/** Accepts connections again. */
	open(): Promise<void>;
	/** Forwards to this port from now on. */
	to(port: number): void;
};

export async function passage(target: number): Promise<Passage> {
	const sockets = new Set<Socket>();
	let far = target;
	const server = createServer(near => {
		const next = connect(far, '127.0.0.1');
		for (const [from, into] of [
			[near, next],
			[next, near],
		] as const) {
			sockets.add(from);
			from.on('error', () => {}).on('close', () => into.destroy());
			from.pipe(into);
		}
	});
	// Nobody else may take it while it is closed.
	const port = await unusedPort();
	const listen = (): Promise<void> =>
		new Promise((resolve, reject) => {
			server.once('error', reject);
			server.listen(port, '127.0.0.1', resolve);
		});
	await listen();
	const cut = () => {
		for (const socket of sockets) socket.destroy();
		sockets.clear();
	};
	const close = () => {
		server.close();
		cut();
	};
	return {
		port,
		cut,
		close,
		open: listen,
		to: other => {
			far = other;
		},
		async [Symbol.asyncDispose]() {
			close();
		},
	};
}
