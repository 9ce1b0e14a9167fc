/** What keys can mean, where they work, and how the table of keys tells it. */

export type Act =
	| 'up'
	| 'down'
	| 'page-up'
	| 'page-down'
	| 'first'
	| 'last'
	| 'open'
	| 'back'
	| 'close'
	| 'filter'
	| 'find'
	| 'next-pane'
	| 'previous-pane'
	| 'next-tab'
	| 'previous-tab'
	| 'focus-1'
	| 'focus-2'
	| 'focus-3'
	| 'focus-4'
	| 'copy-join'
	| 'copy'
	| 'details'
	| 'sort'
	| 'sort-turned'
	| 'disconnect'
	| 'probe'
	| 'operation-1'
	| 'operation-2'
	| 'operation-3'
	| 'operation-4'
	| 'operation-5'
	| 'operation-6'
	| 'menu-left'
	| 'menu-right'
	| 'read'
	| 'retry'
	| 'retry-all'
	| 'pause'
	| 'raise'
	| 'drop'
	| 'want'
	| 'holders'
	| 'details'
	| 'mark'
	| 'get-marked'
	| 'version-a'
	| 'version-b'
	| 'version-c'
	| 'share'
	| 'take-back'
	| 'undo'
	| 'replace'
	| 'keep'
	| 'faster'
	| 'slower'
	| 'full-speed'
	| 'search'
	| 'next-link'
	| 'previous-link'
	| 'follow'
	| 'go-back'
	| 'contents'
	| 'page-breaks'
	| 'scroll-left'
	| 'scroll-right'
	| 'copy-citation'
	| 'pager'
	| 'editor'
	| 'next-match'
	| 'previous-match'
	| 'next-field'
	| 'previous-field'
	| 'submit'
	| 'yes'
	| 'no'
	| 'help'
	| 'palette'
	| 'quit'
	| 'quit-later'
	| 'hold'
	| 'ladder'
	| 'raw'
	| 'explain'
	| 'next-message'
	| 'previous-message'
	| 'copy-message'
	| 'write'
	| 'interrupt';

/** Where a key works. Screens name their contexts from the innermost out; the first that knows the key has it. */
export type Context =
	/** A table with a cursor. */
	| 'list'
	/** A text that scrolls. */
	| 'scroll'
	/** The details pane, where it shares the screen with others. */
	| 'details'
	| 'wire'
	/** The wire while it is drawn as a ladder. */
	| 'ladder'
	/** A message in the details, or open whole. */
	| 'message'
	/** The server's tables. */
	| 'peers'
	| 'rfcs'
	/** The last act can still be taken back. */
	| 'undoable'
	/** Where a jump led. */
	| 'jumped'
	/** The details of a peer or an RFC; of a peer. */
	| 'about'
	| 'about-peer'
	| 'filtered'
	| 'menu'
	| 'menu-row'
	| 'results'
	| 'library'
	| 'network'
	/** The holders of an RFC of which there are several versions. */
	| 'versions'
	| 'transfers'
	| 'zoomed'
	/** A field that is typed into. */
	| 'field'
	| 'form'
	| 'confirm'
	/** The question whether to quit while transfers run. */
	| 'leaving'
	| 'overlay'
	| 'reader'
	/** The table of contents of a document. */
	| 'contents'
	/** A document in which a search found something. */
	| 'matches'
	/** What a link leads to is not here: somebody can send it, or nobody can. */
	| 'getting'
	| 'wanting'
	| 'panes'
	| 'server'
	| 'peer'
	| 'always';

export type Binding = {
	readonly act: Act;
	/** Names as `use-keys` gives them. */
	readonly keys: readonly string[];
	/** The keys as a person reads them. */
	readonly show: string;
	/** What it does, in a word or two. */
	readonly label: string;
	readonly contexts: readonly Context[];
	/** Place in the row of hints (small first); absent: only in the menu. */
	readonly hint?: number;
	/** Instead of `show` and `label` in the row of hints, where one hint stands for several keys. */
	readonly hintText?: readonly [show: string, label: string];
	/** Not worth a line in the menu: said by a hint of its neighbour. */
	readonly hidden?: boolean;
};
