/**
 * In plain words, what just happened on the wire of a peer: who talked to whom about what. One sentence of a row, for
 * what is worth one; nothing for what goes on all the time. Pure.
 */
import type {WireEntry} from '../../net/wire-log.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {messageWords, partyName} from './message-words.ts';

export type Heard = {
	/** What came since the last time, oldest first. */
	readonly entries: readonly WireEntry[];
	/** All that is known, the newest last. */
	readonly kept: readonly WireEntry[];
	requestOf(entry: WireEntry): WireEntry | undefined;
	/** The name of this peer. */
	readonly me: string;
};

/** A sentence, and how much it matters: what is about documents matters more than what is about the index. */
export type Told = {readonly text: string; readonly weight: 1 | 2 | 3};

const rfcOf = (line: string): string | undefined => /\bRFC 0*(\d+)\b/.exec(line)?.[1];

/** A party as a word in a sentence. */
const name = (party: string): string => {
	const shown = printable(partyName(party));
	return shown.length > 24 ? `${shown.slice(0, 23)}…` : shown;
};

/** How many holders the index server named when it was last asked about an RFC. */
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
		return {weight: 3, text: `${who} asks you for RFC ${rfc}: it goes straight there, not by the index server.`};
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
		return {weight: 3, text: `${name(entry.party)} has ${fine ? '' : 'a part of '}RFC ${rfc} from you now.`};
	}
	if (entry.direction !== 'received') return undefined;
	if (method === 'LOOKUP' && rfc !== undefined) {
		if (entry.status === 404) return {weight: 2, text: `The index knows nobody who has RFC ${rfc} now (404).`};
		const holders = fine ? holdersTold(rfc, heard) : undefined;
		return holders === undefined
			? undefined
			: {weight: 2, text: `The index named ${holders} with RFC ${rfc}; the file itself it does not have.`};
	}
	if (!fine) return undefined;
	if (method === 'REMOVE' && rfc !== undefined)
		return {weight: 2, text: `The index has forgotten that you share RFC ${rfc}; your file stays.`};
	return undefined;
}

/** Changes that the index tells by itself: `rfc-added 9293 dave`. */
function changed({summary, party, direction}: WireEntry, me: string): Told | undefined {
	// No peer can have this name: it has a space.
	if (direction !== 'received' || party !== 'index server') return undefined;
	const [, event, rest = ''] = /^(rfc-added|rfc-removed|peer-joined|peer-left) (.+)$/.exec(summary) ?? [];
	const words = rest.split(' ');
	const who = words.at(-1) ?? '';
	if (event === undefined || who === me) return undefined;
	const [rfc] = words;
	const text = {
		'rfc-added': `The index tells: ${name(who)} shares RFC ${rfc} now.`,
		'rfc-removed': `The index tells: ${name(who)} does not share RFC ${rfc} any more.`,
		'peer-joined': `The index tells: ${name(who)} is here now.`,
		'peer-left': `The index tells: ${name(who)} is gone, and what only ${name(who)} had.`,
	}[event];
	return text === undefined ? undefined : {weight: 1, text};
}

/** What there is to say about one message. */
function toldOf(entry: WireEntry, heard: Heard): Told | undefined {
	if (entry.direction === 'event') return undefined;
	if (entry.status === undefined) return asked(entry, heard) ?? changed(entry, heard.me);
	const request = heard.requestOf(entry);
	return request === undefined ? undefined : answered(entry, request, heard);
}

/** RFCs that one peer shares now, told together. */
function sharedTogether({entries, me}: Heard): Told | undefined {
	const added = entries
		.flatMap(({summary}) => /^rfc-added \d+ (\S+)$/.exec(summary)?.[1] ?? [])
		.filter(who => who !== me);
	const [who] = added;
	if (who === undefined || added.length < 2 || added.some(other => other !== who)) return undefined;
	return {weight: 1, text: `The index tells: ${name(who)} shares ${added.length} more RFCs now.`};
}

/** At most so many of the newest messages are looked at. */
const mostHeard = 200;

/** The one sentence about what is new: the newest of those that matter most. */
export function narrate(heard: Heard): Told | undefined {
	let best: Told | undefined;
	for (const entry of heard.entries.slice(-mostHeard)) {
		const told = toldOf(entry, heard);
		if (told !== undefined && told.weight >= (best?.weight ?? 0)) best = told;
	}
	return best?.weight === 1 ? (sharedTogether(heard) ?? best) : best;
}
