/** The top row of the peer's screen, and the sentences about its standing with the index server. */
import type {PeerFacts, SessionState} from '../../peer/peer-state.ts';
import {sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {address, age} from '../format.ts';
import {type Part, spread} from '../kit/spread.ts';
import type {Theme} from '../theme.ts';

type At = {readonly width: number; readonly theme: Theme; readonly now: number};

const roomy = 100;

function sessionPart(session: SessionState, server: string, now: number): Part {
	switch (session.kind) {
		case 'connecting':
			return {text: `◐ connecting to ${server}`, tone: 'busy'};
		case 'joined':
			return {text: `● joined ${server}`, tone: 'good'};
		case 'waiting':
			return {text: `✗ not joined, again in ${age(session.retryAt - now)}`, tone: 'bad'};
		case 'left':
			return {text: '○ left', tone: 'dim'};
	}
}

function reachPart(facts: PeerFacts, wide: boolean): Part {
	const {session} = facts;
	const place = wide ? address(facts.address, facts.uploadPort) : `:${facts.uploadPort}`;
	const reachable = session.kind === 'joined' ? session.reachable : undefined;
	if (reachable === true) return {text: wide ? `● others reach me at ${place}` : `● reachable ${place}`, tone: 'good'};
	if (reachable === false)
		return {text: wide ? `✗ nobody reaches me at ${place}` : `✗ unreachable ${place}`, tone: 'bad'};
	return {text: `○ upload server ${place}`};
}

export function peerHeader(facts: PeerFacts, {width, theme, now}: At): string {
	const wide = width >= roomy;
	const name = printable(facts.name);
	const parts: Part[] = [
		{text: wide ? `p2pci peer ${name}` : `p2pci ${name}`, tone: 'strong'},
		sessionPart(facts.session, printable(facts.server), now),
		reachPart(facts, wide),
		{text: `shares ${counted(facts.shared, 'RFC')}`},
	];
	const protocol = facts.session.kind === 'joined' ? `P2P-CI/${facts.session.protocol}` : '';
	return spread(parts, {text: protocol, tone: 'dim'}, {width, theme});
}

/** What is wrong with the session now and what it means; undefined while all is well. */
export function sessionTrouble(facts: PeerFacts): string | undefined {
	const {session} = facts;
	if (session.kind === 'waiting') return `${sentence(session.failure)} (r tries now.)`;
	if (session.kind === 'joined' && session.reachable === false) {
		return sentence({kind: 'unreachable', address: facts.address, port: facts.uploadPort});
	}
	return undefined;
}
