/**
 * The fields of 1.0 answers to GET, as other implementations write them (RFC 900001, section 6.2).
 */

export const knownFields = /^(?:date|os|last[- ]modified|content[- ]length|content[- ]type)$/i;
export const lengthField = /^content[- ]length$/i;
export const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/;
/** No field name is longer: a line without a colon up to here is data, even before its end has arrived. */
export const longestName = 64;

const names = ['date', 'os', 'last-modified', 'content-length', 'content-type'].map(name => `${name}:`);

/** Whether bytes begin with a known field; undefined while there are too few to tell. */
export function followsField(bytes: Buffer): boolean | undefined {
	const start = bytes
		.toString('latin1', 0, 20)
		.toLowerCase()
		.replace(/^\r/, '')
		.replace(/^(last|content) /, '$1-');
	if (names.some(name => start.startsWith(name))) return true;
	return names.some(name => name.startsWith(start)) ? undefined : false;
}
