/** Who is there, in words. */
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import type {PeerTalk} from './peer-talk.ts';

/** Says which peers have joined, where they are, and how much they share. */
export function sayPeers({peer, talk}: PeerTalk): void {
	const index = peer.index();
	if (index === undefined) {
		talk.say('Who is there is not known: you have not joined yet, or with P2P-CI/1.0, which does not tell.');
		return;
	}
	const all = index.peers();
	talk.say(`${counted(all.length, 'peer')}.`);
	talk.sayPage(
		all.map(({host, address, port, rfcs, reachable}) => {
			const silent = reachable === false ? ', cannot be reached' : '';
			return `${printable(host)} at ${printable(address)}, port ${port}: ${counted(rfcs, 'RFC')}${silent}.`;
		}),
	);
}
