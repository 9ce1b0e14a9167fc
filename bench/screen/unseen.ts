import path from 'node:path';
import process from 'node:process';
import type {Stage} from './stage.ts';

const script = path.join(import.meta.dirname, 'engine-only.ts');

/**
 * An index server without a screen, the baseline for the cost of one. It also runs in a pseudo-terminal, since a
 * system may schedule processes by terminal.
 */
export async function unseenServer(on: Stage): Promise<{readonly port: number; readonly pid: number}> {
	const terminal = on.start([script], {command: process.execPath, env: {NODE_ENV: 'production'}});
	const [, port] = /port (\d+)/.exec(await terminal.waitFor(/port \d+/)) ?? [];
	return {port: Number(port), pid: terminal.pid};
}
