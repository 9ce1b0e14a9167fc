/** The identity of a record: an RFC, and the peer that holds it, as far as a record identifies it. Pure. */
import {compareValues} from '../../order/compare.ts';
import {lowest} from '../../order/sorted-list.ts';
import type {PeerRecord, RfcRecord} from '../../protocol/message.ts';
import {placeKey} from '../../text/place-key.ts';

export type Place = Pick<RfcRecord, 'host' | 'address' | 'port'>;
export type RecordPlace = Place & Pick<RfcRecord, 'rfc'>;

/** By host, address and port. */
export const comparePlaces = (one: Place, other: Place): number =>
	compareValues(one.host, other.host) || compareValues(one.address, other.address) || one.port - other.port;

/** By number, then place. */
export const compareRecords = (one: RecordPlace, other: RecordPlace): number =>
	one.rfc - other.rfc || comparePlaces(one, other);

/**
 * A 1.1 peer is identified by its name; a 1.0 peer by name, address and port together (RFC 900001, section 4.10).
 */
export const peerKey = (peer: PeerRecord): string => (peer.version === '1.1' ? peer.host : placeKey(peer));

/** The index of a place among sorted holders, or where it would be inserted. */
export const placeIn = (holders: readonly RfcRecord[], place: Place): number =>
	lowest(holders.length, index => {
		const holder = holders[index];
		return holder !== undefined && comparePlaces(holder, place) >= 0;
	});

/** Parses `rfc host address port`. */
export function parseAnchor(anchor: string): RecordPlace | undefined {
	const [, rfc, host, address, port] = /^(\d+) (.*) (\S+) (\d+)$/s.exec(anchor) ?? [];
	if (host === undefined || address === undefined) return undefined;
	return {rfc: Number(rfc), host, address, port: Number(port)};
}
