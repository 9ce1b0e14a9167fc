/** Sorts addresses as people expect it: 10.0.0.9 before 10.0.0.10. Pure. */

const dotted = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** The eight groups of an IPv6 address, of which `::` stands for those that are zero (RFC 4291, section 2.2). */
function groupsOf(address: string): readonly string[] {
	const [before = [], after] = address.split('::').map(part => (part === '' ? [] : part.split(':')));
	if (after === undefined) return before;
	return [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill(''), ...after];
}

/** A text to compare an address and a port by: IPv4 before IPv6 addresses and names. */
export function addressOrder(address: string, port: number): string {
	const known = dotted.test(address)
		? address.replaceAll(/\d+/g, byte => byte.padStart(3, '0'))
		: `~${groupsOf(address)
				.map(group => group.padStart(4, '0'))
				.join(':')}`;
	return `${known} ${String(port).padStart(5, '0')}`;
}
