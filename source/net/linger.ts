/**
 * Closes connections to programs that do not speak the expected version. They may be in the middle of an answer, and
 * writing to a closed connection crashes many small programs: so only our side is closed, and the rest is read and
 * discarded.
 */
import type {Socket} from 'node:net';

export const lingerMs = 30_000;
export const lingerBytes = 16 * 1024 * 1024;

/**
 * Closes our side, and the connection once the other side has closed too, or has sent more than enough. Does not keep
 * the program running. `take` receives what still comes.
 */
export function linger(socket: Socket, take?: (chunk: Buffer) => void): void {
	let left = lingerBytes;
	socket.removeAllListeners('data').on('data', chunk => {
		left -= chunk.length;
		if (left < 0) socket.destroy();
		else take?.(chunk);
	});
	const timer = setTimeout(() => socket.destroy(), lingerMs).unref();
	socket.once('close', () => clearTimeout(timer)).unref();
	socket.end();
}

/** The same for a connection that is read by iteration. Never rejects. */
export async function lingerReading(socket: Socket, chunks: AsyncIterator<Uint8Array>): Promise<void> {
	const timer = setTimeout(() => socket.destroy(), lingerMs).unref();
	socket.unref().end();
	try {
		for (let left = lingerBytes; left > 0; ) {
			const next = await chunks.next();
			left = next.done ? 0 : left - next.value.length;
		}
	} catch {
		// The connection broke, which ends it as well.
	}
	clearTimeout(timer);
	socket.destroy();
}
