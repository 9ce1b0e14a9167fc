import {describe, expect, it} from 'vitest';
import type {ChangeCount, WireEntry} from '../../../source/net/wire-log.ts';
import {WireLog} from '../../../source/net/wire-log.ts';
import {narrate} from '../../../source/ui/wire/narration.ts';
import {WireList} from '../../../source/ui/wire/wire-list.ts';
import {noon} from '../helpers/fake-server.ts';
import {talk} from '../helpers/talk.ts';

/** What is said after the messages with these ids. */
function saidOf(ids: readonly number[], log = talk(), wanted: readonly number[] = []): string | undefined {
	const list = new WireList(log);
	list.update('', false);
	const entries = ids.flatMap((id): readonly WireEntry[] => [list.get(id)].filter(entry => entry !== undefined));
	return narrate({entries, kept: list.kept, requestOf: entry => list.requestOf(entry), me: 'bob', wanted})?.text;
}

describe('what is said about messages', () => {
	it('tells who talked to whom, and what came from where', () => {
		expect(saidOf([1])).toBeUndefined();
		expect(saidOf([2])).toBe('The index named 2 peers with RFC 2616; it does not have the file itself.');
		expect(saidOf([2, 3])).toBe('The index said who has RFC 2616 (2 peers); the file comes from alice.');
		expect(saidOf([5])).toBe(
			'carol asks you for RFC 7540: it goes straight to that peer, not through the index server.',
		);
		expect(saidOf([6])).toBe('carol got RFC 7540 from you.');
		expect(saidOf([7, 8])).toBe('The index knows nobody who has RFC 8999 now (404).');
		expect(saidOf([9])).toBeUndefined();
	});

	it('names everybody who sends a document, as long as they do', () => {
		const log = new WireLog();
		const message = (party: string, summary: string): number =>
			log.add({time: noon, direction: 'sent', party, summary, bytes: 1, text: ''});
		const answer = (party: string, exchange: number): number =>
			log.add({time: noon, direction: 'received', party, summary: 'OK', bytes: 1, text: '', status: 206, exchange});
		const get = (party: string): number => message(party, 'GET RFC 7 P2P-CI/1.1');
		message('erin :6005', 'GET RFC 8 P2P-CI/1.1');
		const dave = get('dave :6004');
		const alice = get('alice :6001');
		expect(saidOf([alice], log)).toMatch(/^RFC 7 comes straight from alice and dave;/);
		answer('dave :6004', dave);
		answer('alice :6001', alice);
		const again = get('alice :6001');
		expect(saidOf([again], log)).toMatch(/^RFC 7 comes straight from alice;/);
		get('dave :6004');
		const carol = get('carol :6003');
		expect(saidOf([carol], log)).toMatch(/^RFC 7 comes straight from alice, carol and dave;/);
		log.addEvent({time: noon, party: 'dave :6004', what: 'closed', trouble: true, text: ''});
		expect(saidOf([carol], log)).toMatch(/^RFC 7 comes straight from alice and carol;/);
	});

	it('says nothing of a wanted RFC that nobody has yet', () => {
		expect(saidOf([7, 8], talk(), [8999])).toBeUndefined();
	});

	it('tells of changes that others make, together where they come together, and never of its own', () => {
		const log = new WireLog();
		const event = (summary: string, party = 'index server'): number =>
			log.add({time: noon, direction: 'received', party, summary, bytes: 1, text: ''});
		const [one, two, own, gone] = [
			event('rfc-added 1 dave'),
			event('rfc-added 2 dave'),
			event('rfc-added 3 bob'),
			event('peer-left dave'),
		];
		expect(saidOf([one], log)).toBe('News from the index: dave now shares RFC 1.');
		expect(saidOf([one, two, own], log)).toBe('News from the index: dave now shares 2 more RFCs.');
		expect(saidOf([own], log)).toBeUndefined();
		expect(saidOf([gone], log)).toBe('News from the index: dave has left; what only dave had is gone.');
	});

	it('sums up the changes of several peers, and counts those of one', () => {
		const log = new WireLog();
		const event = (summary: string): number =>
			log.add({time: noon, direction: 'received', party: 'index server', summary, bytes: 1, text: ''});
		const left = Array.from({length: 37}, (_, at) => event(`peer-left peer${at}`));
		const joined = ['peer-joined dave', 'rfc-added 1 dave', 'rfc-added 2 dave', 'peer-joined erin'].map(event);
		const removed = ['rfc-removed 1 dave', 'rfc-removed 2 dave'].map(event);
		const own = event('rfc-added 3 bob');
		const many = (changes: readonly ChangeCount[]): number =>
			log.add({
				...{time: noon, direction: 'received', party: 'index server', bytes: 1, text: ''},
				summary: '30 changes: peer-left peer1 to peer-left peer30',
				changes,
			});
		expect(saidOf([many([{event: 'peer-left', count: 30}])], log)).toBe('News from the index: 30 peers left.');
		expect(saidOf([many([{event: 'rfc-added', count: 30, who: 'dave'}])], log)).toBe(
			'News from the index: dave now shares 30 more RFCs.',
		);
		expect(saidOf([many([])], log)).toBeUndefined();
		expect(saidOf(left, log)).toBe('News from the index: 37 peers left.');
		expect(saidOf([...joined, own], log)).toBe('News from the index: 2 peers joined, 2 RFCs announced.');
		expect(saidOf([...left, ...joined, ...removed], log)).toBe(
			'News from the index: 2 peers joined, 37 peers left, 2 RFCs announced, 2 RFCs taken back.',
		);
		expect(saidOf(removed, log)).toBe('News from the index: dave no longer shares 2 RFCs.');
	});

	it('believes nobody else who speaks like the index, and shows nothing that could harm', () => {
		const log = new WireLog();
		const evil = 'x\u001b[2J';
		const fake = log.add({
			time: noon,
			direction: 'received',
			party: 'eve',
			summary: 'peer-left dave',
			bytes: 1,
			text: '',
		});
		const asks = log.add({
			time: noon,
			direction: 'received',
			party: evil,
			summary: 'GET RFC 5 P2P-CI/1.0',
			bytes: 1,
			text: '',
		});
		expect(saidOf([fake], log)).toBeUndefined();
		expect(saidOf([asks], log)).toMatch(/^x␛\[2J asks you for RFC 5/);
	});
});
