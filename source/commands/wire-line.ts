/** One wire log entry as a plain line: `10:42:07.118 < bob  LOOKUP RFC 2616 P2P-CI/1.0  55 B`. */
import type {WireEntry} from '../net/wire-log.ts';
import {printable} from '../text/printable.ts';
import {count} from '../text/quantity.ts';

const signs = {received: '<', sent: '>', event: '*'} as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** The local time of day, to the millisecond. */
function clockTime(ms: number): string {
	const time = new Date(ms);
	return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

export function wireLine({time, direction, party, summary, status, bytes, duration}: WireEntry): string {
	const parts = [
		`${clockTime(time)} ${signs[direction]} ${printable(party)}`,
		status === undefined ? printable(summary) : `${status} ${printable(summary)}`,
		...(direction === 'event' ? [] : [`${count(bytes)} B`]),
		...(duration === undefined ? [] : [`${duration.toFixed(1)} ms`]),
	];
	return parts.join('  ');
}
