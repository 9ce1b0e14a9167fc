/**
 * The peer as a conversation, for screen readers and braille: the six operations by number or word, and news, in
 * lines.
 */
import type {Peer} from '../../peer/peer.ts';
import {counted} from '../../text/quantity.ts';
import {bindings} from '../keys.ts';
import {movesNow} from '../peer/peer-scene.ts';
import {leaveQuestion} from '../peer/peer-words.ts';
import {announcements, sessionSentence} from './announcements.ts';
import {Dialogue, type LineSource} from './dialogue.ts';
import {asksForHelp, runLine, sayCommands, taken} from './line-command.ts';
import {peerCommands} from './peer-commands.ts';
import type {PeerTalk} from './peer-talk.ts';

type Around = {
	readonly lines: LineSource;
	/** Prints one line. */
	print(line: string): void;
	/** Ends the conversation. */
	readonly signal: AbortSignal;
};

/** The menu of the original program, as in the table of keys. */
const operations = bindings.filter(({act}) => act.startsWith('operation-'));
const menu = `${operations.map(({label}, at) => `${at + 1} ${label}`).join('. ')}. Type a number, or help for all commands.`;

/** Resolves when the person leaves, at the end of input, or when `signal` aborts. Does not close the peer. */
export async function talkAsPeer(peer: Peer, around: Around): Promise<void> {
	const talk = new Dialogue(around.lines, around);
	let known = peer.facts();
	const stop = peer.subscribe(() => {
		const facts = peer.facts();
		const news = announcements(known, facts);
		known = facts;
		for (const text of news) talk.say(text);
	});
	try {
		talk.say(`p2pci peer ${peer.facts().name}. ${sessionSentence(peer.facts())}`);
		talk.say(menu);
		const ground: PeerTalk = {peer, talk, signal: around.signal};
		while (await turn(ground));
	} finally {
		stop();
	}
}

/** Runs one command; false when the conversation is over. */
async function turn(ground: PeerTalk): Promise<boolean> {
	const {peer, talk} = ground;
	const line = await talk.ask();
	if (line === undefined) return false;
	if (line === '') {
		talk.say(menu);
		return true;
	}
	const [word] = taken(line);
	if (['5', 'exit', 'quit', 'q'].includes(word)) return !(await leaves(ground));
	if (asksForHelp(word)) {
		sayCommands(peerCommands, talk);
		return true;
	}
	if (!(await runLine(line, peerCommands, ground))) return false;
	return !ground.signal.aborted && peer.facts().session.kind !== 'left';
}

async function leaves({peer, talk}: PeerTalk): Promise<boolean> {
	if (!movesNow(peer)) return true;
	const facts = peer.facts();
	const answer = await talk.confirms(leaveQuestion(facts));
	if (answer === false) talk.say(`p2pci stays: ${counted(facts.downloads.length, 'download')} in the list.`);
	return answer !== false;
}
