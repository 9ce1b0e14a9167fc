/** Addresses of connections and of this machine. */
import {type NetworkInterfaceInfo, networkInterfaces} from 'node:os';
import {isLoopback} from '../text/address.ts';

export type Endpoint = {readonly address: string; readonly port: number};

/** How long the list of this machine's addresses is cached; querying the system for each request costs too much. */
const addressesFreshMs = 10_000;
let own: {readonly at: number; readonly addresses: ReadonlySet<string>} | undefined;

const interfaces = (): readonly NetworkInterfaceInfo[] =>
	Object.values(networkInterfaces()).flatMap(list => list ?? []);

function ownAddresses(): ReadonlySet<string> {
	const now = performance.now();
	if (!own || now - own.at > addressesFreshMs) {
		own = {at: now, addresses: new Set(interfaces().map(({address}) => address))};
	}
	return own.addresses;
}

/** Whether an address is one of this machine's. */
export const isOwnAddress = (address: string): boolean => isLoopback(address) || ownAddresses().has(address);

/** Whether the other end of a connection is on this machine. */
export const isThisMachine = ({remote, local}: {readonly remote: Endpoint; readonly local: Endpoint}): boolean =>
	remote.address === local.address || isOwnAddress(remote.address);

/**
 * The address at which others on the network reach this machine: IPv4 where it has one; 127.0.0.1 without a network.
 */
export function lanAddress(): string {
	const outside = interfaces().filter(({address, internal}) => !internal && !address.toLowerCase().startsWith('fe80:'));
	return (outside.find(({family}) => family === 'IPv4') ?? outside[0])?.address ?? '127.0.0.1';
}

/** Whether listening on this address means listening on all addresses. */
export const isWildcard = (host: string): boolean => host === '::' || host === '0.0.0.0' || host === '';
