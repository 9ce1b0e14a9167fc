/** The processor time of other processes, as Linux counts it. */
import {readFileSync} from 'node:fs';

/** Milliseconds of one tick in /proc: USER_HZ is 100 on all architectures that Node.js runs on. */
const tickMs = 10;

/** From proc_pid_stat(5), counted from 0 after the name: utime and stime, cutime and cstime. */
const fields = {own: [11, 12], ended: [13, 14]} as const;

/**
 * Milliseconds that a process used itself, or those of its children that have ended; with a resolution of 10 ms. Throws
 * the system's error where there is no such process, or no /proc.
 */
export function processorMs(pid: number | string, of: keyof typeof fields = 'own'): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
	// The name in parentheses may contain spaces and parentheses itself.
	const values = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return tickMs * fields[of].reduce((ticks, field) => ticks + Number(values[field]), 0);
}
