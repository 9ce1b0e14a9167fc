import {useMemo, useRef} from 'react';
import type {Peer} from '../../peer/peer.ts';
import type {PeerFacts} from '../../peer/peer-state.ts';
import {useHeldOrder} from '../hooks/use-held-order.ts';
import {arranged, type Transfer, transferKey, transfersOf, within} from '../panes/transfer-rows.ts';

/** The former list as long as it contains the same. */
function useSame(list: readonly number[]): readonly number[] {
	const last = useRef(list);
	const isSame = last.current.length === list.length && list.every((item, at) => item === last.current[at]);
	if (!isSame) last.current = list;
	return last.current;
}

/**
 * The rows of the transfers: computed only after changes, since thousands may be in the queue. One that is let go on is
 * in the queue for an instant, for which its row must not move. `roomFor`: how many rows there are for so many
 * transfers.
 */
export function useTransfers(
	peer: Peer,
	{downloads, wanted, uploads}: PeerFacts,
	roomFor: (transfers: number) => number,
): readonly Transfer[] {
	const queue = useSame(peer.queue());
	const transfers = useMemo(
		() => transfersOf({downloads, wanted, uploads}, queue),
		[downloads, wanted, uploads, queue],
	);
	const keys = useMemo(() => transfers.filter(({way}) => way !== 'source').map(transferKey), [transfers]);
	const order = useHeldOrder(keys);
	const all = useMemo(() => arranged(transfers, order), [transfers, order]);
	const room = roomFor(all.length);
	return useMemo(() => within(all, room), [all, room]);
}
