/** Which programs of this machine are running, by their process numbers. */
import {createHash} from 'node:crypto';
import {readFileSync, readlinkSync} from 'node:fs';
import {hostname} from 'node:os';
import process from 'node:process';
import {codeOf} from '../../text/reasons.ts';

/**
 * Whether a process is running. One that has ended and was not waited for by its parent is not, though the system still
 * knows it: in containers that may last for ever.
 */
export function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (codeOf(error) !== 'EPERM') return false;
	}
	return statOf(pid)[0] !== 'Z';
}

/** When a process started, in clock ticks since boot; empty where the system does not say. */
export const beganAt = (pid: number | 'self'): string => statOf(pid)[19] ?? '';

/** What proc(5) tells of a process, from its state on; nothing on other systems. */
function statOf(pid: number | 'self'): readonly string[] {
	try {
		const facts = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The process name in parentheses may itself contain spaces and parentheses.
		return facts.slice(facts.lastIndexOf(')') + 2).split(' ');
	} catch {
		return [];
	}
}

/**
 * Stands for all programs whose process numbers this one can tell apart: those of the same machine, but not in other
 * containers on it. 8 hexadecimal digits.
 */
export const neighbourhood = (): string =>
	createHash('sha256').update(`${hostname()} ${processNamespace()}`).digest('hex').slice(0, 8);

/** Empty where the system does not say, or has no such thing. */
function processNamespace(): string {
	try {
		return readlinkSync('/proc/self/ns/pid');
	} catch {
		return '';
	}
}
