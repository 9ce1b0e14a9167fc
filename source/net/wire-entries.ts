/** Logs a client's messages to and from an index server in the wire log. */
import type {ResponseHead, WatchEvent} from '../protocol/message.ts';
import {type ChangeCount, firstLine, type WireLog, wireText} from './wire-log.ts';

const party = 'index server';

/** Logs a request, to the index server by default, and returns the id of its exchange. */
export const logSent = (wire: WireLog | undefined, text: string, to = party): number | undefined =>
	wire?.add({
		time: Date.now(),
		direction: 'sent',
		party: to,
		summary: firstLine(text),
		bytes: Buffer.byteLength(text),
		text: wireText(text),
	});

type Received = {
	readonly head: Pick<ResponseHead, 'code' | 'phrase'>;
	readonly text: string;
	readonly body: Buffer;
	/** Of an answer of 1.0, of which `text` may be the beginning only: its records, and the size of all of it. */
	readonly classic?: {readonly records: number; readonly bytes: number} | undefined;
	/** When the request was sent, by `performance.now()`; absent where the time does not matter. */
	readonly since?: number;
	readonly exchange: number | undefined;
};

/** How much of a body is shown. */
const shownBody = 8192;

function linesIn(body: Buffer): number {
	let count = 0;
	for (let at = body.indexOf(lineFeed); at >= 0; at = body.indexOf(lineFeed, at + 1)) count++;
	return count;
}

const lineFeed = 10;

/** Logs a complete response, or the head of one that does not end. */
export function logReceived(wire: WireLog | undefined, {head, text, body, classic, since, exchange}: Received): void {
	if (!wire) return;
	const whole = text + body.toString('utf8', 0, shownBody);
	const shown = wireText(whole);
	const bytes = classic?.bytes ?? Buffer.byteLength(text) + body.length;
	const isCut = shown !== whole || body.length > shownBody;
	// Where the records of 1.0 begin, and which lines are records, differs from server to server.
	const lines = classic?.records ?? (isCut ? linesIn(body) : undefined);
	wire.add({
		time: Date.now(),
		direction: 'received',
		party,
		summary: head.phrase,
		status: head.code,
		bytes,
		text: shown,
		...(lines === undefined ? {} : {lines}),
		exchange,
		...(since === undefined ? {} : {duration: performance.now() - since}),
	});
}

/** Logs an event that is not a message. */
export const logEvent = (wire: WireLog | undefined, what: string): void => {
	wire?.addEvent({time: Date.now(), party, what, trouble: false});
};

/** Up to this many changes that arrive together are logged one by one, more as a summary. */
const mostToldAlone = 8;

type Told = {
	readonly events: readonly WatchEvent[];
	readonly lines: readonly string[];
	readonly exchange: number | undefined;
	/** The name of the peer that watches, if it is one. */
	readonly own: string | undefined;
};

/** Logs changes of the index. Heartbeats are omitted, since they would push everything else out of the log. */
export function logEvents(wire: WireLog | undefined, {events, lines, exchange, own}: Told): void {
	if (!wire) return;
	const told = events.flatMap((event, at) => (event.event === 'heartbeat' ? [] : [{event, line: lines[at] ?? ''}]));
	const shared = {time: Date.now(), direction: 'received', party, exchange} as const;
	if (told.length <= mostToldAlone) {
		for (const {event, line} of told) {
			const text = wireText(`${line}\n`);
			wire.add({...shared, summary: eventWords(event), bytes: Buffer.byteLength(line) + 1, text});
		}
		return;
	}
	const first = told[0];
	const last = told.at(-1);
	if (!first || !last) return;
	wire.add({
		...shared,
		summary: `${told.length} changes: ${eventWords(first.event)} to ${eventWords(last.event)}`,
		bytes: told.reduce((sum, {line}) => sum + Buffer.byteLength(line) + 1, 0),
		text: wireText(
			told
				.slice(0, shownEvents)
				.map(({line}) => `${line}\n`)
				.join(''),
		),
		changes: changesIn(events, own),
	});
}

function changesIn(events: readonly WatchEvent[], own: string | undefined): readonly ChangeCount[] {
	const others = events.filter(event => hostOf(event) !== undefined && hostOf(event) !== own);
	return [...Map.groupBy(others, ({event}) => event)].map(([event, alike]) => {
		const who = hostOf(alike[0]);
		const isOne = alike.every(each => hostOf(each) === who);
		return {event, count: alike.length, ...(isOne && who !== undefined ? {who} : {})};
	});
}

const shownEvents = 40;

/** The peer whose change it is; undefined where it is nobody's. */
function hostOf(event: WatchEvent | undefined): string | undefined {
	if (event === undefined) return undefined;
	if ('record' in event) return event.record.host;
	return 'peer' in event ? event.peer.host : undefined;
}

/** `rfc-added 9293 dave`. */
function eventWords(event: WatchEvent): string {
	if ('record' in event) return `${event.event} ${event.record.rfc} ${event.record.host}`;
	return 'peer' in event ? `${event.event} ${event.peer.host}` : event.event;
}
