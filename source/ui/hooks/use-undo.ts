/** The last act can be undone for a while; then it is forgotten. */
import {useEffect} from 'react';
import {type Undo, undoMs} from '../undo.ts';

export function useUndo(undo: Undo | undefined, forget: () => void): void {
	useEffect(() => {
		if (undo === undefined) return undefined;
		const timer = setTimeout(forget, undoMs);
		return () => clearTimeout(timer);
	}, [undo, forget]);
}
