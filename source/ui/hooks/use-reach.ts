/** Polls which peers can be reached while the Network tab is shown, since no event reports it. */
import {useEffect} from 'react';
import type {IndexWindowSource} from '../../peer/index/index-window-source.ts';

const everyMs = 10_000;

export function useReach(index: IndexWindowSource | undefined, isShown: boolean): void {
	useEffect(() => {
		if (!isShown) return undefined;
		index?.refreshPeers();
		const timer = setInterval(() => index?.refreshPeers(), everyMs);
		return () => clearInterval(timer);
	}, [index, isShown]);
}
