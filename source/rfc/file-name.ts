/** File names of documents: `rfcNNNN.txt`. */

/** The largest number of an RFC (RFC 900001, section 3.4). */
export const largestNumber = 2 ** 31 - 1;

/** The RFC number in a file name `rfcNNNN.txt` (any case, leading zeros, 1..2^31-1); undefined for any other name. */
export function rfcNumberOfFile(name: string): number | undefined {
	const digits = /^rfc0*([1-9]\d{0,9})\.txt$/i.exec(name)?.[1];
	if (digits === undefined) return undefined;
	const number = Number(digits);
	return number <= largestNumber ? number : undefined;
}

/** The file name of an RFC: `rfc2616.txt`. */
export function fileNameOf(rfc: number): string {
	return `rfc${rfc}.txt`;
}

/** Orders file names of one RFC: the one that p2pci itself uses first, then the shorter ones. */
export function comparePlainness(one: string, other: string): number {
	return Number(!isPlain(one)) - Number(!isPlain(other)) || one.length - other.length || (one < other ? -1 : 1);
}

const isPlain = (name: string): boolean => name === fileNameOf(rfcNumberOfFile(name) ?? 0);
