/** How many connections a port of this program may have. */
import {readFileSync} from 'node:fs';

/** More are not useful on one machine. */
const most = 20_000;
/** Files, and connections that we open ourselves: downloads and probes. */
const kept = 512;

/** How many files and connections this program may have open at once; undefined where the system does not say. */
function openFiles(): number | undefined {
	try {
		const digits = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
		return digits === undefined ? undefined : Number(digits);
	} catch {
		return undefined;
	}
}

/**
 * The limit of a port: 20,000, or what the system allows with something kept back. Without that the system would drop
 * the connections that come last, where we close those that were idle longest.
 */
export function connectionLimit(): number {
	const files = openFiles();
	return files === undefined ? most : Math.min(most, Math.max(Math.floor(files / 2), files - kept));
}
