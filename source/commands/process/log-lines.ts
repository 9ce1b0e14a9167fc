/** Plain log lines, one for each message and for each change of the index. */
import type {WireEntry} from '../../net/wire-log.ts';
import {isOfFolder} from '../../peer/download/folder-trouble.ts';
import type {Download, PeerFacts, SessionState} from '../../peer/peer-state.ts';
import type {WatchEvent} from '../../protocol/message.ts';
import type {IndexChange} from '../../server/server-state.ts';
import {hostPort} from '../../text/address.ts';
import {clockMillis} from '../../text/clock-time.ts';
import {sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {typed} from '../../text/typed.ts';

const signs = {received: '<', sent: '>', event: '*'} as const;

/** `10:42:07.118 < bob  LOOKUP RFC 2616 P2P-CI/1.0  55 B`; `<` received, `>` sent, `*` event. */
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

/** A change of the index, from the server itself or from WATCH. */
type Change = Pick<IndexChange, 'event' | 'host' | 'address' | 'port' | 'record' | 'moved'> & {
	readonly version?: string;
};

/** `10:42:07.119 + bob  RFC 2616 Hypertext Transfer Protocol`; `+` added, `-` removed, `~` changed. */
export function changeLine({event, host, address, port, version, record, moved = 0}: Change, time: number): string {
	const what = record
		? `RFC ${record.rfc} ${record.title}`
		: event === 'peer-left'
			? 'left, and all its RFCs with it'
			: `joined at ${hostPort(address, port)} with ${version}${moved > 0 ? `, and ${counted(moved, 'RFC')} with it` : ''}`;
	return `${clockMillis(time)} ${changeSigns[event]} ${printable(host)}  ${printable(what)}`;
}

/** A WATCH event in the same form; undefined for a heartbeat. */
export function eventLine(event: WatchEvent, time: number): string | undefined {
	if ('record' in event) return changeLine({...event.record, event: event.event, record: event.record}, time);
	if ('peer' in event) return changeLine({...event.peer, event: event.event}, time);
	if (event.event === 'heartbeat') return undefined;
	return `${clockMillis(time)} !  changes were missed; ${typed('list')} shows how the index is now`;
}

type Session = Pick<PeerFacts, 'session' | 'server' | 'address' | 'uploadPort'>;

/** What went wrong between a peer and its index server since `before`, or is right again; undefined for no news. */
export function sessionLine(before: SessionState, now: Session): string | undefined {
	const {session, server, address, uploadPort: port} = now;
	if (session === before || session.kind === 'connecting' || session.kind === 'left') return undefined;
	if (session.kind === 'waiting') return sentence(session.failure);
	const was = before.kind === 'joined' ? before.reachable : undefined;
	if (session.reachable === false && was !== false) return sentence({kind: 'unreachable', address, port});
	if (session.reachable === true && was === false) return `Others can reach you at ${hostPort(address, port)} now.`;
	return 'failure' in before ? `Joined the index server at ${server} again.` : undefined;
}

/** Why nothing can be saved, which somebody has to see to, where a download has failed for that since `before`. */
export function unsavedLine(before: readonly Download[], now: readonly Download[]): string | undefined {
	const unsaved = now.flatMap(download => {
		const {state} = download;
		return state.kind === 'failed' && isOfFolder(state.failure) ? [{download, failure: state.failure}] : [];
	});
	// There may be thousands that wait, at each change of one.
	if (unsaved.length === 0) return undefined;
	const known = new Set(before);
	const failure = unsaved.find(({download}) => !known.has(download))?.failure;
	return failure && sentence(failure);
}
