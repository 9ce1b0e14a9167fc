/** The reducer of the view state of the peer's screen. Pure. */
import {attentionAfter, cycled, filtered} from '../attention.ts';
import {tableAttention} from '../kit/table-view.ts';
import {listsOf, mainPane, type PeerList, type PeerPane, type PeerTab, peerTabs, tabWith} from '../layout/peer.ts';
import {nothingSaid, type Said} from '../said.ts';
import {closedLook} from '../wire/wire-look.ts';
import {type Answer, byNumber, type Form, findsInList, type PeerIntent, type PeerView} from './peer-view.ts';

function focused(view: PeerView, pane: PeerPane): PeerView {
	const tab = tabWith(pane, view.tab);
	const last = listsOf(tab).includes(view.list) ? view.list : mainPane(tab);
	const list = pane === 'menu' || pane === 'details' ? last : pane;
	const wireLook = closedLook(view.wireLook, pane);
	return {...view, tab, focus: pane, list, zoomed: false, filtering: false, wireLook};
}

/** Switches to a tab and focuses its main pane. */
function onTab(view: PeerView, tab: PeerTab): PeerView {
	const list = mainPane(tab);
	const wireLook = closedLook(view.wireLook, list);
	return {...view, tab, focus: list, list, zoomed: false, filtering: false, wireLook};
}

/** The list that is looked at, or to which a form leads back. */
const listWithoutForm = ({list, before}: PeerView): PeerList => before?.list ?? list;

/**
 * The view after the person went to another list: the strip that is left of the transfers begins with what runs again,
 * however far down the cursor was.
 */
function gone(before: PeerView, view: PeerView): PeerView {
	if (listWithoutForm(before) !== 'transfers' || listWithoutForm(view) === 'transfers') return view;
	return {...view, transfers: filtered<string>(tableAttention(), view.transfers.filter)};
}

/** The tab with the list from which an operation chooses. */
function tabOfForm(form: Form): PeerTab {
	return form.kind === 'lookup' || form.kind === 'get' ? 'search' : 'library';
}

/** Without a form, on the tab and with the results of before. */
function withoutForm(view: PeerView): PeerView {
	const {tab, list, results} = view.before ?? view;
	return {...view, tab, list, results, form: undefined, before: undefined};
}

const textOf = (form: Form | undefined): string => (form === undefined || form.kind === 'add-details' ? '' : form.text);

/** Opens a form, or changes it: its text also filters the list below it. */
function withForm(view: PeerView, form: Form): PeerView {
	const text = textOf(form);
	const {tab, focus, list, said, results} = view;
	const before = view.form === undefined ? {tab, focus, list, said, results} : view.before;
	const choices = text === view.choices.filter ? view.choices : filtered(view.choices, text);
	const finds = text !== textOf(view.form) && findsInList({form, answer: view.answer});
	const found = text === '' && before !== undefined ? before.results : filtered<string>(tableAttention(), text);
	return {
		...onTab(view, tabOfForm(form)),
		form,
		before,
		choices: view.form === undefined ? tableAttention() : choices,
		results: finds ? found : results,
	};
}

/** With this form, or back where the person was. */
const formed = (view: PeerView, form: Form | undefined): PeerView =>
	form === undefined ? focused(withoutForm(view), view.before?.focus ?? 'menu') : withForm(view, form);

/**
 * What is said when a form opens, changes or closes. What was said before would mislead beside a form; it is said again
 * when the form was left. An error message about a form disappears with it.
 */
function saidWith(view: PeerView, form: Form | undefined): Said {
	const isOver = view.said.tone === 'bad' || view.said === nothingSaid;
	if (form === undefined) return isOver ? (view.before?.said ?? nothingSaid) : view.said;
	return isOver || view.form?.kind !== form.kind ? nothingSaid : view.said;
}

/** Shows the answer to a question, and keeps the former results to return to. */
function lookedInto(given: PeerView, answer: Answer): PeerView {
	const view = withoutForm(given);
	const below = view.answer?.kind === 'holders' ? view.below : {answer: view.answer, results: view.results};
	return {...onTab(view, 'search'), below, answer, results: tableAttention()};
}

/**
 * Shows all that is shared. Whoever types by then goes on typing, since each letter would be a key of its own otherwise;
 * and words that were typed ahead of the first list find in it.
 */
function listed(view: PeerView, {answer, said}: Extract<PeerIntent, {readonly type: 'list'}>): PeerView {
	const first = answer !== undefined && view.answer === undefined && view.below === undefined;
	const typed = view.filtering || first;
	const list: PeerView = {...view, answer, below: undefined};
	if (view.form !== undefined) {
		const found = filtered<string>(tableAttention(), findsInList(list) ? textOf(view.form) : '');
		return {...list, results: found, ...(view.before && {before: {...view.before, results: tableAttention()}})};
	}
	const results = filtered<string>(tableAttention(), typed ? view.results.filter : '');
	const all = {...list, results};
	return view.filtering ? {...all, said} : {...onTab(all, 'search'), said};
}

