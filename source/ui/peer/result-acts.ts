/** The actions of the results: find holders, choose versions, get, read, want. */
import type {Download} from '../../peer/peer-state.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {isOwn, placeKey} from '../../text/place-key.ts';
import {type Act, keyOf} from '../keys.ts';
import {versionsOf} from '../panes/versions.ts';
import {say} from '../said.ts';
import {chosenOf, isHere} from './chosen.ts';
import {markActs} from './mark-acts.ts';
import {isPending, missingRfc, type PeerScene, retries} from './peer-scene.ts';
import {readOrOffer} from './read-offer.ts';
import {bestHolder, holdersOf} from './results.ts';

const recordsOf = ({peer, view}: PeerScene, rfc: number) => holdersOf(peer, view.answer, rfc);

/** Whether one of these holders can continue a download: without a digest only its own source. */
const mayComeFrom = ({digest, source}: Download, holders: readonly RfcRecord[]): boolean =>
	holders.some(record => (digest === undefined ? placeKey(record) === placeKey(source) : record.digest === digest));

/** Downloads what is under the cursor, or opens it if it is here; retries a failed download. */
export function openResult(scene: PeerScene): void {
	const {facts, peer, tasks, dispatch} = scene;
	const chosen = chosenOf(scene);
	if (chosen === undefined) return;
	const {rfc, record} = chosen;
	const mine = facts.downloads.filter(
		each => each.rfc === rfc && (record === undefined || record.digest === each.digest),
	);
	const asked = record === undefined ? recordsOf(scene, rfc) : [record];
	const broken = mine.find(each => retries(each.state.kind) && mayComeFrom(each, asked));
	if (isHere(peer, chosen)) tasks.read(rfc);
	else if (broken !== undefined) {
		peer.retry(broken.id);
		dispatch({type: 'say', said: say(`Trying again to get RFC ${rfc}.`)});
	} else if (mine.some(({state}) => isPending(state.kind)))
		dispatch({type: 'say', said: say(`RFC ${rfc} is in Transfers already.`)});
	else if (record !== undefined) tasks.get(record);
	else tasks.getBest(rfc, asked);
}

/** Shows the holders of an RFC in the list; of a holder, all details. */
function showHolders(scene: PeerScene): void {
	const result = scene.models.results.selected;
	if (result?.kind === 'holder') scene.dispatch({type: 'zoom'});
	if (result?.kind === 'rfc') scene.tasks.lookInto(result.rfc, recordsOf(scene, result.rfc));
}

/** Downloads a version by its letter. */
function getVersion(scene: PeerScene, letter: string): void {
	const {view, facts, tasks, dispatch} = scene;
	if (view.answer?.kind !== 'holders') return;
	const {rfc} = view.answer;
	const version = versionsOf(recordsOf(scene, rfc)).find(each => each.letter === letter);
	const record = version?.records.find(each => !isOwn(facts)(each));
	if (record !== undefined) tasks.get(record);
	else {
		const text =
			version === undefined ? `There is no version ${letter} of RFC ${rfc}.` : `You have version ${letter} yourself.`;
		dispatch({type: 'say', said: say(text)});
	}
}

function wantMissing(scene: PeerScene): void {
	const {peer, facts, dispatch} = scene;
	const rfc = missingRfc(scene);
	if (rfc === undefined) return;
	if (facts.wanted.includes(rfc)) {
		peer.unwant(rfc);
		dispatch({type: 'say', said: say(`RFC ${rfc} is not wanted any more.`)});
	} else want(scene, rfc);
}

function want({peer, dispatch}: PeerScene, rfc: number): void {
	peer.want(rfc);
	const text = `RFC ${rfc} is on your wanted list: it comes as soon as somebody shares it. Transfers shows it, ${keyOf('drop', 'transfers')} there drops it.`;
	dispatch({type: 'say', said: say(text)});
}

/** Puts an RFC on the wanted list; if it is shared in several versions, asks which one to get instead. */
export function wantOrChoose(scene: PeerScene, rfc: number): void {
	const holders = recordsOf(scene, rfc);
	if (bestHolder(holders, isOwn(scene.facts)) === 'choose') scene.tasks.lookInto(rfc, holders);
	else want(scene, rfc);
}

/**
 * Searches all RFCs. With a 1.0 server they have to be listed first. Before they are here, words can be typed already:
 * each letter of them would be a key of its own otherwise.
 */
function find({peer, facts: {session}, view, tasks, dispatch}: PeerScene): void {
	const list = view.below === undefined ? view.answer : view.below.answer;
	const isClassic = session.kind === 'joined' && session.protocol === '1.0';
	if (isClassic && peer.index() === undefined && list === undefined) tasks.list();
	dispatch({type: 'find'});
}

/** What can be done with results, by action. */
export const resultActs: Partial<Record<Act, (scene: PeerScene) => void>> = {
	find,
	read: readOrOffer,
	want: wantMissing,
	...markActs,
	holders: showHolders,
	'version-a': scene => getVersion(scene, 'A'),
	'version-b': scene => getVersion(scene, 'B'),
	'version-c': scene => getVersion(scene, 'C'),
};
