/** The documents that a peer is now sending and receiving, for its ladder. Pure. */
import type {PeerFacts} from '../../peer/peer-state.ts';
import {percent, rate} from '../format.ts';
import type {Moving} from './ladder.ts';

/** `RFC 2616 43%, 60 KiB/s`. */
function label(
	rfc: number,
	part: number,
	{total, speed}: {readonly total?: number | undefined; readonly speed: number},
): string {
	const share = total === undefined ? '' : ` ${percent(part, total).trim()}`;
	return `RFC ${rfc}${share}, ${rate(speed)}`;
}

/** One for each source that sends, and for each upload. */
export function movingNow({downloads, uploads}: Pick<PeerFacts, 'downloads' | 'uploads'>): readonly Moving[] {
	const incoming = downloads.flatMap(({rfc, source, sources, state}): readonly Moving[] => {
		if (state.kind !== 'running') return [];
		const {received, total, rate: speed} = state;
		const sending = sources.filter(each => each.state === 'sending').map(({host, rate: own}) => ({host, speed: own}));
		// Before the first range comes, and while all sources rest, nobody sends.
		const from = sending.length === 0 ? [{host: source.host, speed}] : sending;
		return from.map(each => ({
			party: each.host,
			way: 'in',
			label: label(rfc, received, {total, speed: each.speed}),
		}));
	});
	const outgoing = uploads.flatMap(({rfc, to, sent, total, rate: speed, state}): readonly Moving[] =>
		state === 'running' ? [{party: to, way: 'out', label: label(rfc, sent, {total, speed})}] : [],
	);
	return [...incoming, ...outgoing];
}
