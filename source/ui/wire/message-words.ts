/** What a message says, in the few words of a row. Pure, and worked out once for each message. */
import type {WireEntry} from '../../net/wire-log.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';

/** What the lines of an answer are, by the request. */
const lineNouns: readonly (readonly [request: RegExp, noun: string])[] = [
	[/^LIST +PEERS/, 'peer'],
	[/^(?:LOOKUP|LIST) /, 'record'],
	[/^SEARCH /, 'RFC'],
];

const fieldOf = (text: string, name: string): string | undefined =>
	new RegExp(`^${name}:[ \\t]*([^\\r\\n]*)`, 'im').exec(text)?.[1];

/** `4 records, 2 digests`: only of an answer whose text is here whole. */
function linesOf(entry: WireEntry, request: string): string | undefined {
	const noun = lineNouns.find(([pattern]) => pattern.test(request))?.[1];
	if (noun === undefined || entry.status !== 200 || Buffer.byteLength(entry.text) !== entry.bytes) return undefined;
	const body = entry.text.slice(entry.text.search(/\r?\n\r?\n/)).trim();
	const lines = body === '' ? [] : body.split('\n');
	const digests = new Set(lines.flatMap(line => /"digest":"([^"]*)"/.exec(line)?.[1] ?? [])).size;
	const differ = digests > 1 && /^LOOKUP /.test(request) ? `, ${digests} digests` : '';
	return `${counted(lines.length, noun)}${differ}`;
}

/** What the fields of an answer without lines tell. */
function fieldsOf(entry: WireEntry, request: string): string | undefined {
	if (entry.status !== 200) return undefined;
	const lease = /^JOIN /.test(request) ? fieldOf(entry.text, 'Lease') : undefined;
	if (lease !== undefined) return `OK, lease ${lease} s`;
	const reachable = /^RENEW /.test(request) ? fieldOf(entry.text, 'Reachable') : undefined;
	if (reachable === '?0') return 'OK, but not reachable';
	return reachable === '?1' ? 'OK, reachable' : undefined;
}

const said = new WeakMap<WireEntry, string>();

function words(entry: WireEntry, request: string): string {
	const summary = entry.summary.replace(/^P2P-CI\/\d\.\d \d{3} /, '');
	if (entry.status === undefined) return printable(summary);
	const told = linesOf(entry, request) ?? fieldsOf(entry, request) ?? summary;
	return printable(told.replace(/\b\d{4,}(?= bytes)/g, digits => count(Number(digits))));
}

/** A request as its first line, an answer as what came: `4 records, 2 digests`, `Not Found`. Safe to show. */
export function messageWords(entry: WireEntry, request: WireEntry | undefined): string {
	const known = said.get(entry);
	if (known !== undefined) return known;
	const text = words(entry, request?.summary ?? '');
	said.set(entry, text);
	return text;
}

/** Who is on the other side, without the port that an uploader is asked at. Not yet safe to show. */
export const partyName = (party: string): string => party.replace(/ :\d{1,5}$/, '');

/** Signs of the classes of status codes, legible without colours. */
export const statusSign = (status: number): string => (status < 300 ? '✓' : status < 400 ? '=' : '✗');

/** Whether it is the server trying a peer's port, or what came of that. */
export const isProbe = ({direction, summary}: WireEntry): boolean => direction === 'event' && /\bprobe/i.test(summary);
