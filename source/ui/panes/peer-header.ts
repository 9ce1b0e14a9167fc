/** The top row of the peer's screen, and the sentences about its session with the index server. */
import type {PeerFacts, SessionState} from '../../peer/peer-state.ts';
import {type Failure, sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {cut} from '../../text/width.ts';
import {address, ahead} from '../format.ts';
import {keyOf} from '../keys.ts';
import {type Part, spread} from '../kit/spread.ts';
import {onScreen} from '../said.ts';
import type {Theme} from '../theme.ts';

type At = {readonly width: number; readonly theme: Theme; readonly now: number};

const roomy = 100;
/** Below this width only signs and the shortest words fit. */
const narrow = 50;

function sessionPart(session: SessionState, server: string, now: number): Part {
	switch (session.kind) {
		case 'connecting':
			return {text: `◐ connecting to ${server}`, tone: 'busy'};
		case 'joined':
			return {text: `● joined ${server}`, tone: 'good'};
		case 'waiting':
			return {text: `✗ not joined, again in ${ahead(session.retryAt - now)}`, tone: 'bad'};
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

/** The header for narrow terminals: own name, session state, and upload address. */
function narrowHeader(facts: PeerFacts, {width, theme, now}: At): string {
	const {session} = facts;
	const words = {connecting: '◐ joining', joined: '● joined', left: '○ left', waiting: ''}[session.kind];
	const {tone = 'plain'} = sessionPart(session, '', now);
	const text = session.kind === 'waiting' ? `✗ again in ${ahead(session.retryAt - now)}` : words;
	const reachable = session.kind === 'joined' ? session.reachable : undefined;
	const sign = reachable === undefined ? '○' : reachable ? '●' : '✗';
	const reach: Part = {text: `${sign} :${facts.uploadPort}`, tone: reachPart(facts, false).tone ?? 'plain'};
	return spread(
		[{text: cut(printable(facts.name), 12), tone: 'strong'}, {text, tone}, reach],
		{text: ''},
		{width, theme},
	);
}

/** The first row: who we are, where we are joined, and whether others can reach us. */
export function peerHeader(facts: PeerFacts, at: At): string {
	const {width, theme, now} = at;
	if (width < narrow) return narrowHeader(facts, at);
	const wide = width >= roomy;
	const name = printable(facts.name);
	const parts: Part[] = [
		{text: wide ? `p2pci peer ${name}` : `p2pci ${name}`, tone: 'strong'},
		sessionPart(facts.session, printable(facts.server), now),
		reachPart(facts, wide),
		{text: `shares ${counted(facts.shared, 'RFC')}`},
	];
	const network = facts.network === undefined ? [] : ['private'];
	const protocol = facts.session.kind === 'joined' ? [`P2P-CI/${facts.session.protocol}`] : [];
	return spread(parts, {text: [...network, ...protocol].join(' '), tone: 'dim'}, {width, theme});
}

/** A failure whose seconds count down. */
function untilNow(failure: Failure, seconds: number): Failure {
	if (failure.kind === 'server-lost') return {...failure, retryIn: seconds};
	return failure.kind === 'name-taken' && failure.freeIn !== undefined ? {...failure, freeIn: seconds} : failure;
}

/** What happens without doing anything, and what can be done with keys. */
function waitWords(failure: Failure, keys: boolean): string {
	const tries = `${keyOf('retry', 'peer')} tries now`;
	if (failure.kind === 'name-taken')
		return ` You then join by yourself${keys ? ` (${tries}, ${keyOf('quit', 'peer')} leaves)` : ''}.`;
	return keys ? ` (${tries}.)` : '';
}

type Trouble = {
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** Whether keys do something now; in a field they are letters. */
	readonly keys: boolean;
};

/** What is wrong with the session and what that means; undefined when all is well. */
export function sessionTrouble(facts: PeerFacts, {now, keys}: Trouble): string | undefined {
	const {session} = facts;
	// Kept during the next attempt, too: a row that comes and goes would move everything else.
	if ((session.kind === 'waiting' || session.kind === 'connecting') && session.failure !== undefined) {
		const retryAt = session.kind === 'waiting' ? session.retryAt : now;
		const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
		return `${onScreen(untilNow(session.failure, seconds))}${waitWords(session.failure, keys)}`;
	}
	if (session.kind === 'joined' && session.reachable === false) {
		return sentence({kind: 'unreachable', address: facts.address, port: facts.uploadPort});
	}
	return undefined;
}
