/** The Retry-After field of an answer (RFC 9110, section 10.2.3). */
import {parseHttpDate} from './http-date.ts';
import type {Fields} from './message.ts';
import {decimal} from './numbers.ts';

/**
 * Seconds to wait; undefined when the answer does not tell. A date is compared with that of the answer: the clock of
 * this machine may differ.
 */
export function retryAfterIn(fields: Fields): number | undefined {
	const text = fields.get('Retry-After') ?? '';
	const sent = parseHttpDate(fields.get('Date') ?? '', 0);
	const until = sent === undefined ? undefined : parseHttpDate(text, sent);
	if (sent === undefined || until === undefined) return decimal(text);
	return Math.max(0, (until - sent) / 1000);
}
