/** What the border of a list says about the marks in it. */
import type {LibraryEntry} from '../../peer/peer-state.ts';
import {count} from '../../text/quantity.ts';
import {keyOf} from '../keys.ts';
import {type MarkList, markListOf} from './chosen.ts';
import type {PeerScene} from './peer-scene.ts';
import type {Answer, Visit} from './peer-view.ts';

/** What is listed and not here; of that, `*` marks the rest, or takes all marks away. */
export type Markable = 'nothing' | 'some' | 'all-marked';

/** What the key that marks all would do now. Reads all that is listed. */
export function markableIn(
	list: MarkList,
	{peer, view}: Pick<PeerScene, 'peer' | 'view'>,
): {readonly missing: readonly number[]; readonly markable: Markable} {
	const missing = list.all().filter(rfc => !peer.has(rfc));
	if (missing.length === 0) return {missing, markable: 'nothing'};
	return {missing, markable: missing.every(rfc => view.marked.has(rfc)) ? 'all-marked' : 'some'};
}

/** What the answer for a set of marks depends on. */
type Ground = {
	readonly visit: Visit | undefined;
	readonly answer: Answer | undefined;
	readonly filter: string;
	readonly matching: number;
	readonly library: readonly LibraryEntry[];
};

const known = new WeakMap<ReadonlySet<number>, {readonly ground: Ground; readonly markable: Markable}>();

const isSame = (a: Ground, b: Ground): boolean =>
	a.visit === b.visit &&
	a.answer === b.answer &&
	a.filter === b.filter &&
	a.matching === b.matching &&
	a.library === b.library;

/** The same for every frame: thousands of RFCs are looked at once for each change, and only where all may be marked. */
function markableNow(list: MarkList, {peer, view}: PeerScene): Markable {
	const library = peer.library();
	if (view.marked.size + library.length < list.matching) return 'some';
	const visit = view.focus === 'network' ? view.visit : undefined;
	const ground = {visit, answer: view.answer, filter: list.filter, matching: list.matching, library};
	const before = known.get(view.marked);
	if (before !== undefined && isSame(before.ground, ground)) return before.markable;
	const {markable} = markableIn(list, {peer, view});
	known.set(view.marked, {ground, markable});
	return markable;
}

/** `3 marked · M gets them · * marks all`; undefined without marks. */
export function markedHint(scene: PeerScene): string | undefined {
	const {size} = scene.view.marked;
	if (size === 0) return undefined;
	const told = `${count(size)} marked · ${keyOf('get-marked', 'results')} gets ${size === 1 ? 'it' : 'them'}`;
	const list = markListOf(scene);
	const markable = list === undefined ? 'nothing' : markableNow(list, scene);
	if (markable === 'nothing') return told;
	return `${told} · ${keyOf('mark-all', 'results')} ${markable === 'some' ? 'marks all' : 'unmarks all'}`;
}
