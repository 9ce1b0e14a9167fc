/** The present contexts of keys on the peer's screen, the innermost first. */
import type {Context} from '../keys.ts';
import {ladderShown} from '../wire/wire-look.ts';
import type {PeerView} from './peer-view.ts';

type Around = {
	/** Whether the menu is a pane of its own, not a row. */
	readonly menuPane: boolean;
	/** Whether the results are several versions of one RFC. */
	readonly ambiguous: boolean;
	/** Whether the document under the cursor is already here. */
	readonly here: boolean;
	/** Whether a document of the library is under the cursor. */
	readonly document: boolean;
};

/** The contexts whose keys work now, the innermost first. */
export function peerContexts(view: PeerView, {menuPane, ambiguous, here, document}: Around): readonly Context[] {
	if (view.overlay.kind === 'quit') return ['leaving', 'confirm'];
	if (view.overlay.kind === 'remove') return ['confirm'];
	if (view.form !== undefined) return view.form.kind === 'add-details' ? ['form', 'field'] : ['field'];
	if (view.filtering) return ['filtering', 'field'];
	const message: readonly Context[] = view.list === 'wire' ? ['message'] : [];
	const undoable: readonly Context[] = view.undo === undefined ? [] : ['undoable'];
	if (view.zoomed) return [...undoable, ...message, 'zoomed', 'scroll', 'panes', 'peer'];
	if (view.focus === 'details') return [...undoable, ...message, 'details', 'scroll', 'panes', 'peer'];
	if (view.focus === 'menu') return [...undoable, menuPane ? 'menu' : 'menu-row', 'panes', 'peer'];
	const contexts: Context[] = ['list', 'panes', 'peer'];
	contexts.unshift(view.focus === 'network' && view.visit !== undefined ? 'visited' : view.focus);
	if (view.focus === 'results' && ambiguous) contexts.unshift('versions');
	if ((view.focus === 'results' || view.focus === 'network') && here) contexts.unshift('here');
	if (view.focus === 'library' && document) contexts.unshift('document');
	if (ladderShown(view)) contexts.unshift('ladder');
	if (view[view.focus].filter !== '') contexts.unshift('filtered');
	return [...undoable, ...contexts];
}
