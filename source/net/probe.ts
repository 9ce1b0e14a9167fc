import {ConnectError, connect} from './connect.ts';

export type ProbeResult = 'accepted' | 'refused' | 'silent';

/**
 * Checks whether a port accepts connections: connects, sends nothing, and closes properly (RFC 900001, section 4).
 * Any other failure, for instance a missing route, counts as silence. Never rejects.
 */
export async function probe(options: {
	readonly address: string;
	readonly port: number;
	readonly timeoutMs: number;
}): Promise<ProbeResult> {
	const {address, port, timeoutMs} = options;
	try {
		const socket = await connect({host: address, port, timeoutMs});
		socket.on('error', () => {});
		// The other side may never close, and may go on sending: do not keep the socket for ever.
		const timer = setTimeout(() => socket.destroy(), timeoutMs).unref();
		socket.once('close', () => clearTimeout(timer));
		socket.resume().end();
		return 'accepted';
	} catch (error) {
		return error instanceof ConnectError && error.reason === 'refused' ? 'refused' : 'silent';
	}
}
