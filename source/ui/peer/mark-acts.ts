/** The actions on marked RFCs: mark one or all, get everything marked. */
import type {Download} from '../../peer/peer-state.ts';
import {nameList} from '../../text/name-list.ts';
import {isOwn, placeKey} from '../../text/place-key.ts';
import {counted} from '../../text/quantity.ts';
import {type Act, keyOf} from '../keys.ts';
import {say} from '../said.ts';
import {markListOf} from './chosen.ts';
import {markableIn} from './marks.ts';
import {isPending, type PeerScene} from './peer-scene.ts';
import {bestHolder, hasVersion, holdersOf} from './results.ts';

/** Marks what is under the cursor and moves to the next, so that holding the key marks a series. */
function mark(scene: PeerScene): void {
	const list = markListOf(scene);
	if (list === undefined) return;
	scene.dispatch({type: 'mark', rfc: list.rfc});
	scene.dispatch(list.next);
}

/** Marks all that is listed and not here yet; where all of that is marked already, nothing any more. */
function markAll(scene: PeerScene): void {
	const {view, dispatch} = scene;
	const list = markListOf(scene);
	if (list === undefined) return;
	const {missing, markable} = markableIn(list, scene);
	if (markable === 'nothing') dispatch({type: 'say', said: say('All that is listed is here already.')});
	else if (markable === 'all-marked') dispatch({type: 'unmark', rfcs: [...view.marked]});
	else dispatch({type: 'mark-all', rfcs: missing});
}

const numbers = (rfcs: readonly number[]): string => `RFC ${nameList(rfcs.map(String))}`;

/** What was asked for, and why the rest was not. `elsewhere`: said where versions cannot be chosen. */
function gotWords(
	{asked, elsewhere}: {readonly asked: number; readonly elsewhere: boolean},
	{here, coming, missing, open}: Record<'here' | 'coming' | 'missing' | 'open', readonly number[]>,
): string {
	const already = (rfcs: readonly number[], where: string) =>
		rfcs.length > 0
			? `${counted(rfcs.length, 'marked RFC')} ${rfcs.length === 1 ? 'is' : 'are'} ${where} already.`
			: undefined;
	const parts = [
		asked > 0 ? `Asked for ${counted(asked, 'RFC')}.` : undefined,
		already(here, 'here'),
		already(coming, 'in Transfers'),
		missing.length > 0 ? `Nobody has ${numbers(missing)} now.` : undefined,
		open.length > 0
			? `Of ${numbers(open)} there are several versions: ${keyOf('holders', 'results')}${elsewhere ? ' in Search' : ''} shows them.`
			: undefined,
	];
	return parts.filter(part => part !== undefined).join(' ');
}

/** The file of a marked RFC to get: the visited peer's own, where it shares one; else the best. */
function toGet(
	{peer, facts, view}: PeerScene,
	rfc: number,
): {readonly here: boolean; readonly holder: ReturnType<typeof bestHolder>} {
	const holders = holdersOf(peer, view.answer, rfc);
	const visited = view.focus === 'network' ? view.visit?.peer : undefined;
	const own = visited && holders.find(record => placeKey(record) === placeKey(visited));
	if (own !== undefined) return {here: hasVersion(peer, own), holder: own};
	return {here: peer.has(rfc), holder: bestHolder(holders, isOwn(facts))};
}

/** Downloads everything marked. RFCs in several versions stay marked: the person has to choose. */
function getMarked(scene: PeerScene): void {
	const {peer, facts, view, dispatch} = scene;
	if (view.marked.size === 0) {
		const keys = `${keyOf('mark', 'results')} marks, ${keyOf('get-marked', 'results')} gets all that is marked`;
		dispatch({type: 'say', said: say(`Nothing is marked: ${keys}.`)});
		return;
	}
	const marked = [...view.marked];
	const all = marked.map(rfc => ({rfc, ...toGet(scene, rfc)}));
	const here = all.filter(each => each.here).map(({rfc}) => rfc);
	const chosen = all.filter(each => !each.here);
	const open = chosen.filter(({holder}) => holder === 'choose').map(({rfc}) => rfc);
	const missing = chosen.filter(({holder}) => holder === undefined).map(({rfc}) => rfc);
	const sent = chosen.flatMap(({holder}) => (holder === undefined || holder === 'choose' ? [] : [holder]));
	const key = ({rfc, digest}: Pick<Download, 'rfc' | 'digest'>) => `${rfc} ${digest}`;
	// One that is paused goes on.
	const comes = ({state: {kind}}: Download) => isPending(kind) && kind !== 'paused';
	const underWay = new Set(facts.downloads.filter(comes).map(key));
	const coming = sent.filter(holder => underWay.has(key(holder))).map(({rfc}) => rfc);
	const got = sent.filter(holder => !underWay.has(key(holder)));
	for (const holder of got) peer.get(holder);
	if (got.length > 0) dispatch({type: 'look-at-newest-transfer'});
	const left = new Set(open);
	dispatch({type: 'unmark', rfcs: marked.filter(rfc => !left.has(rfc))});
	dispatch({
		type: 'say',
		said: say(gotWords({asked: got.length, elsewhere: view.focus === 'network'}, {here, coming, missing, open})),
	});
}

/** What can be done with marks, by action. */
export const markActs: Partial<Record<Act, (scene: PeerScene) => void>> = {
	mark,
	'mark-all': markAll,
	'get-marked': getMarked,
};
