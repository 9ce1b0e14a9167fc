/** Follows a reference: within the document, to another local one, or to one that has to be downloaded. */
import type {Peer} from '../../peer/peer.ts';
import type {Download} from '../../peer/peer-state.ts';
import type {Reference} from '../../rfc/references.ts';
import {sentence} from '../../text/failures.ts';
import {isOwn} from '../../text/place-key.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {percent} from '../format.ts';
import {keyOf} from '../keys.ts';
import {isPending} from '../peer/peer-scene.ts';
import {bestHolder, holdersOf} from '../peer/results.ts';
import {say, sentenceOf} from '../said.ts';
import {neverShared} from '../standing-words.ts';
import {numberWords} from './citation.ts';
import {readerDocument, sectionNumbered} from './document.ts';
import type {ReaderScene} from './reader-scene.ts';
import type {Opening, Visit} from './reader-state.ts';
import {type Place, start} from './rows.ts';

type Target = Reference & {readonly rfc: number};

/** The title of a document in the folders; empty when there is none. */
export function titleOf(peer: Peer, rfc: number): string {
	const title = peer.library().find(entry => entry.rfc === rfc)?.title;
	return title === undefined ? '' : printable(title);
}

/** Where a document opens: at a section, at a place, or where it was left before. */
export function openingOf(
	peer: Peer,
	{rfc, section}: Target,
	{text, place}: {readonly text: string; readonly place?: Place | undefined},
): Opening {
	const document = readerDocument(rfc, text);
	const title = titleOf(peer, rfc);
	if (!/\S/.test(text))
		return {document, title, place: start, said: say(`There is nothing to read: the file of RFC ${rfc} is empty.`)};
	if (place !== undefined) return {document, title, place};
	if (section !== undefined) {
		const found = sectionNumbered(document, section);
		if (found !== undefined) return {document, title, place: {line: found.line, skip: 0}};
		const said = say(`RFC ${rfc} has no ${numberWords(section)} that p2pci could find: this is its start.`);
		return {document, title, place: start, said};
	}
	const line = peer.placeIn(rfc) ?? 0;
	if (line <= 0 || line >= document.lines.length) return {document, title, place: start};
	return {
		document,
		title,
		place: {line, skip: 0},
		said: say(`Here you stopped reading before; ${keyOf('first', 'scroll')} goes to the start.`),
	};
}

/** Opens a document in the folders. */
export function openHere(scene: ReaderScene, to: Target, back?: Visit): void {
	const {peer, tasks, dispatch, state} = scene;
	tasks.run({
		words: `Opening RFC ${to.rfc}`,
		work: () => peer.read(to.rfc),
		done: text => {
			peer.rememberPlace(state.document.rfc, state.place.line);
			dispatch({type: 'open', opening: openingOf(peer, to, {text, place: back?.place}), back: back !== undefined});
		},
		failed: error => dispatch({type: 'say', said: say(sentenceOf(error), 'bad')}),
	});
}

/** A download of an RFC that is running, or will continue by itself. */
const comingOf = (peer: Peer, rfc: number): Download | undefined =>
	peer.facts().downloads.find(download => download.rfc === rfc && isPending(download.state.kind));

/** The progress of the awaited document. */
export function waitingWords(peer: Peer, rfc: number): string {
	const download = comingOf(peer, rfc);
	if (download === undefined) {
		const {downloads, wanted} = peer.facts();
		const last = downloads.find(each => each.rfc === rfc)?.state;
		if (last?.kind === 'failed')
			return `✗ ${sentence(last.failure)} (Transfers: ${keyOf('retry', 'transfers')} retry.)`;
		if (wanted.includes(rfc))
			return `RFC ${rfc} is wanted: it opens here when somebody shares it (${keyOf('back', 'reader')}: no).`;
		return `RFC ${rfc} does not come any more: ${keyOf('follow', 'reader')} on the link asks for it again (${keyOf('back', 'reader')}: no).`;
	}
	const {state, source} = download;
	const share =
		state.kind === 'running' && state.total !== undefined ? percent(state.received, state.total).trim() : '';
	return `◐ RFC ${rfc} comes from ${printable(source.host)}${share === '' ? '' : `, ${share}`}: it opens when it is here (${keyOf('back', 'reader')}: no).`;
}

