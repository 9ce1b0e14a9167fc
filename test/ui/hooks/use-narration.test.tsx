import {afterEach, describe, expect, it} from 'vitest';
import {dueAt} from '../../../source/ui/hooks/use-narration.ts';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {say} from '../../../source/ui/said.ts';
import {FakePeer} from '../helpers/fake-peer.ts';
import {noon} from '../helpers/fake-server.ts';
import {key, type Stage, settle, stage, theme} from '../helpers/stage.ts';
import {talk} from '../helpers/talk.ts';

let shown: Stage | undefined;

afterEach(() => shown?.unmount());

/** The screen of a peer that looks an RFC up; its answer comes with `answer`, after what has happened on the wire meanwhile. */
async function lookup(number: string) {
	const peer = new FakePeer();
	const time = {now: noon};
	shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => time.now} quit={() => {}} />, 120, 36);
	await shown.shows('1-6 choose from the menu');
	const gate = Promise.withResolvers<void>();
	peer.gate = gate.promise;
	await shown.type('3', number, key.enter);
	await peer.called(`lookup ${number}`);
	talk(peer.wire);
	return {peer, shown, time, answer: () => gate.resolve()};
}

describe('the row of plain words', () => {
	it('follows what happens on the wire, but leaves what an act said long enough to be read', async () => {
		const peer = new FakePeer();
		let now = noon;
		shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => now} quit={() => {}} />, 120, 36);
		await shown.shows('1-6 choose from the menu');
		talk(peer.wire);
		await shown.shows('closed after 7 of 18 bytes');
		expect(shown.text()).toContain('1-6 choose from the menu');
		await settle();
		now += 5000;
		peer.change({});
		await shown.shows('carol got RFC 7540 from you.');
		await shown.type('-');
		await shown.shows('Each transfer is slowed down');
		peer.wire.add({
			time: noon,
			direction: 'received',
			party: 'dave',
			summary: 'GET RFC 1 P2P-CI/1.1',
			bytes: 1,
			text: '',
		});
		await shown.shows('dave  ');
		expect(shown.text()).toContain('Each transfer is slowed down');
		await settle();
		now += 5000;
		peer.wire.add({
			time: noon,
			direction: 'received',
			party: 'erin',
			summary: 'GET RFC 2 P2P-CI/1.1',
			bytes: 1,
			text: '',
		});
		await shown.shows('erin asks you for RFC 2');
	});

	it('tells many changes together that come one by one while it must not change', async () => {
		const peer = new FakePeer();
		let now = noon;
		shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => now} quit={() => {}} />, 120, 36);
		await shown.shows('1-6 choose from the menu');
		for (const name of ['carol', 'dave', 'erin']) {
			const summary = `peer-left ${name}`;
			peer.wire.add({time: noon, direction: 'received', party: 'index server', summary, bytes: 1, text: ''});
			await shown.shows(summary);
			await settle();
		}
		now += 5000;
		peer.change({});
		await shown.shows('News from the index: 3 peers left.');
	});

	it('does not tell after an answer what led to it', async () => {
		const {peer, shown, time, answer} = await lookup('2616');
		answer();
		await shown.shows('says who has RFC 2616');
		await settle();
		time.now += 5000;
		peer.wire.add({time: noon, direction: 'received', party: 'erin', summary: 'PING', bytes: 1, text: ''});
		await shown.shows('PING');
		await settle();
		expect(shown.text()).toContain('says who has RFC 2616');
	});

	it('does not tell after the next words either what led to an answer', async () => {
		const {peer, shown, time, answer} = await lookup('8999');
		await shown.shows('closed after 7 of 18 bytes');
		answer();
		await shown.shows('Nobody here has RFC 8999 now');
		await settle();
		time.now += 1000;
		await shown.type('w');
		await shown.shows('RFC 8999 is on your wanted list');
		await settle();
		time.now += 5000;
		for (const summary of ['PING', 'PONG']) {
			peer.wire.add({time: noon, direction: 'received', party: 'erin', summary, bytes: 1, text: ''});
			await shown.shows(summary);
			await settle();
		}
		expect(shown.text()).toContain('RFC 8999 is on your wanted list');
	});

	it('does not tell after news what led to them', () => {
		const news = {said: say('RFC 7 is here.', 'good'), since: 1000, narrated: false};
		expect(dueAt(news, {since: 900})).toBeUndefined();
		expect(dueAt(news, {since: 1000})).toBeUndefined();
		expect(dueAt(news, {since: 1100})).toBe(9000);
		expect(dueAt({...news, said: say('Asked alice for RFC 7.')}, {since: 900})).toBe(4000);
	});
});
