/** Who is there, in words. */
import type {PeerRecord} from '../../protocol/message.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {sayFound} from './found.ts';
import type {PeerTalk} from './peer-talk.ts';

/** Says which peers have joined, where they are, and how much they share; with words only those that have them. */
export function sayPeers(words: string, {peer, talk}: PeerTalk): void {
	const index = peer.index();
	if (index === undefined) {
		talk.say('Who is there is not known: you have not joined yet, or with P2P-CI/1.0, which does not tell.');
		return;
	}
	sayFound(words, {...peerLines, rows: index.peers()}, talk);
}

const peerLines = {
	what: 'peer',
	textOf: ({host, address, port}: PeerRecord) => `${host} ${address}:${port}`,
	lineOf({host, address, port, rfcs, reachable}: PeerRecord) {
		const silent = reachable === false ? ', cannot be reached' : '';
		return `${printable(host)} at ${printable(address)}, port ${port}: ${counted(rfcs, 'RFC')}${silent}.`;
	},
};
