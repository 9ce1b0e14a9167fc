/**
 * The door of a private port: connections come in once their handshake has proven that they have the network's key.
 * Whoever lacks it gets no byte of P2P-CI.
 */
import type {Socket} from 'node:net';
import type {Server, TLSSocket} from 'node:tls';
import {plainAddress} from '../text/address.ts';
import {codeOf} from '../text/reasons.ts';
import {linger} from './linger.ts';
import {alertRecord, handshakeByte, type NetworkKey} from './network-key.ts';

/** Who connects to the wrong kind of port: `encrypted` to an open one, the others to a private one. */
export type Stranger = 'encrypted' | 'plain' | 'other-key';

/** The same in words for a log. */
export const strangerWords: Readonly<Record<Stranger, string>> = {
	encrypted: 'speaks TLS, which this open port does not',
	plain: 'sent plain text to this private port: nothing was answered',
	'other-key': 'does not have the key of this network: nothing was answered',
};

export type AdmissionOptions = {
	readonly key: NetworkKey;
	/** Milliseconds from connecting to the end of the handshake. */
	readonly timeoutMs: number;
	/** How many connections may wait to be admitted; 4,096 by default. Of more, the oldest are closed. */
	readonly mostWaiting?: number;
	readonly onAdmitted: (socket: Socket) => void;
	readonly onStranger: (address: string, how: Stranger) => void;
};

/** Clients that only looked whether somebody listens, or went away. */
const gone: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE']);

/**
 * A handshake that has begun takes some 60 KB, and ends soon. More than the system delivers at a time never wait of those
 * who go on with theirs.
 */
const defaultMostWaiting = 4096;

type Waiting = {readonly socket: Socket; readonly deadline: NodeJS.Timeout};

export class Admission {
	readonly #options: AdmissionOptions;
	readonly #server: Server;
	/** Connections that are not admitted yet, by their ends, the oldest first. */
	readonly #waiting = new Map<string, Waiting>();

	constructor(options: AdmissionOptions) {
		this.#options = options;
		this.#server = options.key
			.server()
			.on('secureConnection', socket => this.#admit(socket))
			.on('tlsClientError', (error, socket) => this.#reject(error, socket));
	}

	/** How many connections have yet to prove that they have the key. */
	get waiting(): number {
		return this.#waiting.size;
	}

	/** Takes a connection over. */
	begin(socket: Socket): void {
		const end = endOf(socket);
		if (this.#waiting.size >= (this.#options.mostWaiting ?? defaultMostWaiting)) this.dropOldest();
		const deadline = setTimeout(() => socket.destroy(), this.#options.timeoutMs).unref();
		const waiting = {socket, deadline};
		this.#waiting.set(end, waiting);
		socket
			.on('error', () => {})
			.once('close', () => {
				clearTimeout(deadline);
				if (this.#waiting.get(end) === waiting) this.#waiting.delete(end);
			});
		const onEnd = () => socket.destroy();
		socket.once('end', onEnd).once('data', first => {
			socket.off('end', onEnd).pause();
			if (first[0] === handshakeByte) {
				socket.unshift(first);
				this.#server.emit('connection', socket);
				return;
			}
			clearTimeout(deadline);
			this.#options.onStranger(addressOf(socket), 'plain');
			socket.write(alertRecord);
			linger(socket);
		});
	}

	/** Closes the connection that has waited longest. False when none waits. */
	dropOldest(): boolean {
		const [oldest] = this.#waiting;
		if (!oldest) return false;
		const [end, {socket}] = oldest;
		this.#waiting.delete(end);
		socket.destroy();
		return true;
	}

	/** Closes all that wait. */
	close(): void {
		while (this.dropOldest());
	}

	#admit(socket: TLSSocket): void {
		const end = endOf(socket);
		clearTimeout(this.#waiting.get(end)?.deadline);
		this.#waiting.delete(end);
		this.#options.onAdmitted(socket);
	}

	#reject(error: Error, socket: TLSSocket): void {
		if (!gone.has(codeOf(error) ?? '')) this.#options.onStranger(addressOf(socket), 'other-key');
		// The alert that tells the other side goes out first.
		socket.destroySoon();
	}
}

const addressOf = (socket: Socket): string => plainAddress(socket.remoteAddress ?? '');
const endOf = ({remoteAddress, remotePort, localAddress}: Socket): string =>
	`${remoteAddress} ${remotePort} ${localAddress}`;
