/** Records of the index as they are made and compared. */
import type {RfcRecord} from '../protocol/message.ts';
import type {Holding, IndexPeer, PeerFacts} from './index-peer.ts';

/** What an ADD says about its document. */
export type About = {
	readonly title: string;
	readonly size?: number;
	readonly digest?: string;
	readonly modified?: string;
};

/** One shape for records with details and one for those without, which are most in a classic swarm, keep them small. */
export function makeHolding(peer: IndexPeer, rfc: number, about: About): Holding {
	const {host, address, port} = peer.facts;
	const {title, size, digest, modified} = about;
	if (size === undefined && digest === undefined && modified === undefined) {
		return {rfc, title, host, address, port, peer};
	}
	return {
		rfc,
		title,
		host,
		address,
		port,
		...(size === undefined ? {} : {size}),
		...(digest === undefined ? {} : {digest}),
		...(modified === undefined ? {} : {modified}),
		peer,
	};
}

/** A record without the way back to its peer, which others would keep alive with all that it held. */
export function plainRecord({peer: _, ...record}: Holding): RfcRecord {
	return record;
}

/** A copy that shares no memory with what the text was cut from. */
export const copyOf = (text: string): string => Buffer.from(text).toString();

export const sameAbout = (a: About, b: About): boolean =>
	a.title === b.title && a.size === b.size && a.digest === b.digest && a.modified === b.modified;

export const samePlace = (a: PeerFacts, b: PeerFacts): boolean =>
	a.host === b.host && a.address === b.address && a.port === b.port;

export const sameFacts = (a: PeerFacts, b: PeerFacts): boolean =>
	samePlace(a, b) && a.os === b.os && a.agent === b.agent;
