/** Which run of this machine this is: what was written and not synced is still there as long as it is the same one. */
import {readFileSync} from 'node:fs';
import {hostname, uptime} from 'node:os';

const bootTimeGrainSeconds = 10;

/** The same for every program on this machine until it is started anew. */
export function bootId(): string {
	try {
		return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
	} catch {
		// Elsewhere: when it was started. Where that falls on a border the answer is another one, which is the safe side.
		return `${hostname()} ${Math.round((Date.now() / 1000 - uptime()) / bootTimeGrainSeconds)}`;
	}
}
