/** The addresses that clients are told to connect to (RFC 900001 and RFC 900002). */
import {compareValues} from '../order/compare.ts';
import {isLoopback} from '../text/address.ts';
import type {Client} from './client.ts';
import type {Holding, PeerFacts} from './index-peer.ts';

/** An address as stored, or the server's own where it means "this machine" and the client is on another one. */
export const placeFor = (client: Client, host: string): string =>
	client.onThisMachine || !isLoopback(host) ? host : client.local.address;

/** The host in a 1.0 data line: what a 1.0 peer sent, or the address of a 1.1 peer. */
const classicHost = (client: Client, facts: Pick<PeerFacts, 'version' | 'host' | 'address'>): string =>
	placeFor(client, facts.version === '1.0' ? facts.host : facts.address);

export type ClassicRecord = {
	readonly rfc: number;
	readonly title: string;
	readonly host: string;
	readonly port: number;
};

/** The records of one RFC as a 1.0 client sees them, sorted by the host that is shown, then port. */
export function classicRecords(client: Client, holders: readonly Holding[]): readonly ClassicRecord[] {
	const shown = holders.map(({rfc, title, peer: {facts}}) => {
		return {rfc, title, host: classicHost(client, facts), port: facts.port};
	});
	return shown.length === 1 ? shown : shown.sort((a, b) => compareValues(a.host, b.host) || a.port - b.port);
}
