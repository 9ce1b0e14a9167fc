/** A name for a peer, as similar as possible to one that cannot be one. */

/** Without white space and unusual characters: `al ice` gives `al-ice`. */
export function suggestedName(name: string): string {
	const plain = name
		.trim()
		.replace(/\s+/g, '-')
		.replace(/[^\p{L}\p{N}_.-]/gu, '');
	return plain === '' ? 'bob' : plain;
}
