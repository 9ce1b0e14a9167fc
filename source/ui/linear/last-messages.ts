/** The last messages on the wire, in words. */
import {firstLine, type WireEntry, type WireLog} from '../../net/wire-log.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {type ExplainedLine, explain} from '../wire/explain.ts';
import type {Dialogue} from './dialogue.ts';

const most = 20;

/** `from bob: 200 OK.` */
function messageLine({direction, party, summary, status}: WireEntry): string {
	const way = direction === 'received' ? 'from' : direction === 'sent' ? 'to' : 'about';
	return `${way} ${printable(party)}: ${status === undefined ? '' : `${status} `}${printable(summary).replace(/\.$/, '')}.`;
}

/** Says how many messages there were, and the last ones, each with its number. */
export function sayMessages(wire: WireLog, talk: Dialogue): void {
	const many = counted(wire.total, 'message');
	talk.say(wire.total === 0 ? `${many} so far.` : `${many} so far; the last ones, the newest first:`);
	const last = wire.last(most).toReversed();
	talk.sayPage(last.map(entry => `${entry.id}, ${messageLine(entry)}`));
}

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
