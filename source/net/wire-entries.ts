/** What the client side writes into a wire log about messages to and from an index server. */
import type {ResponseHead, WatchEvent} from '../protocol/message.ts';
import {type WireLog, wireText} from './wire-log.ts';

const party = 'index server';

const firstLine = (text: string): string => text.slice(0, Math.max(0, text.search(/\r?\n/)));

/** Tells a request; gives the id of its exchange. */
export const logSent = (wire: WireLog | undefined, text: string): number | undefined =>
	wire?.add({
		time: Date.now(),
		direction: 'sent',
		party,
		summary: firstLine(text),
		bytes: Buffer.byteLength(text),
		text: wireText(text),
	});

type Received = {
	readonly head: Pick<ResponseHead, 'code' | 'phrase'>;
	readonly text: string;
	readonly body: Buffer;
	/** When the request was sent; by `performance.now()`. */
	readonly since: number;
	readonly exchange: number | undefined;
};

/** Bytes of a body that are shown. */
const shownBody = 8192;

/** Tells a whole response of 1.1. */
export function logReceived(wire: WireLog | undefined, {head, text, body, since, exchange}: Received): void {
	wire?.add({
		time: Date.now(),
		direction: 'received',
		party,
		summary: head.phrase,
		status: head.code,
		bytes: Buffer.byteLength(text) + body.length,
		duration: performance.now() - since,
		text: wireText(text + body.toString('utf8', 0, shownBody)),
		...(exchange === undefined ? {} : {exchange}),
	});
}

/** Tells something that is no message. */
export const logEvent = (wire: WireLog | undefined, what: string): void => {
	wire?.addEvent({time: Date.now(), party, what, trouble: false});
};

type WatchEntry = {readonly exchange: number | undefined};

/** Tells that the server sends its changes from now on. */
export function logWatching(
	wire: WireLog | undefined,
	{head, text, exchange}: WatchEntry & {readonly head: ResponseHead; readonly text: string},
): void {
	wire?.add({
		time: Date.now(),
		direction: 'received',
		party,
		summary: head.phrase,
		status: head.code,
		bytes: Buffer.byteLength(text),
		text: wireText(text),
		...(exchange === undefined ? {} : {exchange}),
	});
}

/** Changes that came together and are told one by one; more are told as one. */
const mostToldAlone = 8;

type Told = WatchEntry & {readonly events: readonly WatchEvent[]; readonly lines: readonly string[]};

/** Tells changes of the index. Heartbeats are left out: they would push everything else from the log. */
export function logEvents(wire: WireLog | undefined, {events, lines, exchange}: Told): void {
	if (!wire) return;
	const told = events.flatMap((event, at) => (event.event === 'heartbeat' ? [] : [{event, line: lines[at] ?? ''}]));
	const add = (summary: string, text: string, bytes: number) =>
		wire.add({
			time: Date.now(),
			direction: 'received',
			party,
			summary,
			bytes,
			text: wireText(text),
			...(exchange === undefined ? {} : {exchange}),
		});
	if (told.length <= mostToldAlone) {
		for (const {event, line} of told) add(eventWords(event), `${line}\n`, Buffer.byteLength(line) + 1);
		return;
	}
	const first = told[0];
	const last = told.at(-1);
	if (!first || !last) return;
	const bytes = told.reduce((sum, {line}) => sum + Buffer.byteLength(line) + 1, 0);
	const text = told.slice(0, shownEvents).map(({line}) => `${line}\n`);
	add(`${told.length} changes: ${eventWords(first.event)} to ${eventWords(last.event)}`, text.join(''), bytes);
}

const shownEvents = 40;

/** `rfc-added 9293 dave`. */
function eventWords(event: WatchEvent): string {
	if ('record' in event) return `${event.event} ${event.record.rfc} ${event.record.host}`;
	return 'peer' in event ? `${event.event} ${event.peer.host}` : event.event;
}
