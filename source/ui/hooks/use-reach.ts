/** While the network is looked at, who can be reached is asked again and again: no event tells it. */
import {useEffect} from 'react';
import type {IndexWindowSource} from '../../peer/index-window-source.ts';

const everyMs = 10_000;

export function useReach(index: IndexWindowSource | undefined, isShown: boolean): void {
	useEffect(() => {
		if (!isShown) return undefined;
		index?.refreshPeers();
		const timer = setInterval(() => index?.refreshPeers(), everyMs);
		return () => clearInterval(timer);
	}, [index, isShown]);
}
