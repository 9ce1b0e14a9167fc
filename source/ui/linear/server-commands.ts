/** The commands of the index server's conversation: what is in the index, the messages, and what an operator may do. */
import type {RfcRow} from '../../order/rfc-row.ts';
import type {IndexServer} from '../../server/index-server.ts';
import type {PeerRow} from '../../server/server-state.ts';
import {hostPort} from '../../text/address.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {disconnectedWords, disconnectQuestion, probedWords} from '../server/operator-words.ts';
import type {Dialogue} from './dialogue.ts';
import {sayFound} from './found.ts';
import {filterArgument, sayMessage, sayMessages} from './last-messages.ts';
import type {LineCommand} from './line-command.ts';

export type ServerTalk = {readonly server: IndexServer; readonly talk: Dialogue};

type Command = LineCommand<ServerTalk>;

/** Every row of a table. */
export const allRows = {filter: '', offset: 0, limit: 100_000};

const placeOf = ({address, port}: PeerRow): string => hostPort(printable(address), port);

const peerLines = {
	what: 'peer',
	textOf: (peer: PeerRow) => `${peer.host} ${placeOf(peer)}`,
	lineOf: (peer: PeerRow) => `${printable(peer.host)} at ${placeOf(peer)}: ${counted(peer.rfcs, 'RFC')}.`,
};

const rfcLines = {
	what: 'RFC',
	textOf: ({rfc, title}: RfcRow) => `rfc${rfc} ${title}`,
	lineOf: ({rfc, title, holders}: RfcRow) => `RFC ${rfc}, ${printable(title)}: ${counted(holders, 'holder')}.`,
};

/** A command about a peer: all peers of a name are meant one after the other, as those of 1.0 may share one. */
const aboutPeer =
	(work: (peer: PeerRow, ground: ServerTalk) => Promise<void>): Command['run'] =>
	async (name, ground) => {
		const peers = ground.server.peers(allRows).rows.filter(({host}) => printable(host) === name);
		if (peers.length === 0) ground.talk.say(`No peer here is called ${name}: peers tells who is here.`);
		for (const peer of peers) await work(peer, ground);
	};

async function disconnect(peer: PeerRow, {server, talk}: ServerTalk): Promise<void> {
	const answer = await talk.confirms(`At ${placeOf(peer)}: ${disconnectQuestion(peer)}`);
	// Without an answer the server itself ends, and nobody stays.
	if (answer === undefined) return;
	if (!answer) {
		talk.say(`${printable(peer.host)} stays.`);
		return;
	}
	const rfcs = server.peer(peer.key)?.rfcs ?? 0;
	talk.say(disconnectedWords(printable(peer.host), server.disconnect(peer.key), rfcs));
}

async function probe(peer: PeerRow, {server, talk}: ServerTalk): Promise<void> {
	talk.say(`Trying to connect to ${printable(peer.host)} at ${placeOf(peer)}.`);
	const result = await server.probe(peer.key);
	if (result !== undefined) talk.say(probedWords(peer, result));
}

export const serverCommands: readonly Command[] = [
	{
		names: ['1', 'peers'],
		argument: 'WORDS',
		label: 'who is here',
		run: (words, {server, talk}) => sayFound(words, {...peerLines, rows: server.peers(allRows).rows}, talk),
	},
	{
		names: ['2', 'rfcs'],
		argument: 'WORDS',
		label: 'what is shared',
		run: (words, {server, talk}) => sayFound(words, {...rfcLines, rows: server.rfcs(allRows).rows}, talk),
	},
	{
		names: ['3', 'messages'],
		argument: filterArgument,
		label: 'the last messages, sent and received',
		run: (filter, {server, talk}) => sayMessages(filter, server.wire, talk),
	},
	{
		names: ['message'],
		argument: 'NUMBER',
		question: 'Number of the message:',
		label: 'a message in full, and what its lines mean',
		run: (number, {server, talk}) => sayMessage(number, server.wire, talk),
	},
	{names: ['more', 'm'], label: 'the next lines of a long answer', run: (_, {talk}) => talk.more()},
	{
		names: ['probe'],
		argument: 'NAME',
		question: 'Name of the peer:',
		label: "try a peer's upload port now",
		run: aboutPeer(probe),
	},
	{
		names: ['disconnect'],
		argument: 'NAME',
		question: 'Name of the peer:',
		label: 'disconnect a peer',
		run: aboutPeer(disconnect),
	},
	{names: ['4', 'exit'], label: 'end the index server', run: () => {}},
];
