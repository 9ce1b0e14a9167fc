/** Add and Remove, line by line. */

import {rfcNumber} from '../../rfc/typed-number.ts';
import {sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {isTitle} from '../input.ts';
import {removeQuestion} from '../peer/peer-words.ts';
import type {Dialogue} from './dialogue.ts';
import type {PeerTalk} from './peer-talk.ts';

/** Shares a number in the folders at once, or a file after asking for what is missing. */
export async function addDocument(text: string, {peer, talk}: PeerTalk): Promise<void> {
	const number = rfcNumber(text);
	const entry = number === undefined ? undefined : peer.library().find(({rfc}) => rfc === number);
	if (number !== undefined && entry === undefined) {
		talk.say(`RFC ${number} is not in your folders. Say add and the path of a file.`);
		return;
	}
	if (entry?.shared === true) {
		talk.say(`You share RFC ${entry.rfc} already.`);
		return;
	}
	if (entry !== undefined) {
		await peer.add({rfc: entry.rfc});
		talk.say(nowShared(entry.rfc));
		return;
	}
	const known = await peer.inspect(text);
	const typed = (await asked(talk, 'RFC number', known.rfc === undefined ? '' : String(known.rfc))) ?? '';
	const rfc = rfcNumber(typed);
	const name = rfc === undefined ? undefined : await asked(talk, 'Title', printable(known.title ?? ''));
	if (rfc === undefined && typed !== '') talk.say(sentence({kind: 'rfc-invalid', value: printable(typed)}));
	else if (name !== undefined && name !== '' && !isTitle(name)) talk.say(sentence({kind: 'title-invalid'}));
	if (rfc === undefined || name === undefined || !isTitle(name)) {
		talk.say('Cancelled: a document needs a number and a title.');
		return;
	}
	await peer.add({rfc, title: name, file: known.file});
	talk.say(nowShared(rfc));
}

const nowShared = (rfc: number): string =>
	`You share RFC ${rfc} now: others find it at the index server, and get it from you.`;

/** The answer to a question; an empty one is the suggestion. */
async function asked(talk: Dialogue, what: string, offered: string): Promise<string | undefined> {
	const answer = await talk.ask(offered === '' ? `${what}:` : `${what}, or nothing for ${offered}:`);
	return answer === '' ? offered : answer;
}

/** Stops sharing a document after a confirmation. */
export async function removeDocument(rfc: number, {peer, talk}: PeerTalk): Promise<void> {
	const entry = peer.library().find(each => each.rfc === rfc);
	if (entry?.shared !== true) talk.say(`You do not share RFC ${rfc}, so there is nothing to take back.`);
	else if (await talk.confirms(removeQuestion(rfc, entry.title))) {
		await peer.remove(rfc);
		talk.say(`RFC ${rfc} is out of the index. Your file stays; add ${rfc} shares it again.`);
	} else talk.say('Nothing was changed.');
}
