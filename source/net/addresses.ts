/** Addresses of connections and of this machine. */
import {type NetworkInterfaceInfo, networkInterfaces} from 'node:os';
import {hostPort, isLoopback} from '../text/address.ts';

export type Endpoint = {readonly address: string; readonly port: number};

/** An endpoint as the key of a map. */
export const endpointKey = ({address, port}: Endpoint): string => hostPort(address, port);

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

/** Interfaces to containers, virtual machines and tunnels, by the names that their programs give them. */
const inward =
	/^(?:br-[\da-f]{12}$|bridge1\d\d$|cali|cni|docker|lx[cd]|podman|tailscale|tap|u?tun|veth|virbr|vmnet|vboxnet|wg|zt)|vEthernet|VirtualBox|VMware/i;

/**
 * The address at which others on the network reach this machine: one of a real network where there is one, and of
 * these an IPv4 address; 127.0.0.1 without any. `found`: by interface, in the system's order.
 */
export function lanAddress(found: ReturnType<typeof networkInterfaces> = networkInterfaces()): string {
	const [best] = Object.entries(found)
		.flatMap(([name, list = []]) => list.map(each => ({...each, isInward: inward.test(name)})))
		.filter(({address, internal}) => !internal && !address.toLowerCase().startsWith('fe80:'))
		.sort((one, other) => unlikeliness(one) - unlikeliness(other));
	return best?.address ?? '127.0.0.1';
}

/** An address that a machine gave itself, because nobody else did, is better than none (RFC 3927). */
const unlikeliness = ({address, family, isInward}: NetworkInterfaceInfo & {readonly isInward: boolean}): number =>
	(isInward || address.startsWith('169.254.') ? 2 : 0) + (family === 'IPv4' ? 0 : 1);

/** Whether listening on this address means listening on all addresses. */
export const isWildcard = (host: string): boolean => host === '::' || host === '0.0.0.0' || host === '';
