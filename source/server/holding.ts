/** Creates records of the index, and copies them for whoever keeps them. */
import type {RfcRecord} from '../protocol/message.ts';
import type {About, Holding, IndexPeer, PeerFacts} from './index-peer.ts';

/**
 * One object shape for records with details and one for those without, the majority in a classic swarm, keeps them
 * small.
 */
export function makeHolding(peer: IndexPeer, rfc: number, about: About): Holding {
	const {title, size, digest, modified} = about;
	if (size === undefined && digest === undefined && modified === undefined) return {rfc, title, peer};
	return {
		rfc,
		title,
		...(size === undefined ? {} : {size}),
		...(digest === undefined ? {} : {digest}),
		...(modified === undefined ? {} : {modified}),
		peer,
	};
}

/** A record as it is now. The reference to its peer would keep the peer and all its records alive. */
export function recordOf({peer, ...document}: Holding): RfcRecord {
	const {host, address, port} = peer.facts;
	return {...document, host, address, port};
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
