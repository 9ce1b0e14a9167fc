/** What the client side writes into a wire log about messages to and from an index server. */
import type {ResponseHead} from '../protocol/message.ts';
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
	wire?.add({time: Date.now(), direction: 'event', party, summary: what, bytes: 0, text: what});
};
