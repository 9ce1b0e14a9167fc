/** What a pane that shows the live copy of the index says about how complete and how new it is. */
import type {IndexWindowSource} from '../../peer/index/index-window-source.ts';

/** The count of rows in the border of the pane; `state` is undefined without a copy of the index. */
export function indexNote(state: IndexWindowSource['state'] | undefined, shown: string): string {
	if (state === 'filling') return `${shown}, more come`;
	return state === 'stale' ? `${shown}, as they were` : shown;
}

/** The text of a pane without rows while the index is being listed. */
export const fillingWords = (what: string): string =>
	`The index server is telling ${what}: it appears here as soon as it has come.`;
