/** The identity of a peer on the screens. */
import type {PeerRecord} from '../../protocol/message.ts';

export type PeerPlace = Pick<PeerRecord, 'host' | 'address' | 'port'>;

/** The identity as a string, which no two peers have in common: names contain no spaces. */
export const placeOf = ({host, address, port}: PeerPlace): string => `${host} ${address} ${port}`;
