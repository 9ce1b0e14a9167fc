/** The last messages on the wire, in words. */
import type {WireLog} from '../../net/wire-log.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import type {Dialogue} from './dialogue.ts';

const most = 20;

/** Says how many messages there were, and the last ones. */
export function sayMessages(wire: WireLog, talk: Dialogue): void {
	const many = counted(wire.total, 'message');
	talk.say(wire.total === 0 ? `${many} so far.` : `${many} so far; the last ones, the newest first:`);
	talk.sayPage(
		wire
			.last(most)
			.toReversed()
			.map(({direction, party, summary, status}) => {
				const way = direction === 'received' ? 'from' : direction === 'sent' ? 'to' : 'about';
				return `${way} ${printable(party)}: ${status === undefined ? '' : `${status} `}${printable(summary).replace(/\.$/, '')}.`;
			}),
	);
}
