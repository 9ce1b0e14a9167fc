/** Notices for the operator in the rows above the keys, while something is wrong. */
import type {Stranger} from '../../net/admission.ts';
import type {Notice} from '../../server/server-state.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {address} from '../format.ts';
import {keyOf} from '../keys.ts';
import {wrapAtMost} from '../kit/wrap.ts';

/** How long a past event is shown. */
const eventMs = {stranger: 300_000, full: 60_000} as const;

/** Present conditions and recent events. `now` in ms since the epoch. */
export const current = (notices: readonly Notice[], now: number): readonly Notice[] =>
	notices.filter(notice => notice.kind === 'unreachable' || now - notice.time < eventMs[notice.kind]);

const causes = {
	refused: 'its upload port is closed.',
	silent: 'a firewall there, or a Wi-Fi that keeps its clients apart?',
} as const;

const strangers: Readonly<Record<Stranger, string>> = {
	encrypted: 'tried to speak TLS: it may have been started with a network key, which this open server does not use.',
	plain: 'sent plain text to this private port and got no answer: it was started without the network key (--key FILE).',
	'other-key': 'tried to join with another key than that of this network, and got no answer.',
};

/** What is wrong and what that means, in a sentence. */
export function noticeSentence(notice: Notice): string {
	switch (notice.kind) {
		case 'unreachable': {
			const name = printable(notice.host);
			const rfcs = notice.rfcs === 0 ? 'It' : `Its ${counted(notice.rfcs, 'RFC')} cannot be got; it`;
			return `${name} joined, but nobody can reach ${address(notice.address, notice.port)} from here: ${causes[notice.because]} ${rfcs} is tried every 30 s (${keyOf('probe', 'peers')} on ${name} tries now).`;
		}
		case 'stranger':
			return `${printable(notice.address)} ${strangers[notice.how]}`;
		case 'full':
			return `All ${count(notice.connections)} connections are taken: of those that never joined, the longest idle are closed first.`;
	}
}

/** At most `most` rows of `width` cells; none when nothing is wrong. */
export function noticeRows(
	notices: readonly Notice[],
	{width, most}: {readonly width: number; readonly most: number},
): readonly string[] {
	const [first] = notices;
	if (first === undefined) return [];
	const others = notices.length - 1;
	const more = others === 0 ? '' : `(and ${counted(others, 'more', 'more')}) `;
	return wrapAtMost(`✗ ${more}${noticeSentence(first)}`, width, most);
}
