import {describe, expect, it} from 'vitest';
import {initialPeerView, type PeerView} from '../../source/ui/peer-view.ts';
import {peerReducer} from '../../source/ui/peer-view-reducer.ts';
import {say} from '../../source/ui/said.ts';

const filledIn = {kind: 'get', text: '7540'} as const;

describe('a form that is done', () => {
	it('is not opened again by what was typed in the same moment', () => {
		const open = peerReducer(initialPeerView, {type: 'form', form: filledIn});
		const done = peerReducer(open, {type: 'form-done', focus: 'transfers', said: say('')});
		expect(peerReducer(done, {type: 'fill-in', form: {...filledIn, text: '7540q'}})).toBe(done);
		expect(peerReducer(open, {type: 'fill-in', form: {...filledIn, text: '754'}}).form?.kind).toBe('get');
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
