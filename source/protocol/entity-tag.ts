const quoted = /"[^"]*"/g;

/**
 * The one of our entity tags that an If-None-Match field names, weakly too; `*` names the first (RFC 9110, section
 * 13.1.2). Undefined without the field, and when it names none of them.
 */
export function namedTag(field: string | undefined, tags: readonly string[]): string | undefined {
	if (field === undefined) return undefined;
	if (field.trim() === '*') return tags[0];
	return field.match(quoted)?.find(tag => tags.includes(tag));
}
