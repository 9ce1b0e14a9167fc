import {ConnectError, connect} from './connect.ts';

export type ProbeResult = 'accepted' | 'refused' | 'silent';

/**
 * Tries whether a port can be connected to: connects, sends nothing, closes in order (PROTOCOL.md 2).
 * Whatever keeps it from being told, a missing route for instance, counts as silence. Never rejects.
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
		// A party that does not close its side must not keep ours for ever.
		socket.setTimeout(timeoutMs, () => socket.destroy());
		socket.resume().end();
		return 'accepted';
	} catch (error) {
		return error instanceof ConnectError && error.reason === 'refused' ? 'refused' : 'silent';
	}
}
