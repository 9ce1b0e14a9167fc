/** A peer as records tell it: its name, and where its uploads come from. */
export type PeerPlace = {readonly host: string; readonly address: string; readonly port: number};

/** The identity of a peer as a string, which no two peers have in common: names contain no spaces. */
export const placeKey = ({host, address, port}: PeerPlace): string => `${host} ${address} ${port}`;
