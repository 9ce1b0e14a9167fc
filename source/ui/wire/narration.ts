/**
 * Narrates in plain words what just happened on a peer's wire: who talked to whom about what. One sentence of one row
 * for important events, none for routine ones. Pure.
 */
import type {ChangeCount, WireEntry} from '../../net/wire-log.ts';
import {sortedNames} from '../../text/name-list.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {cut} from '../../text/width.ts';
import {messageWords, partyName} from './message-words.ts';

export type Heard = {
	/** Messages since the last time, oldest first. */
	readonly entries: readonly WireEntry[];
	/** All messages in the log, the newest last. */
	readonly kept: readonly WireEntry[];
	requestOf(entry: WireEntry): WireEntry | undefined;
	/** The name of this peer. */
	readonly me: string;
	/** The RFCs that it looks up from time to time by itself. */
	readonly wanted: readonly number[];
};

/** A sentence and its importance: documents matter more than the index. */
export type Told = {readonly text: string; readonly weight: 1 | 2 | 3};

const rfcOf = (line: string): string | undefined => /\bRFC 0*(\d+)\b/.exec(line)?.[1];

/** The name of a party in a sentence. */
const name = (party: string): string => cut(printable(partyName(party)), 24);

/** How many holders the index server named in its last answer about an RFC. */
function holdersTold(rfc: string, {kept, requestOf}: Heard): string | undefined {
	const answer = kept.findLast(entry => {
		const request = entry.status === 200 ? requestOf(entry) : undefined;
		return request !== undefined && /^LOOKUP /.test(request.summary) && rfcOf(request.summary) === rfc;
	});
	const records =
		answer === undefined ? undefined : /^(\d+) records?\b/.exec(messageWords(answer, requestOf(answer)))?.[1];
	return records === undefined ? undefined : counted(Number(records), 'peer');
}

const isGet = ({summary}: WireEntry): boolean => /^GET /.test(summary);

/** Who sends an RFC: whom this request asks, and who was asked for it, too, and has yet to answer. */
function sendersOf(rfc: string, entry: WireEntry, {kept}: Heard): string {
	const open = new Map<number, WireEntry>();
	for (const each of kept.slice(-mostHeard)) {
		if (each.direction === 'event') {
			for (const {id, party} of [...open.values()]) if (party === each.party) open.delete(id);
		} else if (each.status !== undefined) open.delete(each.exchange);
		else if (each.direction === 'sent' && isGet(each) && rfcOf(each.summary) === rfc) open.set(each.id, each);
	}
	return sortedNames([entry, ...open.values()].map(({party}) => name(party)));
}

function asked(entry: WireEntry, heard: Heard): Told | undefined {
	const rfc = rfcOf(entry.summary);
	if (rfc === undefined || !isGet(entry)) return undefined;
	if (entry.direction === 'received') {
		return {
			weight: 3,
			text: `${name(entry.party)} asks you for RFC ${rfc}: it goes straight to that peer, not through the index server.`,
		};
	}
	const holders = holdersTold(rfc, heard);
	const who = sendersOf(rfc, entry, heard);
	const text =
		holders === undefined
			? `RFC ${rfc} comes straight from ${who}; the index only says who has what.`
			: `The index said who has RFC ${rfc} (${holders}); the file comes from ${who}.`;
	return {weight: 3, text};
}

function answered(entry: WireEntry, request: WireEntry, heard: Heard): Told | undefined {
	const rfc = rfcOf(request.summary);
	const method = /^\w+/.exec(request.summary)?.[0];
	const fine = entry.status === 200;
	if (method === 'GET' && entry.direction === 'sent' && rfc !== undefined && (fine || entry.status === 206)) {
		return {weight: 3, text: `${name(entry.party)} got ${fine ? '' : 'a part of '}RFC ${rfc} from you.`};
	}
	if (entry.direction !== 'received') return undefined;
	if (method === 'LOOKUP' && rfc !== undefined) {
		if (entry.status === 404) {
			// That nothing has changed is no news.
			if (heard.wanted.includes(Number(rfc))) return undefined;
			return {weight: 2, text: `The index knows nobody who has RFC ${rfc} now (404).`};
		}
		const holders = fine ? holdersTold(rfc, heard) : undefined;
		return holders === undefined
			? undefined
			: {weight: 2, text: `The index named ${holders} with RFC ${rfc}; it does not have the file itself.`};
	}
	if (!fine) return undefined;
	if (method === 'REMOVE' && rfc !== undefined)
		return {weight: 2, text: `The index has forgotten that you share RFC ${rfc}; your file stays.`};
	return undefined;
}

