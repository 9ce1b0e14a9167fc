/** Where a record belongs: an RFC, and the peer that holds it, as far as a record tells who that is. Pure. */
import {lowest} from '../order/sorted-list.ts';
import type {PeerRecord, RfcRecord} from '../protocol/message.ts';

export type Place = Pick<RfcRecord, 'host' | 'address' | 'port'>;
export type RecordPlace = Place & Pick<RfcRecord, 'rfc'>;

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** By host, address and port. */
export const comparePlaces = (one: Place, other: Place): number =>
	order(one.host, other.host) || order(one.address, other.address) || one.port - other.port;

/** By number, then place. */
export const compareRecords = (one: RecordPlace, other: RecordPlace): number =>
	one.rfc - other.rfc || comparePlaces(one, other);

export const placeKey = ({host, address, port}: Place): string => `${host} ${address} ${port}`;

/** A peer of 1.1 is its name; one of 1.0 its name, address and port together (PROTOCOL.md 2, "Who is who"). */
export const peerKey = (peer: PeerRecord): string => (peer.version === '1.1' ? peer.host : placeKey(peer));

/** Where a place is among holders in order, or would be. */
export const placeIn = (holders: readonly RfcRecord[], place: Place): number =>
	lowest(holders.length, index => {
		const holder = holders[index];
		return holder !== undefined && comparePlaces(holder, place) >= 0;
	});

/** The place that `rfc host address port` names. */
export function parseAnchor(anchor: string): RecordPlace | undefined {
	const [, rfc, host, address, port] = /^(\d+) (.*) (\S+) (\d+)$/s.exec(anchor) ?? [];
	if (host === undefined || address === undefined) return undefined;
	return {rfc: Number(rfc), host, address, port: Number(port)};
}
