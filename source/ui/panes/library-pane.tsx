/** The Library tab: the documents in this peer's folders, shared or not. */
import {keyOf} from '../keys.ts';
import {libraryNote} from './library-table.ts';
import {type PaneProps, PeerTable} from './peer-table.tsx';

const hintOf = (shared: boolean): string =>
	`${keyOf('open', 'library')} reads it · ${shared ? `${keyOf('take-back', 'library')} takes it back` : `${keyOf('share', 'library')} shares it`}`;

export function LibraryPane({scene, rect}: PaneProps) {
	const {view, models, peer} = scene;
	if (models.library === undefined) return null;
	const shared = models.library.selected?.shared;
	const hint = view.focus === 'library' && shared !== undefined ? hintOf(shared) : '';
	const note = `${models.library.unseenSort}${libraryNote(peer, models.library.view)}`;
	return <PeerTable scene={scene} rect={rect} list="library" title="Library" note={note} hint={hint} />;
}
