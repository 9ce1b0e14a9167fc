import {connect, createServer, type Socket} from 'node:net';

export type Crowd = AsyncDisposable & {
	/** Resolves when every peer has received the answers to all its requests. */
	readonly announced: Promise<void>;
};

export type CrowdOptions = {
	readonly host: string;
	/** The index server's port. */
	readonly port: number;
	readonly peers: number;
	/** RFCs of each peer: the numbers overlap, so that each RFC has several holders. */
	readonly rfcs: number;
	/** How many different RFCs there are in all. */
	readonly different: number;
	/** Whether those that have announced everything renew their leases every 10 s; otherwise they expire after a while. */
	readonly renew?: boolean;
};

const renewMs = 10_000;
const status = 'P2P-CI/1.1 200 OK';

/**
 * Simulated 1.1 peers that join and announce everything at once, and stay. They share one upload port, which accepts
 * connections.
 */
export async function crowd(options: CrowdOptions): Promise<Crowd> {
	const uploads = createServer(socket => socket.on('error', () => {}).resume());
	await new Promise<void>(resolve => uploads.listen(0, options.host, resolve));
	const address = uploads.address();
	const uploadPort = typeof address === 'object' && address ? address.port : 0;
	const sockets: Socket[] = [];
	const done = new Map<number, Socket>();
	const renew = () => {
		for (const [index, socket] of done) socket.write(`RENEW PEER P2P-CI/1.1\r\nHost: ${nameOf(index)}\r\n\r\n`);
	};
	const timer = options.renew ? setInterval(renew, renewMs) : undefined;
	const announce = (index: number) =>
		new Promise<void>((resolve, reject) => {
			const socket = connect({host: options.host, port: options.port});
			sockets.push(socket);
			let answers = 0;
			let rest = '';
			socket.on('data', chunk => {
				const parts = (rest + String(chunk)).split(status);
				answers += parts.length - 1;
				rest = parts.at(-1)?.slice(-status.length) ?? '';
				if (answers < options.rfcs + 1) return;
				done.set(index, socket);
				resolve();
			});
			socket
				.on('error', reject)
				.on('close', () => reject(new Error(`peer ${index} was closed after ${answers} answers`)));
			socket.write(requestsOf(index, uploadPort, options));
		});
	const announced = Promise.all(Array.from({length: options.peers}, (_, index) => announce(index))).then(() => {});
	announced.catch(() => {});
	return {
		announced,
		async [Symbol.asyncDispose]() {
			clearInterval(timer);
			for (const socket of sockets) socket.destroy();
			await new Promise(resolve => uploads.close(resolve));
		},
	};
}

const nameOf = (index: number): string => `peer-${String(index).padStart(4, '0')}`;

function requestsOf(index: number, uploadPort: number, {rfcs, different}: CrowdOptions): string {
	const name = nameOf(index);
	let text = `JOIN PEER P2P-CI/1.1\r\nHost: ${name}\r\nPort: ${uploadPort}\r\n\r\n`;
	for (let at = 0; at < rfcs; at++) {
		const rfc = 1 + ((index * 37 + at * 101) % different);
		text += `ADD RFC ${rfc} P2P-CI/1.1\r\nHost: ${name}\r\nTitle: Title of document ${rfc}\r\n\r\n`;
	}
	return text;
}
