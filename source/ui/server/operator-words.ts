/** What the operator of an index server is asked and told about a peer. Pure. */
import type {ProbeResult} from '../../net/probe.ts';
import type {PeerRow} from '../../server/server-state.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';

const outcomes: Readonly<Record<ProbeResult, string>> = {
	accepted: 'answers: others can get RFCs from it',
	refused: 'is closed: the connection was refused',
	silent: 'did not answer within 2 s',
};

/** What an attempt to connect to the upload port of a peer has shown. */
export const probedWords = ({host, port}: Pick<PeerRow, 'host' | 'port'>, result: ProbeResult): string =>
	`${printable(host)}: port ${port} ${outcomes[result]}.`;

/** The consequences, before it is done. */
export function disconnectQuestion({host, rfcs, version}: PeerRow): string {
	const shared =
		rfcs === 0
			? 'It shares nothing'
			: `Its ${counted(rfcs, 'RFC leaves', 'RFCs leave')} the index at once, and all who watch are told`;
	const after =
		version === '1.1'
			? 'A p2pci peer joins again by itself after a second: to keep it away, stop its program.'
			: 'It comes back when its program speaks to this server again.';
	return `Disconnect ${printable(host)}? ${shared}; transfers between peers go on. ${after}`;
}

/** What was done; `rfcs`: how many it shared. */
export const disconnectedWords = (name: string, done: boolean, rfcs: number): string =>
	done ? `${name} is disconnected: ${counted(rfcs, 'RFC')} left the index.` : `${name} had left already.`;
