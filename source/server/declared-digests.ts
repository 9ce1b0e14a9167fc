/**
 * Which digests the holders of one RFC declare, updated as holders come and go. While they all agree, nothing is
 * counted.
 */

/** None, the one that all declare (even if its holders have gone), or the number of holders of each. */
export type DeclaredDigests = undefined | string | Map<string, number>;

type Declares = {readonly digest?: string};

/** The number of different digests: two or more mean different documents under one number. */
export const versions = (declared: DeclaredDigests): number =>
	declared === undefined ? 0 : typeof declared === 'string' ? 1 : declared.size;

/** After a holder was added, which is already among `holders`. */
export function withDigest(
	declared: DeclaredDigests,
	digest: string | undefined,
	holders: readonly Declares[],
): DeclaredDigests {
	if (digest === undefined || declared === digest) return declared;
	if (declared === undefined) return digest;
	return typeof declared === 'string' ? counted(holders) : plus(declared, digest, 1);
}

/** After a holder was removed. */
export function withoutDigest(declared: DeclaredDigests, digest: string | undefined): DeclaredDigests {
	return digest === undefined || declared === undefined || typeof declared === 'string'
		? declared
		: plus(declared, digest, -1);
}

function counted(holders: readonly Declares[]): DeclaredDigests {
	const counts = new Map<string, number>();
	for (const {digest} of holders) if (digest !== undefined) counts.set(digest, (counts.get(digest) ?? 0) + 1);
	return simplest(counts);
}

/** In place, so that a crowd that declares ten thousand digests of one RFC does not cause as many copies. */
function plus(counts: Map<string, number>, digest: string, more: number): DeclaredDigests {
	const count = (counts.get(digest) ?? 0) + more;
	if (count > 0) counts.set(digest, count);
	else counts.delete(digest);
	return simplest(counts);
}

function simplest(counts: Map<string, number>): DeclaredDigests {
	if (counts.size > 1) return counts;
	const [only] = counts.keys();
	return only;
}
