import {describe, expect, it} from 'vitest';
import {type WireEntry, WireLog} from '../../../source/net/wire-log.ts';
import {wireFacts, wireFilter} from '../../../source/ui/wire/wire-filter.ts';
import {WireList} from '../../../source/ui/wire/wire-list.ts';
import fc from '../../helpers/properties.ts';
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
	});

	it('finds message by message what it would find looking through all at once', () => {
		const filters = ['', 'peer:a', 'method:get', 'status:4xx', '-peer:b rfc:3', 'closed', 'peer:'];
		const step = fc.oneof(
			fc.record({
				kind: fc.constant('add' as const),
				party: fc.constantFrom('a', 'b'),
				rfc: fc.integer({min: 1, max: 4}),
			}),
			fc.record({kind: fc.constant('look' as const), filter: fc.constantFrom(...filters), holds: fc.boolean()}),
		);
		fc.assert(
			fc.property(fc.array(step, {maxLength: 60}), steps => {
				const log = new WireLog(8);
				const list = new WireList(log);
				for (const one of steps) {
					if (one.kind === 'add') {
						const {party, rfc} = one;
						const summary = `GET RFC ${rfc} P2P-CI/1.1`;
						const exchange = log.add({time: 1, direction: 'received', party, summary, bytes: 1, text: summary});
						const status = rfc === 4 ? 404 : 200;
						log.add({time: 1, direction: 'sent', party, summary: 'OK', status, bytes: 1, text: '', exchange});
						continue;
					}
					list.update(one.filter, one.holds);
					const parsed = wireFilter(one.filter);
					const all = list.kept.filter(entry => parsed.matches(wireFacts(entry, list.requestOf(entry))));
					// An answer whose request the log has forgotten was looked at when both were there.
					const first = list.kept[0]?.id ?? 0;
					const ids = (entries: readonly WireEntry[]) =>
						entries.filter(({exchange}) => exchange >= first).map(({id}) => id);
					expect(ids(list.matching)).toEqual(ids(all));
					if (!one.holds) expect(list.kept.length).toBeLessThanOrEqual(8);
				}
			}),
		);
	});
});
