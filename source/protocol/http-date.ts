/** Dates in fields (RFC 9110, section 5.6.7). */

const obsolete =
	/^[A-Z][a-z]+, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$|^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

const weekday = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), /;

/**
 * Parses an HTTP-date in any of its three forms, to milliseconds since the epoch; undefined for any other text. A wrong
 * day of the week does not matter: the date is complete without it.
 */
export function parseHttpDate(text: string): number | undefined {
	const isObsolete = obsolete.test(text);
	const date = new Date(isObsolete && !text.endsWith('GMT') ? `${text} GMT` : text);
	const time = date.getTime();
	if (Number.isNaN(time)) return undefined;
	if (isObsolete) return time;
	return weekday.test(text) && date.toUTCString().slice(4) === text.slice(4) ? time : undefined;
}