const lookedOut = (view: PeerView): PeerView =>
	view.below === undefined ? view : {...view, ...view.below, below: undefined};

function toggled(marked: ReadonlySet<number>, rfc: number): ReadonlySet<number> {
	const others = [...marked].filter(other => other !== rfc);
	return new Set(marked.has(rfc) ? others : [...others, rfc]);
}

/** Makes what an operation added visible: transfers from the newest on, without an earlier filter. */
function unhidden(view: PeerView, pane: PeerPane): PeerView {
	if (pane === 'transfers') return {...view, transfers: tableAttention()};
	return pane === 'library' ? {...view, library: filtered(view.library, '')} : view;
}

const sortOf = {results: 'sort', library: 'librarySort', network: 'networkSort'} as const;

const sorted = (view: PeerView, {list, by}: Extract<PeerIntent, {readonly type: 'sort'}>): PeerView =>
	list === 'network' && view.visit !== undefined
		? {...view, visit: {...view.visit, sort: by}}
		: {...view, [sortOf[list]]: by};

/** The view state after an intent; what did not change stays the same object. */
export const peerReducer = (view: PeerView, intent: PeerIntent): PeerView => gone(view, reduced(view, intent));

function reduced(view: PeerView, intent: PeerIntent): PeerView {
	switch (intent.type) {
		case 'focus':
			return focused(view, intent.pane);
		case 'cycle-focus':
			return focused(view, cycled(intent.panes, view.focus, intent.by));
		case 'tab':
			return onTab(view, intent.tab);
		case 'cycle-tab':
			return onTab(view, cycled(peerTabs, view.tab, intent.by));
		case 'choose-operation':
			return {...view, menu: {index: intent.index, turn: view.menu.turn + 1}};
		case 'point-at-operation':
			return {...view, menu: {...view.menu, index: intent.index}};
		case 'look-at-result':
			return {...view, results: intent.at};
		case 'sort':
			return sorted(view, intent);
		case 'look-at-choice':
			return {...view, choices: intent.at};
		case 'look-at-document':
			return {...view, library: intent.at};
		case 'look-at-peer':
			return {...view, network: intent.at};
		case 'look-at-transfer':
			return {...view, transfers: intent.at};
		case 'look-at-newest-transfer':
			return unhidden(view, 'transfers');
		case 'find':
			return {...onTab(lookedOut(view), 'search'), filtering: true};
		case 'zoom':
			return {...view, focus: 'details', zoomed: true};
		case 'unzoom':
			return focused(view, view.list);
		case 'overlay':
			return {...view, overlay: intent.overlay};
		case 'form':
			return {...formed(view, intent.form), said: saidWith(view, intent.form)};
		case 'fill-in':
			return view.form?.kind === intent.form.kind ? withForm(view, intent.form) : view;
		case 'form-done':
			return {
				...focused(unhidden(withoutForm(view), intent.focus), intent.focus),
				said: intent.said,
			};
		case 'list':
			return listed(view, intent);
		case 'look-into':
			return {...lookedInto(view, intent.answer), said: intent.said};
		case 'look-out':
			return lookedOut(view);
		case 'mark':
			return {...view, marked: toggled(view.marked, intent.rfc)};
		case 'mark-all':
			return {...view, marked: new Set([...view.marked, ...intent.rfcs])};
		case 'unmark': {
			const unmarked = new Set(intent.rfcs);
			return {...view, marked: new Set([...view.marked].filter(rfc => !unmarked.has(rfc)))};
		}
		case 'visit': {
			const {host, address, port} = intent.peer;
			return {
				...view,
				visit: {peer: {host, address, port}, sort: byNumber, below: view.network},
				network: tableAttention(),
			};
		}
		case 'leave-visit':
			return view.visit === undefined ? view : {...view, network: view.visit.below, visit: undefined};
		case 'undoable':
			return {...view, undo: intent.undo};
		case 'forget-undo':
			// Another action may have replaced it before it expired.
			return view.undo === intent.undo ? {...view, undo: undefined} : view;
		case 'leave':
			return {...view, leaving: intent.leaving, overlay: {kind: 'none'}};
		case 'read':
			return {...(view.form === undefined ? view : formed(view, undefined)), reading: intent.reading};
		case 'offer':
			return {...view, offer: intent.offer, said: intent.offer.said};
		case 'open-later':
			return {...view, opens: intent.rfc};
		case 'say':
			return {...view, said: intent.said};
		case 'narrate':
			// An action may have spoken after the narration was due, and before it came: what it said would never be read.
			return view.said === intent.after ? {...view, said: intent.said} : view;
		default:
			return {...view, ...attentionAfter(view, intent, {list: view.list, at: view[view.list]})};
	}
}
