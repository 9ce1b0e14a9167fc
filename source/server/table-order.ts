/** Sort values of cells that are neither plain text nor numbers. */
import type {Presence} from './server-state.ts';

const dotted = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** IPv4 addresses sort by their bytes and before all others, then by port. */
export function placeOrder(address: string, port: number): string {
	const known = dotted.test(address) ? address.replaceAll(/\d+/g, byte => byte.padStart(3, '0')) : `~${address}`;
	return `${known} ${String(port).padStart(5, '0')}`;
}

const troublesFirst: readonly Presence['kind'][] = ['unreachable', 'lease', 'probing', 'answers', 'up'];

/** Peers with problems sort first. */
export const presenceOrder = ({kind}: Presence): number => troublesFirst.indexOf(kind);
