/** Summarizes a message in a few words. Pure, and computed once for each message. */
import type {WireEntry} from '../../net/wire-log.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import type {Tone} from '../theme.ts';

/** What the lines of an answer are called, by the request. */
const lineNouns: readonly (readonly [request: RegExp, noun: string])[] = [
	[/^LIST +PEERS/, 'peer'],
	[/^(?:LOOKUP|LIST) /, 'record'],
	[/^SEARCH /, 'RFC'],
];

const fieldOf = (text: string, name: string): string | undefined =>
	new RegExp(`^${name}:[ \\t]*([^\\r\\n]*)`, 'im').exec(text)?.[1];

/** `4 records, 2 digests`; without the digests where the text is cut. */
function linesOf(entry: WireEntry, request: string): string | undefined {
	const noun = lineNouns.find(([pattern]) => pattern.test(request))?.[1];
	if (noun === undefined || entry.status !== 200) return undefined;
	if (entry.lines !== undefined) return counted(entry.lines, noun);
	if (Buffer.byteLength(entry.text) !== entry.bytes) return undefined;
	const body = entry.text.slice(entry.text.search(/\r?\n\r?\n/)).trim();
	const lines = body === '' ? [] : body.split('\n');
	const digests = new Set(lines.flatMap(line => /"digest":"([^"]*)"/.exec(line)?.[1] ?? [])).size;
	const differ = digests > 1 && /^LOOKUP /.test(request) ? `, ${digests} digests` : '';
	return `${counted(lines.length, noun)}${differ}`;
}

/** The essence of the fields of an answer without lines. */
function fieldsOf(entry: WireEntry, request: string): string | undefined {
	if (entry.status !== 200) return undefined;
	const lease = /^JOIN /.test(request) ? fieldOf(entry.text, 'Lease') : undefined;
	if (lease !== undefined) return `OK, lease ${lease} s`;
	const reachable = /^RENEW /.test(request) ? fieldOf(entry.text, 'Reachable') : undefined;
	if (reachable === '?0') return 'OK, but not reachable';
	return reachable === '?1' ? 'OK, reachable' : undefined;
}

const grouped = (digits: string): string => count(Number(digits));

/** `bytes 131,072-262,143 of 1,048,576`: which part a request asks for, or an answer contains; undefined of a whole. */
function rangeOf({text, status}: WireEntry): string | undefined {
	const field = status === undefined ? fieldOf(text, 'Range') : status === 206 ? fieldOf(text, 'Content-Range') : '';
	const [, from, to = '', whole] = /^bytes[ =](\d+)-(\d*)(?:\/(\d+))?$/.exec(field ?? '') ?? [];
	if (from === undefined) return undefined;
	const end = to === '' ? '' : grouped(to);
	return `bytes ${grouped(from)}-${end}${whole === undefined ? '' : ` of ${grouped(whole)}`}`;
}

const said = new WeakMap<WireEntry, string>();

function words(entry: WireEntry, request: string): string {
	const summary = entry.summary.replace(/^P2P-CI\/\d\.\d \d{3} /, '');
	const range = rangeOf(entry);
	if (entry.status === undefined && entry.direction !== 'event')
		return printable(range === undefined ? summary : `${summary}, ${range}`);
	const whole = range === undefined ? summary : summary.replace(/, (?:bytes .*|\d+ bytes)$/, `, ${range}`);
	const told = linesOf(entry, request) ?? fieldsOf(entry, request) ?? whole;
	return printable(told.replace(/\b\d{4,}(?=(?: of \d+)? bytes)/g, grouped));
}

/**
 * A request as its first line, with the range that it asks for; an answer as a summary: `4 records, 2 digests`, `Not
 * Found`. Safe to show.
 */
export function messageWords(entry: WireEntry, request: WireEntry | undefined): string {
	const known = said.get(entry);
	if (known !== undefined) return known;
	const text = words(entry, request?.summary ?? '');
	said.set(entry, text);
	return text;
}

/** The words of a request without the version that it is written in. */
export const withoutVersion = (words: string): string => words.replace(/ P2P-CI\/\d\.\d(?=$|, bytes )/, '');

/** The words of a part of a document in fewer cells, so that all of the range is told; others as they are. */
export const withShortRange = (words: string): string =>
	/, bytes \d/.test(words) ? withoutVersion(words).replace(/^Partial Content, /, '') : words;

/** The other side, without the port of an uploader. Not yet safe to show. */
export const partyName = (party: string): string => party.replace(/ :\d{1,5}$/, '');

/** Signs and tones for the classes of status codes. */
export const statusSign = (status: number): string => (status < 300 ? '✓' : status < 400 ? '=' : '✗');

/** The tone of a status code. */
export function statusTone(status: number): Tone {
	if (status < 300) return 'good';
	return status < 500 ? 'busy' : 'bad';
}

/** Whether it is a probe of a peer's port by the server, or its result. */
export const isProbe = ({direction, summary}: WireEntry): boolean => direction === 'event' && /\bprobe/i.test(summary);
