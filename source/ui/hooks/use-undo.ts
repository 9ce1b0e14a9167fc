/** The last action can be undone for a while; then it is forgotten. */
import {useEffect} from 'react';
import {type Undo, undoMs} from '../peer/undo.ts';

export function useUndo(undo: Undo | undefined, forget: (undo: Undo) => void): void {
	useEffect(() => {
		if (undo === undefined) return undefined;
		const timer = setTimeout(forget, undoMs, undo);
		return () => clearTimeout(timer);
	}, [undo, forget]);
}
