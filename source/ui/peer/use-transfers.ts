import type {Peer} from '../../peer/peer.ts';
import type {PeerFacts} from '../../peer/peer-state.ts';
import {useHeldOrder} from '../hooks/use-held-order.ts';
import {arranged, type Transfer, transferKey, transfersOf} from '../panes/transfer-rows.ts';

/** The rows of the transfers. One that is let go on is in the queue for an instant, for which its row must not move. */
export function useTransfers(peer: Peer, facts: PeerFacts): readonly Transfer[] {
	const transfers = transfersOf(facts, peer.queue());
	const keys = transfers.filter(({way}) => way !== 'source').map(transferKey);
	return arranged(transfers, useHeldOrder(keys));
}
