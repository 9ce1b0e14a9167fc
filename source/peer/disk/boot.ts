/**
 * Identifies the current boot of this machine: data that was written but not synced survives as long as the boot is
 * the same.
 */
import {readFileSync} from 'node:fs';
import {hostname, uptime} from 'node:os';

const bootTimeGrainSeconds = 10;

/** The same for every program on this machine until it reboots. */
export function bootId(): string {
	try {
		return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
	} catch {
		// Other systems: the time of the boot. If rounding falls on a boundary the id differs, which errs on the safe
		// side.
		return `${hostname()} ${Math.round((Date.now() / 1000 - uptime()) / bootTimeGrainSeconds)}`;
	}
}
