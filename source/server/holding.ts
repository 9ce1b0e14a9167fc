/** Creates records of the index. */
import type {RfcRecord} from '../protocol/message.ts';
import type {Holding, IndexPeer, PeerFacts} from './index-peer.ts';

/** The facts about the document in an ADD. */
export type About = {
	readonly title: string;
	readonly size?: number;
	readonly digest?: string;
	readonly modified?: string;
};

/**
 * One object shape for records with details and one for those without, the majority in a classic swarm, keeps them
 * small.
 */
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

/** A record without the reference to its peer, which would keep the peer and all its records alive. */
export function plainRecord({peer: _, ...record}: Holding): RfcRecord {
	return record;
}

/** Whether two records say the same about a document. */
export const sameAbout = (a: About, b: About): boolean =>
	a.title === b.title && a.size === b.size && a.digest === b.digest && a.modified === b.modified;

/** Whether others would connect to the same place, under the same name. */
export const samePlace = (a: PeerFacts, b: PeerFacts): boolean =>
	a.host === b.host && a.address === b.address && a.port === b.port;

/** Whether a peer says the same about itself as before. */
export const sameFacts = (a: PeerFacts, b: PeerFacts): boolean =>
	samePlace(a, b) && a.os === b.os && a.agent === b.agent;
