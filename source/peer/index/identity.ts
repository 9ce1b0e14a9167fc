import {isWildcard, lanAddress} from '../../net/addresses.ts';
import type {Version} from '../../protocol/message.ts';

/** What a peer tells the index server about itself when it joins. */
export type Identity = {
	readonly name: string;
	readonly uploadPort: number;
	/** Where the upload server listens: one address, or all (`::`). */
	readonly uploadHost: string;
	/** The address that the person gave for others to connect to. */
	readonly address?: string | undefined;
	readonly os: string;
	readonly agent: string;
	/** Proves that we already own the name. */
	readonly token?: string | undefined;
};

export type Joined = {
	readonly version: Version;
	/** Where others connect to, as far as the server says. */
	readonly address: string;
	/** Seconds; absent in 1.0. */
	readonly lease?: number;
	/** Absent in 1.0. */
	readonly token?: string;
	/** As in `Contact`: it may be no index server. */
	readonly strange?: boolean;
};

/**
 * Where others reach the upload server, as far as the peer can tell by itself: the address that the person gave, or
 * the machine's.
 */
export const ownAddress = ({address, uploadHost}: Pick<Identity, 'address' | 'uploadHost'>): string =>
	address ?? (isWildcard(uploadHost) ? lanAddress() : uploadHost);
