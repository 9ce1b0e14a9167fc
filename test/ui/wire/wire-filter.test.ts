import {describe, expect, it} from 'vitest';
import {WireLog} from '../../../source/net/wire-log.ts';
import {wireFilter} from '../../../source/ui/wire/wire-filter.ts';
import {WireList} from '../../../source/ui/wire/wire-list.ts';
import {talk} from '../helpers/talk.ts';

/** What a filter leaves of a peer's conversation, by the ids of the messages. */
function left(filter: string, log = talk()): readonly number[] {
	const list = new WireList(log);
	list.update(filter, false);
	return list.matching.map(({id}) => id);
}

describe('a filter of messages', () => {
	it.each([
		['', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
		['peer:alice', [3, 4]],
		['peer:ALI', [3, 4]],
		['peer:alice,carol', [3, 4, 5, 6]],
		['-peer:index', [3, 4, 5, 6, 9]],
		['method:LOOKUP', [1, 2, 7, 8]],
		['method:look status:404', [8]],
		['status:4xx', [8]],
		['status:4', [8]],
		['status:2xx peer:alice', [4]],
		['-status:2xx method:GET', [3, 5]],
		['rfc:2616', [1, 2, 3, 4]],
		['rfc:02616 from:me', [1, 3]],
		['to:me', [2, 4, 5, 8]],
		['from:"index server"', [2, 8]],
		['from:carol', [5]],
		['not found', [8]],
		['404', [8]],
		['text:sha-256', [2]],
		['closed', [9]],
		['peer:', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
		['peer:nobody', []],
	])('%s', (filter, ids) => {
		expect(left(filter)).toEqual(ids);
	});

	it('says which keys there are when it has another one', () => {
		expect(wireFilter('colour:red peer:bob').wrong).toMatch(
			/^no key colour: only peer: from: to: method: status: rfc:/,
		);
		expect(left('colour:red')).toEqual([]);
		expect(wireFilter('status:abc').wrong).toBe('status: takes 404, 4xx');
		expect(wireFilter('rfc:http').wrong).toBe('rfc: takes a number');
		expect(wireFilter('127.0.0.1:6001 peer:bob').wrong).toBeUndefined();
	});

	it('looks at each message once, as it comes', () => {
		const log = talk();
		const list = new WireList(log);
		list.update('peer:alice', false);
		expect(list.matching.length).toBe(2);
		log.add({time: 1, direction: 'sent', party: 'alice :6001', summary: 'GET RFC 1 P2P-CI/1.1', bytes: 9, text: ''});
		log.add({time: 1, direction: 'sent', party: 'dave', summary: 'GET RFC 1 P2P-CI/1.1', bytes: 9, text: ''});
		list.update('peer:alice', false);
		expect(list.matching.map(({id}) => id)).toEqual([3, 4, 10]);
		expect(list.kept.length).toBe(11);
	});

	it('keeps in sight what is held while the log forgets it, and catches up afterwards', () => {
		const log = new WireLog(10);
		const add = (): number =>
			log.add({
				time: 1,
				direction: 'sent',
				party: 'a',
				summary: `LOOKUP RFC ${log.total + 1} P2P-CI/1.1`,
				bytes: 1,
				text: '',
			});
		for (let count = 0; count < 10; count++) add();
		const list = new WireList(log);
		list.update('', false);
		for (let count = 0; count < 8; count++) add();
		list.update('', true);
		expect(list.kept.map(({id}) => id)).toEqual(Array.from({length: 18}, (_, index) => index + 1));
		expect(list.source({filter: '', offset: 0, limit: 1, anchor: 5}).anchorIndex).toBe(4);
		list.update('', false);
		expect(list.kept.map(({id}) => id)).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
		expect(list.missed).toBe(0);
	});
});
