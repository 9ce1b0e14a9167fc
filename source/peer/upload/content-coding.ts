/** The Accept-Encoding field of a request (RFC 9110, section 12.5.3): in which coding a document may be sent. Pure. */

/** Content codings that an upload server knows, the better one first. */
export const codings = ['zstd', 'gzip'] as const;
export type Coding = (typeof codings)[number];

const member = /^([!#$%&'*+.^_`|~\w-]+)(?:[ \t]*;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i;

/** The best coding for the other side; undefined when it accepts none or prefers the plain bytes. */
export function preferredCoding(accepted: string | undefined): Coding | undefined {
	if (accepted === undefined) return undefined;
	const weights = weightsIn(accepted);
	const weightOf = (coding: string): number => weights.get(coding) ?? weights.get('*') ?? 0;
	const best = codings.reduce((one, other) => (weightOf(other) > weightOf(one) ? other : one));
	// `identity` is always acceptable; if it is not listed, any listed coding is preferred.
	return weightOf(best) > 0 && weightOf(best) >= (weights.get('identity') ?? 0) ? best : undefined;
}

/** The weight, 0 to 1, of each listed coding. Malformed members are ignored. */
function weightsIn(accepted: string): ReadonlyMap<string, number> {
	const weights = new Map<string, number>();
	for (const text of accepted.split(',')) {
		const [, name = '', weight = '1'] = member.exec(text.trim()) ?? [];
		const coding = name.toLowerCase();
		// The older name (RFC 9110, section 8.4.1.3).
		if (coding !== '') weights.set(coding === 'x-gzip' ? 'gzip' : coding, Number(weight));
	}
	return weights;
}
