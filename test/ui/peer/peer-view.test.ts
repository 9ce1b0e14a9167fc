import {describe, expect, it} from 'vitest';
import {initialPeerView, type PeerView} from '../../../source/ui/peer/peer-view.ts';
import {peerReducer} from '../../../source/ui/peer/peer-view-reducer.ts';
import {nothingSaid, say} from '../../../source/ui/said.ts';

const filledIn = {kind: 'get', text: '7540'} as const;

describe('a form that was left', () => {
	it('leads back where it was opened, also for a document that opens by itself', () => {
		const before: PeerView = {...initialPeerView, tab: 'transfers', focus: 'transfers', list: 'transfers'};
		const open = peerReducer(before, {type: 'form', form: filledIn});
		for (const left of [
			peerReducer(open, {type: 'form', form: undefined}),
			peerReducer(open, {type: 'read', reading: undefined}),
		])
			expect([left.form, left.tab, left.focus, left.list]).toEqual([undefined, 'transfers', 'transfers', 'transfers']);
	});

	it('takes what was wrong with it along, and nothing else', () => {
		const open = peerReducer(initialPeerView, {type: 'form', form: filledIn});
		const wrong = peerReducer(open, {type: 'say', said: say('no RFC number', 'bad')});
		expect(peerReducer(wrong, {type: 'form', form: undefined}).said.text).toBe('');
		const news = peerReducer(open, {type: 'say', said: say('RFC 1 is here', 'good')});
		expect(peerReducer(news, {type: 'form', form: undefined}).said.text).toBe('RFC 1 is here');
	});
});

describe('words from before a form', () => {
	const got = peerReducer(initialPeerView, {type: 'say', said: say('RFC 1 is here', 'good')});

	it('are not said beside it, and said again when it was left', () => {
		const open = peerReducer(got, {type: 'form', form: filledIn});
		expect(open.said).toBe(nothingSaid);
		const wrong = peerReducer(open, {type: 'say', said: say('no RFC number', 'bad')});
		for (const left of [open, wrong]) expect(peerReducer(left, {type: 'form', form: undefined}).said).toBe(got.said);
	});

	it('are over in its second step, as those about the first are', () => {
		const open = peerReducer(got, {type: 'form', form: {kind: 'add', text: '7'}});
		const told = peerReducer(open, {type: 'say', said: say('You share RFC 7 already.')});
		const details = {kind: 'add-details', rfc: '7', title: 'T', field: 'rfc'} as const;
		const second = peerReducer(told, {type: 'form', form: details});
		expect(second.said).toBe(nothingSaid);
		const wrong = peerReducer(second, {type: 'say', said: say('no RFC number', 'bad')});
		expect(peerReducer(wrong, {type: 'fill-in', form: {...details, rfc: '77'}}).said).toBe(wrong.said);
	});
});

describe('what happens on the wire', () => {
	it('is told only in the place of the words it was to follow: an action may have spoken in the same moment', () => {
		const after = peerReducer(initialPeerView, {type: 'say', said: say('hello')});
		const narration = {type: 'narrate', said: say('bob asks you for RFC 1.'), after: after.said} as const;
		expect(peerReducer(after, narration).said.text).toBe('bob asks you for RFC 1.');
		const acted = peerReducer(after, {type: 'say', said: say('RFC 2 is on your wanted list.')});
		expect(peerReducer(acted, narration).said.text).toBe('RFC 2 is on your wanted list.');
	});
});

describe('a form that is done', () => {
	it('is not opened again by what was typed in the same moment', () => {
		const open = peerReducer(initialPeerView, {type: 'form', form: filledIn});
		const done = peerReducer(open, {type: 'form-done', focus: 'transfers', said: say('')});
		expect(peerReducer(done, {type: 'fill-in', form: {...filledIn, text: '7540q'}})).toBe(done);
		expect(peerReducer(open, {type: 'fill-in', form: {...filledIn, text: '754'}}).form?.kind).toBe('get');
	});

	it('leaves a strip of transfers that begins with what runs, when another list is looked at', () => {
		const at = {filter: '2', key: 'd1', index: 30, row: 3, follows: false};
		const deep: PeerView = {...initialPeerView, focus: 'transfers', list: 'transfers', transfers: at};
		const menu = peerReducer(deep, {type: 'focus', pane: 'menu'});
		expect(menu.transfers).toBe(at);
		const form = peerReducer(deep, {type: 'form', form: {kind: 'lookup', text: '7540'}});
		expect(form.transfers).toBe(at);
		expect(peerReducer(form, {type: 'form', form: undefined}).transfers).toBe(at);
		const answer = {kind: 'holders', rfc: 7540, records: []} as const;
		expect(peerReducer(form, {type: 'look-into', answer, said: say('')}).transfers.index).toBe(0);
		for (const away of [{type: 'focus', pane: 'wire'} as const, {type: 'tab', tab: 'library'} as const]) {
			const {transfers} = peerReducer(menu, away);
			expect([transfers.filter, transfers.key, transfers.index, transfers.row]).toEqual(['2', undefined, 0, 0]);
		}
	});

	it('shows the newest transfer, whatever was looked at in the transfers before', () => {
		const filtered: PeerView = {
			...initialPeerView,
			transfers: {filter: '2818', key: 'down 1', index: 3, row: 3, follows: false},
		};
		const open = peerReducer(filtered, {type: 'form', form: filledIn});
		const {transfers, focus} = peerReducer(open, {type: 'form-done', focus: 'transfers', said: say('')});
		expect([focus, transfers.filter, transfers.key, transfers.index]).toEqual(['transfers', '', undefined, 0]);
	});
});

describe('an act that can be undone', () => {
	it('is forgotten when its time is over, and no act after it', () => {
		const [one, two] = [{kind: 'unwanted', rfc: 1} as const, {kind: 'unwanted', rfc: 2} as const];
		const both = peerReducer(peerReducer(initialPeerView, {type: 'undoable', undo: one}), {
			type: 'undoable',
			undo: two,
		});
		const late = peerReducer(both, {type: 'forget-undo', undo: one});
		expect(late.undo).toBe(two);
		expect(peerReducer(late, {type: 'forget-undo', undo: two}).undo).toBeUndefined();
	});
});
