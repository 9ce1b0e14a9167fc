/** Plain log lines: one for each message, and one for each change of the index. */
import type {WireEntry} from '../net/wire-log.ts';
import type {IndexChange} from '../server/server-state.ts';
import {hostPort} from '../text/address.ts';
import {clockMillis} from '../text/clock-time.ts';
import {printable} from '../text/printable.ts';
import {count} from '../text/quantity.ts';

const signs = {received: '<', sent: '>', event: '*'} as const;

/** `10:42:07.118 < bob  LOOKUP RFC 2616 P2P-CI/1.0  55 B`; `<` came, `>` went, `*` happened. */
export function wireLine({time, direction, party, summary, status, bytes, duration}: WireEntry): string {
	const parts = [
		`${clockMillis(time)} ${signs[direction]} ${printable(party)}`,
		status === undefined ? printable(summary) : `${status} ${printable(summary)}`,
		...(direction === 'event' ? [] : [`${count(bytes)} B`]),
		...(duration === undefined ? [] : [`${duration.toFixed(1)} ms`]),
	];
	return parts.join('  ');
}

const changeSigns = {
	'peer-joined': '+',
	'peer-left': '-',
	'rfc-added': '+',
	'rfc-changed': '~',
	'rfc-removed': '-',
} as const;

/** `10:42:07.119 + bob  RFC 2616 Hypertext Transfer Protocol`; `+` came, `-` went, `~` changed. */
export function changeLine({event, host, address, port, version, record}: IndexChange, time: number): string {
	const what = record
		? `RFC ${record.rfc} ${record.title}`
		: event === 'peer-left'
			? 'left, and all its RFCs with it'
			: `joined at ${hostPort(address, port)} with ${version}`;
	return `${clockMillis(time)} ${changeSigns[event]} ${printable(host)}  ${printable(what)}`;
}
