import {connect, createServer, type Socket} from 'node:net';

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
	const listen = (wanted: number): Promise<void> => new Promise(resolve => server.listen(wanted, '127.0.0.1', resolve));
	await listen(0);
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const {port} = address;
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
		open: () => listen(port),
		to: other => {
			far = other;
		},
		async [Symbol.asyncDispose]() {
			close();
		},
	};
}
