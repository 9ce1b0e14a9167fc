/**
 * Narrates in plain words what just happened on a peer's wire: who talked to whom about what. One sentence of one row
 * for important events, none for routine ones. Pure.
 */
import type {WireEntry} from '../../net/wire-log.ts';
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

function asked(entry: WireEntry, heard: Heard): Told | undefined {
	const rfc = rfcOf(entry.summary);
	if (rfc === undefined || !/^GET /.test(entry.summary)) return undefined;
	const who = name(entry.party);
	if (entry.direction === 'received') {
		return {
			weight: 3,
			text: `${who} asks you for RFC ${rfc}: it goes straight to that peer, not through the index server.`,
		};
	}
	const holders = holdersTold(rfc, heard);
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

type Change = {
	readonly event: 'rfc-added' | 'rfc-removed' | 'peer-joined' | 'peer-left';
	readonly rfc: string;
	readonly who: string;
};

/** A change by another peer that the index reported: `rfc-added 9293 dave`. */
function changeOf({summary, party, direction}: WireEntry, me: string): Change | undefined {
	// No peer can have this name, since it contains a space.
	if (direction !== 'received' || party !== 'index server') return undefined;
	const [, event, rest = ''] = /^(rfc-added|rfc-removed|peer-joined|peer-left) (.+)$/.exec(summary) ?? [];
	const [rfc = '', who = rfc] = rest.split(' ');
	return event === undefined || who === me ? undefined : {event: event as Change['event'], rfc, who};
}

/** What one peer did: its last change, or all that are like it. */
function changed(changes: readonly Change[], {event, rfc, who}: Change): string {
	const alike = changes.filter(each => each.event === event).length;
	const peer = name(who);
	return {
		'rfc-added': `${peer} now shares ${alike > 1 ? `${alike} more RFCs` : `RFC ${rfc}`}.`,
		'rfc-removed': `${peer} no longer shares ${alike > 1 ? `${alike} RFCs` : `RFC ${rfc}`}.`,
		'peer-joined': `${peer} has joined.`,
		'peer-left': `${peer} has left; what only ${peer} had is gone.`,
	}[event];
}

/** What several peers did. */
function changedTogether(changes: readonly Change[]): string {
	const of = (event: Change['event']): readonly Change[] => changes.filter(each => each.event === event);
	const peers = (event: Change['event']): number => new Set(of(event).map(({who}) => who)).size;
	const parts: readonly (readonly [number, string, string])[] = [
		[peers('peer-joined'), 'peer', 'joined'],
		[peers('peer-left'), 'peer', 'left'],
		[of('rfc-added').length, 'RFC', 'announced'],
		[of('rfc-removed').length, 'RFC', 'taken back'],
	];
	return `${parts.flatMap(([many, what, did]) => (many === 0 ? [] : [`${counted(many, what)} ${did}`])).join(', ')}.`;
}

/** The changes that the index reported, in one sentence. */
function newsOf({entries, me}: Heard): Told | undefined {
	const changes = entries.flatMap(entry => changeOf(entry, me) ?? []);
	const last = changes.at(-1);
	if (last === undefined) return undefined;
	const isOne = changes.every(({who}) => who === last.who);
	return {weight: 1, text: `News from the index: ${isOne ? changed(changes, last) : changedTogether(changes)}`};
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
