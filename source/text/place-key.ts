/** A peer as records tell it: its name, and where its uploads come from. */
export type PeerPlace = {readonly host: string; readonly address: string; readonly port: number};

/** The identity of a peer as a string, which no two peers have in common: names contain no spaces. */
export const placeKey = ({host, address, port}: PeerPlace): string => `${host} ${address} ${port}`;

type Own = {readonly name: string; readonly address: string; readonly uploadPort: number};

/** Whether a peer, or the holder in a record, is this one, which 1.0 calls by its address. */
export const isOwn =
	({name, address, uploadPort}: Own) =>
	({host, port}: Pick<PeerPlace, 'host' | 'port'>): boolean =>
		(host === name || host === address) && port === uploadPort;