type Change = ChangeCount & {readonly event: ChangeEvent; readonly rfc?: string};

const changeEvents = ['peer-joined', 'peer-left', 'rfc-added', 'rfc-removed'] as const;
type ChangeEvent = (typeof changeEvents)[number];

const isTold = <Kind extends ChangeCount>(change: Kind): change is Kind & {readonly event: ChangeEvent} =>
	changeEvents.some(event => event === change.event);

/** The changes by other peers that the index reported in one message: `rfc-added 9293 dave`, or many. */
function changesOf({summary, party, direction, changes}: WireEntry, me: string): readonly Change[] {
	// No peer can have this name, since it contains a space.
	if (direction !== 'received' || party !== 'index server') return [];
	if (changes !== undefined) return changes.filter(isTold);
	const [event = '', rfc = '', who = rfc] = summary.split(' ');
	return [{event, count: 1, rfc, who}].filter(isTold).filter(change => change.who !== me);
}

/** What one peer did: its last change, and how many are like it. */
function changed(who: string, {event, rfc}: Change, alike: number): string {
	const peer = name(who);
	return {
		'rfc-added': `${peer} now shares ${alike > 1 ? `${alike} more RFCs` : `RFC ${rfc}`}.`,
		'rfc-removed': `${peer} no longer shares ${alike > 1 ? `${alike} RFCs` : `RFC ${rfc}`}.`,
		'peer-joined': `${peer} has joined.`,
		'peer-left': `${peer} has left; what only ${peer} had is gone.`,
	}[event];
}

/** What several peers did. */
function changedTogether(many: (event: ChangeEvent) => number): string {
	const parts: readonly (readonly [number, string, string])[] = [
		[many('peer-joined'), 'peer', 'joined'],
		[many('peer-left'), 'peer', 'left'],
		[many('rfc-added'), 'RFC', 'announced'],
		[many('rfc-removed'), 'RFC', 'taken back'],
	];
	return `${parts.flatMap(([count, what, did]) => (count === 0 ? [] : [`${counted(count, what)} ${did}`])).join(', ')}.`;
}

/** The changes that the index reported, in one sentence. */
function newsOf({entries, me}: Heard): Told | undefined {
	const changes = entries.flatMap(entry => changesOf(entry, me));
	const last = changes.at(-1);
	if (last === undefined) return undefined;
	const many = (event: ChangeEvent): number =>
		changes.reduce((all, change) => all + (change.event === event ? change.count : 0), 0);
	const {who} = last;
	const text =
		who !== undefined && changes.every(each => each.who === who)
			? changed(who, last, many(last.event))
			: changedTogether(many);
	return {weight: 1, text: `News from the index: ${text}`};
}

/** The sentence about one message; a change is told with all others. */
function toldOf(entry: WireEntry, heard: Heard): Told | undefined {
	if (entry.direction === 'event') return undefined;
	if (entry.status === undefined) return asked(entry, heard);
	const request = heard.requestOf(entry);
	return request === undefined ? undefined : answered(entry, request, heard);
}

/** Maximum number of messages considered one by one, the newest ones. */
const mostHeard = 200;

/** The sentence about the new messages: the newest of the most important ones. */
export function narrate(heard: Heard): Told | undefined {
	let best: Told | undefined;
	for (const entry of heard.entries.slice(-mostHeard)) {
		const told = toldOf(entry, heard);
		if (told !== undefined && told.weight >= (best?.weight ?? 0)) best = told;
	}
	return best ?? newsOf(heard);
}