function offerFrom(scene: ReaderScene, to: Target, records: Parameters<typeof bestHolder>[0]): void {
	const {peer, dispatch} = scene;
	const {rfc} = to;
	const others = records.filter(record => !isOwn(peer.facts())(record));
	const best = bestHolder(others, isOwn(peer.facts()));
	const isOld = peer.index()?.state === 'stale';
	if (best === 'choose') {
		const text = `RFC ${rfc} is not here, and peers share several versions of it: ${keyOf('operation-3', 'peer')} (Lookup) in the menu shows them.`;
		dispatch({type: 'say', said: say(text, 'busy')});
	} else if (best !== undefined) {
		const more = others.length > 1 ? ` and ${counted(others.length - 1, 'other peer')}` : '';
		const text = `RFC ${rfc} is not here. ${printable(best.host)}${more} ${isOld ? 'had it when the index server was last heard' : 'can send it'}: ${keyOf('open', 'getting')} gets it and opens it, ${keyOf('back', 'reader')} stays.`;
		dispatch({type: 'offer', offer: {to, record: best}, said: say(text, 'busy')});
	} else {
		const never = neverShared(peer.standingOf(rfc));
		if (never !== undefined) {
			dispatch({type: 'say', said: say(sentence(never), 'bad')});
			return;
		}
		const peers = peer.index()?.counts.peers;
		const joined = peers === undefined ? '' : ` (${counted(peers, 'peer')} joined)`;
		const nobody = isOld
			? `Nobody had RFC ${rfc} when the index server was last heard`
			: `Nobody here has RFC ${rfc} now${joined}`;
		const text = `${nobody}. ${keyOf('want', 'wanting')} wants it: it comes as soon as somebody shares it, ${keyOf('back', 'reader')} stays.`;
		dispatch({type: 'offer', offer: {to}, said: say(text, 'busy')});
	}
}

function follow(scene: ReaderScene, to: Target): void {
	const {peer, tasks, dispatch} = scene;
	if (peer.has(to.rfc)) openHere(scene, to);
	else if (comingOf(peer, to.rfc) !== undefined) dispatch({type: 'wait', to});
	else if (peer.index() !== undefined) offerFrom(scene, to, holdersOf(peer, undefined, to.rfc));
	else
		tasks.run({
			words: `Asking the index server who has RFC ${to.rfc}`,
			work: signal => peer.lookup(to.rfc, signal),
			done: records => offerFrom(scene, to, records),
			failed: error => dispatch({type: 'say', said: say(sentenceOf(error), 'bad')}),
		});
}

/** Follows a reference as far as possible. */
export function followReference(scene: ReaderScene, {rfc, section}: Reference): void {
	const {state, dispatch} = scene;
	if (rfc !== undefined && rfc !== state.document.rfc) {
		follow(scene, {rfc, ...(section === undefined ? {} : {section})});
		return;
	}
	const found = section === undefined ? undefined : sectionNumbered(state.document, section);
	if (found !== undefined) dispatch({type: 'jump', to: {line: found.line, skip: 0}});
}

/** Accepts the offer about an RFC that is not here. */
export function takeOffer({peer, state, dispatch}: ReaderScene): void {
	const {offer} = state;
	if (offer === undefined) return;
	if (offer.record === undefined) peer.want(offer.to.rfc);
	else peer.get(offer.record);
	dispatch({type: 'wait', to: offer.to});
}

/** Returns to where the last link was followed. */
export function goBack(scene: ReaderScene): void {
	const {state, dispatch} = scene;
	const before = state.visits.at(-1);
	if (before === undefined)
		dispatch({type: 'say', said: say('This is where you began: no link was followed to get here.')});
	else if (before.rfc === state.document.rfc) dispatch({type: 'step-back', to: before.place});
	else openHere(scene, {rfc: before.rfc}, before);
}
