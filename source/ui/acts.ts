/** The actions that keys can trigger, the contexts in which they work, and the form of the table of keys. */

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
	| 'drop-all'
	| 'want'
	| 'holders'
	| 'mark'
	| 'mark-all'
	| 'get-marked'
	| 'version-a'
	| 'version-b'
	| 'version-c'
	| 'share'
	| 'take-back'
	| 'samples'
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

/** Where a key works. Screens list their contexts from the innermost out; the first one that binds the key wins. */
export type Context =
	/** A table with a cursor. */
	| 'list'
	/** A text that scrolls. */
	| 'scroll'
	/** The details pane, where it shares the screen with others. */
	| 'details'
	| 'wire'
	/** The wire drawn as a ladder. */
	| 'ladder'
	/** A message in the details, or open on the whole screen. */
	| 'message'
	/** The server's tables. */
	| 'peers'
	| 'rfcs'
	/** The last action can still be undone. */
	| 'undoable'
	/** After a jump. */
	| 'jumped'
	/** The details of a peer or an RFC; of a peer. */
	| 'about'
	| 'about-peer'
	| 'filtered'
	| 'menu'
	| 'menu-row'
	| 'results'
	/** A result whose document is already here. */
	| 'here'
	| 'library'
	/** A document of the library under the cursor. */
	| 'document'
	| 'network'
	/** What a peer of the network shares. */
	| 'visited'
	/** The holders of an RFC that exists in several versions. */
	| 'versions'
	| 'transfers'
	| 'zoomed'
	/** A text field. */
	| 'field'
	/** The text field of a filter or a search, whose list or text changes with each letter. */
	| 'filtering'
	| 'form'
	| 'confirm'
	/** The question whether to quit while transfers are running. */
	| 'leaving'
	| 'overlay'
	| 'reader'
	/** The table of contents of a document. */
	| 'contents'
	/** A document with search matches. */
	| 'matches'
	/** The target of a link is not here: it can be downloaded, or nobody has it. */
	| 'getting'
	| 'wanting'
	| 'panes'
	| 'server'
	| 'peer'
	| 'always';

export type Binding = {
	readonly act: Act;
	/** Names as in `use-keys`. */
	readonly keys: readonly string[];
	/** The keys as shown to people. */
	readonly show: string;
	/** What it does, in a word or two. */
	readonly label: string;
	readonly contexts: readonly Context[];
	/** Position in the row of hints (small first); if absent it is only in the menu. */
	readonly hint?: number;
	/** Replaces `show` and `label` in the row of hints, where one hint covers several keys. */
	readonly hintText?: readonly [show: string, label: string];
	/** Not listed in the menu, since a neighbour's hint covers it. */
	readonly hidden?: boolean;
};
