/** Reading a document that is not here yet: R offers to get it, R again gets it, and it opens when it has arrived. */
import {useEffect, useEffectEvent} from 'react';
import type {RfcRecord} from '../../protocol/message.ts';
import {isOwn, placeKey} from '../../text/place-key.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {keyOf} from '../keys.ts';
import {say, withKeys} from '../said.ts';
import {chosenOf} from './chosen.ts';
import {isPending, type PeerScene} from './peer-scene.ts';
import type {PeerView} from './peer-view.ts';
import {bestHolder, holdersOf} from './results.ts';

const comesNow = ({facts}: Pick<PeerScene, 'facts'>, rfc: number): boolean =>
	facts.downloads.some(download => download.rfc === rfc && isPending(download.state.kind));

function openLater({dispatch}: PeerScene, rfc: number): void {
	const stays = keyOf('back', 'peer');
	dispatch({type: 'open-later', rfc});
	dispatch({
		type: 'say',
		said: say(`RFC ${rfc} is on its way and opens when it is here (${stays}: it only comes).`, 'busy'),
	});
}

function offer({facts, view, dispatch, peer}: PeerScene, record: RfcRecord): void {
	const {rfc} = record;
	const same = (each: RfcRecord): boolean => each.digest === record.digest && !isOwn(facts)(each);
	const others = holdersOf(peer, view.answer, rfc).filter(same).length - 1;
	const more = others > 0 ? ` and ${counted(others, 'other peer')}` : '';
	const read = keyOf('read', 'results');
	const text = `RFC ${rfc} is not here. ${printable(record.host)}${more} can send it.`;
	const said = withKeys(say(text, 'busy'), view.tab, `${read} again gets it and opens it.`);
	dispatch({type: 'offer', offer: {record, said}});
}

/** Whether the record is what is offered now, in this tab. */
const isOffered = ({offer, said, tab}: PeerView, {rfc, ...place}: RfcRecord): boolean =>
	offer !== undefined &&
	offer.said === said &&
	said.keys?.tab === tab &&
	offer.record.rfc === rfc &&
	placeKey(offer.record) === placeKey(place);

/** Opens the RFC under the cursor, offers to get it, or accepts that offer while it is displayed. */
export function readOrOffer(scene: PeerScene): void {
	const {peer, facts, view, tasks} = scene;
	const chosen = chosenOf(scene);
	if (chosen === undefined) return;
	const {rfc, record} = chosen;
	if (peer.has(rfc)) tasks.read(rfc);
	else if (comesNow(scene, rfc)) openLater(scene, rfc);
	else {
		const records = holdersOf(peer, view.answer, rfc);
		const best = record ?? bestHolder(records, isOwn(facts));
		if (best === undefined || best === 'choose') tasks.getBest(rfc, records);
		else if (isOffered(view, best)) {
			tasks.get(best);
			openLater(scene, rfc);
		} else offer(scene, best);
	}
}

/** Opens the requested document when it has arrived; gives up when its download does. */
export function useOpening(scene: PeerScene): void {
	const {peer, view} = scene;
	const rfc = view.opens;
	const isHere = rfc !== undefined && peer.has(rfc);
	const isOver = rfc !== undefined && !isHere && !comesNow(scene, rfc);
	const settle = useEffectEvent(() => {
		scene.dispatch({type: 'open-later', rfc: undefined});
		const isFree = view.reading === undefined && view.overlay.kind === 'none' && view.form === undefined;
		if (rfc !== undefined && isHere && isFree) scene.tasks.read(rfc);
	});
	useEffect(() => {
		if (isHere || isOver) settle();
	}, [isHere, isOver]);
}
