import {expect, it} from 'vitest';
import {ListDoubts} from '../../../source/peer/index/list-doubts.ts';
import type {WatchEvent} from '../../../source/protocol/message.ts';

const record = {rfc: 7, title: 'Seven', host: 'bob', address: '10.0.0.2', port: 6001};
const removed = (number: number): WatchEvent => ({event: 'rfc-removed', generation: `k3f9-${number}`, record});
const added = (number: number): WatchEvent => ({event: 'rfc-added', generation: `k3f9-${number}`, record});

it('a list is doubted only where something was removed between its first and its last page', () => {
	const doubts = new ListDoubts();
	doubts.listed({since: 'k3f9-5', until: 'k3f9-5'});
	expect(doubts.hidesRecords(removed(6))).toBe(false);
	doubts.listed({since: 'k3f9-6', until: 'k3f9-9'});
	expect([added(7), added(8), added(9), added(10), removed(11)].map(event => doubts.hidesRecords(event))).not.toContain(
		true,
	);
	doubts.listed({since: 'k3f9-11', until: 'k3f9-14'});
	expect([added(12), removed(13), removed(14)].map(event => doubts.hidesRecords(event))).toEqual([false, true, false]);
});

it('of an index in which something is removed all the time, the fourth list is taken as it is', () => {
	const doubts = new ListDoubts();
	const lists = Array.from({length: 4}, (_, turn) => {
		doubts.listed({since: `k3f9-${10 * turn}`, until: `k3f9-${10 * turn + 5}`});
		return doubts.hidesRecords(removed(10 * turn + 1));
	});
	expect(lists).toEqual([true, true, true, false]);
});
