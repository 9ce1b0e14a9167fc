import {writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {codeOf} from '../../source/text/reasons.ts';

/**
 * Below the ports that systems hand out: those are taken at any moment by whoever listens at any free port or connects
 * to something, and a client that connects to one of them may connect to itself. Worker processes begin at different ones.
 */
let candidate = 10_000 + ((process.pid * 1009) % 20_000);

/**
 * A port of 127.0.0.1 at which nothing listens, and that nobody gets who asks for any: for what is to be refused there,
 * or to stop and start again. Different at each call.
 */
export async function unusedPort(): Promise<number> {
	for (;;) {
		const port = candidate++;
		if (claim(port) && (await isUnused(port))) return port;
	}
}

/** Makes the port ours among the workers of this run, which share a temporary folder. False when another one has it. */
function claim(port: number): boolean {
	try {
		writeFileSync(path.join(tmpdir(), `port-${port}`), '', {flag: 'wx'});
		return true;
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
		return false;
	}
}

function isUnused(port: number): Promise<boolean> {
	return new Promise(resolve => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}
