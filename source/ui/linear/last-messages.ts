/** The last messages on the wire, in words. */
import {firstLine, type WireEntry, type WireLog} from '../../net/wire-log.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {type ExplainedLine, explain} from '../wire/explain.ts';
import {wireFacts, wireFilter} from '../wire/wire-filter.ts';
import type {Dialogue} from './dialogue.ts';

const most = 20;

/** `from bob: 200 OK.` */
function messageLine({direction, party, summary, status}: WireEntry): string {
	const way = direction === 'received' ? 'from' : direction === 'sent' ? 'to' : 'about';
	return `${way} ${printable(party)}: ${status === undefined ? '' : `${status} `}${printable(summary).replace(/\.$/, '')}.`;
}

/** What messages are filtered by, as on a screen. */
export const filterArgument = 'a filter such as alice, 404 or method:GET';

/** Says how many messages there were, and the last ones, each with its number; with a filter only those that match. */
export function sayMessages(filter: string, wire: WireLog, talk: Dialogue): void {
	const many = counted(wire.total, 'message');
	const {matches, wrong} = wireFilter(filter);
	if (wrong !== undefined) {
		talk.say(`That is no filter: ${wrong}.`);
		return;
	}
	const kept = wire.last(filter === '' ? most : wire.total);
	const found = filter === '' ? kept : kept.filter(entry => matches(factsOf(entry, wire)));
	const which = filter === '' ? 'the last ones' : matchWords(found.length, kept.length, wire.total);
	const order = found.length === 0 ? '.' : found.length === 1 ? ':' : ', the newest first:';
	talk.say(wire.total === 0 ? `${many} so far.` : `${many} so far; ${which}${order}`);
	talk.sayPage(found.toReversed().map(entry => `${entry.id}, ${messageLine(entry)}`));
}

/** How many match; of all messages, or of the last ones where the log has no more of them. */
function matchWords(found: number, kept: number, total: number): string {
	const which = kept < total ? `the last ${count(kept)}` : 'them';
	return `${count(found)} of ${which} ${found === 1 ? 'matches' : 'match'}`;
}

const factsOf = (entry: WireEntry, wire: WireLog) =>
	wireFacts(entry, entry.exchange === entry.id ? undefined : wire.get(entry.exchange));

/** Says a message line by line, and what each line means. */
export function sayMessage(number: string, wire: WireLog, talk: Dialogue): void {
	const entry = /^\d+$/.test(number) ? wire.get(Number(number)) : undefined;
	if (entry === undefined) {
		talk.say(`There is no message ${number} now: messages tells the numbers of the last ones.`);
		return;
	}
	const isEvent = entry.direction === 'event';
	talk.say(`${entry.id}, ${messageLine(entry)}${isEvent ? '' : ` ${counted(entry.bytes, 'byte')}.`}`);
	if (isEvent) return;
	const request = entry.exchange === entry.id ? undefined : firstLine(wire.get(entry.exchange)?.text ?? '');
	talk.sayPage(explain({text: entry.text, bytes: entry.bytes, request}).map(spokenLine));
}

/** A line without its end, which nobody hears, and what it means. */
function spokenLine({text, gloss, notes}: ExplainedLine): string {
	if (text === '') return notes.map(({says}) => says).join(' ');
	const told = text.replace(/␍?␊$/, '') || 'An empty line';
	return gloss === '' ? told : `${told}; ${gloss}.`;
}
