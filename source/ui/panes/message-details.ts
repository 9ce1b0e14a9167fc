/** A message as it was on the wire, line ends visible, with the answer to it or the question that it answers. */
import type {WireEntry, WireLog} from '../../net/wire-log.ts';
import {clockMillis} from '../../text/clock-time.ts';
import {printable, visibleLineEnds} from '../../text/printable.ts';
import {count} from '../../text/quantity.ts';
import {millis} from '../format.ts';
import {type Lines, linesOf} from '../kit/lines.ts';
import {chop} from '../kit/wrap.ts';

function heading(entry: WireEntry): string {
	const who = printable(entry.party);
	const words = {received: `from ${who}`, sent: `to ${who}`, event: who}[entry.direction];
	const took = entry.duration === undefined ? '' : `, after ${millis(entry.duration)} ms`;
	return `${clockMillis(entry.time)} ${words}, ${count(entry.bytes)} bytes${took}`;
}

const whole = (entry: WireEntry, width: number): readonly string[] => [
	heading(entry),
	...(entry.text === '' ? [printable(entry.summary)] : visibleLineEnds(entry.text))
		.flatMap(line => chop(line, width - 2))
		.map(line => `  ${line}`),
];

/** The other half of the exchange, while the log has it. */
function counterpart(entry: WireEntry, log: WireLog): WireEntry | undefined {
	if (entry.direction === 'event') return undefined;
	if (entry.exchange !== entry.id) return log.get(entry.exchange);
	return log.last(log.total - entry.id).find(other => other.exchange === entry.id);
}

/** The whole exchange that a message belongs to, request first, broken to `width` cells. */
export function messageDetails(entry: WireEntry, log: WireLog, width: number): Lines {
	const other = counterpart(entry, log);
	const both = (other === undefined ? [entry] : [entry, other]).toSorted((a, b) => a.id - b.id);
	return linesOf(both.flatMap((message, index) => [...(index === 0 ? [] : ['']), ...whole(message, width)]));
}
