/** Where an asker is told to connect to (PROTOCOL.md 2 and 3). */
import {isLoopback} from '../text/address.ts';
import type {Asker} from './asker.ts';
import {compareText, type Holding, type PeerFacts} from './index-peer.ts';

/** A place as it is kept, or, where it means "this machine" and the asker is on another one, the server's own address. */
export const placeFor = (asker: Asker, host: string): string =>
	asker.onThisMachine || !isLoopback(host) ? host : asker.local.address;

/** The host of a 1.0 data line: what a 1.0 peer sent, the address of a 1.1 peer. */
export const classicHost = (asker: Asker, facts: Pick<PeerFacts, 'version' | 'host' | 'address'>): string =>
	placeFor(asker, facts.version === '1.0' ? facts.host : facts.address);

export type ClassicRecord = {
	readonly rfc: number;
	readonly title: string;
	readonly host: string;
	readonly port: number;
};

/** The records of one RFC as a 1.0 asker sees them, in the order of the host that is shown, then port. */
export function classicRecords(asker: Asker, holders: readonly Holding[]): readonly ClassicRecord[] {
	const shown = holders.map(({rfc, title, port, peer}) => ({rfc, title, host: classicHost(asker, peer.facts), port}));
	return shown.length === 1 ? shown : shown.sort((a, b) => compareText(a.host, b.host) || a.port - b.port);
}
