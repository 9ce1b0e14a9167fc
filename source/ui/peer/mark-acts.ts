/** The actions on marked RFCs: mark one or all, get everything marked. */
import type {Download} from '../../peer/peer-state.ts';
import {nameList} from '../../text/name-list.ts';
import {isOwn} from '../../text/place-key.ts';
import {counted} from '../../text/quantity.ts';
import {type Act, keyOf} from '../keys.ts';
import {say} from '../said.ts';
import {isPending, type PeerScene} from './peer-scene.ts';
import {bestHolder, holdersOf, resultsOf} from './results.ts';

/** Marks what is under the cursor and moves to the next, so that holding the key marks a series. */
function mark({models, dispatch}: PeerScene): void {
	const result = models.results.selected;
	if (result === undefined) return;
	dispatch({type: 'mark', rfc: result.rfc});
	dispatch({type: 'look-at-result', at: models.results.moved(1)});
}

/** Marks all that is listed and not here yet; where all of that is marked already, nothing any more. */
function markAll({peer, view, models, dispatch}: PeerScene): void {
	const {source} = resultsOf(peer, view.answer);
	const {rows} = source({filter: view.results.filter, offset: 0, limit: models.results.view.matching});
	const missing = rows.map(({rfc}) => rfc).filter(rfc => !peer.has(rfc));
	if (missing.length === 0) dispatch({type: 'say', said: say('All that is listed is here already.')});
	else if (missing.every(rfc => view.marked.has(rfc))) dispatch({type: 'unmark', rfcs: [...view.marked]});
	else dispatch({type: 'mark-all', rfcs: missing});
}

const numbers = (rfcs: readonly number[]): string => `RFC ${nameList(rfcs.map(String))}`;

/** What was asked for, and why the rest was not. */
function gotWords(
	asked: number,
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
			? `Of ${numbers(open)} there are several versions: ${keyOf('holders', 'results')} shows them.`
			: undefined,
	];
	return parts.filter(part => part !== undefined).join(' ');
}

/** Downloads everything marked. RFCs in several versions stay marked: the person has to choose. */
function getMarked({peer, facts, view, dispatch}: PeerScene): void {
	if (view.marked.size === 0) {
		const keys = `${keyOf('mark', 'results')} marks, ${keyOf('get-marked', 'results')} gets all that is marked`;
		dispatch({type: 'say', said: say(`Nothing is marked: ${keys}.`)});
		return;
	}
	const marked = [...view.marked];
	const here = marked.filter(rfc => peer.has(rfc));
	const chosen = marked
		.filter(rfc => !peer.has(rfc))
		.map(rfc => ({rfc, holder: bestHolder(holdersOf(peer, view.answer, rfc), isOwn(facts))}));
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
	dispatch({type: 'say', said: say(gotWords(got.length, {here, coming, missing, open}))});
}

/** What can be done with marks, by action. */
export const markActs: Partial<Record<Act, (scene: PeerScene) => void>> = {
	mark,
	'mark-all': markAll,
	'get-marked': getMarked,
};
