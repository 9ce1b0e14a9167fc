import {describe, expect, it} from 'vitest';
import {initialFacts, type PeerEvent, reduce} from '../../source/peer/peer-reducer.ts';
import type {Download, DownloadState, PeerFacts, Upload} from '../../source/peer/peer-state.ts';

const start = initialFacts({name: 'bob', server: '127.0.0.1:5555', uploadPort: 0, address: '127.0.0.1'});
const applied = (facts: PeerFacts, ...events: readonly PeerEvent[]): PeerFacts => events.reduce(reduce, facts);

const download = (id: number, state: DownloadState): PeerEvent => {
	const source = {host: 'carol', address: '127.0.0.1', port: 1};
	const begun: Download = {id, rfc: id, title: '', source, sources: [], started: 0, state};
	return {kind: 'download', download: begun};
};
const done: DownloadState = {kind: 'done', bytes: 10, seconds: 1, file: 'rfc1.txt', verified: 'length'};
const upload = (id: number, state: Upload['state']): PeerEvent => ({
	kind: 'uploads',
	uploads: [{id, rfc: id, to: 'carol', started: 0, sent: 0, total: 5, rate: 0, state}],
	sent: state === 'done' ? 1 : 0,
});
const range = (count: number): readonly number[] => Array.from({length: count}, (_, index) => index + 1);

describe('the facts about a peer', () => {
	it('count what was got and sent, each thing once', () => {
		const facts = applied(
			start,
			download(1, {kind: 'connecting'}),
			download(1, done),
			download(1, done),
			download(2, {kind: 'cancelled', received: 3}),
			upload(1, 'running'),
			upload(1, 'done'),
			upload(2, 'failed'),
		);
		expect(facts).toMatchObject({got: 1, gotBytes: 10, sent: 1});
		expect(facts.downloads.map(({id}) => id)).toEqual([2, 1]);
	});

	it('keep the newest, and everything that is not over', () => {
		const facts = applied(
			start,
			download(1, {kind: 'running', received: 1, rate: 1}),
			upload(1, 'running'),
			...range(300).flatMap(id => [download(id + 1, done), upload(id + 1, 'done')]),
		);
		expect(facts.downloads.length).toBe(201);
		expect(facts.uploads.length).toBe(51);
		expect(facts.downloads.at(-1)?.id).toBe(1);
		expect(facts.uploads.at(-1)?.id).toBe(1);
		expect(facts).toMatchObject({got: 300, sent: 300});
	});

	it('keep 200 downloads that are over, also of those that end when no other begins', () => {
		const begun = range(300).map(id => download(id, {kind: 'queued', received: 0}));
		const facts = applied(start, ...begun, ...range(300).map(id => download(id, done)));
		expect(facts.downloads.map(({id}) => id)).toEqual(
			range(300)
				.map(id => 301 - id)
				.slice(0, 200),
		);
		// One that is no longer listed begins again, at its old place.
		expect(applied(facts, download(50, {kind: 'connecting'})).downloads.at(-1)?.id).toBe(50);
	});

	it('keep the last fifty warnings, newest first', () => {
		const facts = applied(
			start,
			...range(60).map((rfc): PeerEvent => ({kind: 'warning', failure: {kind: 'not-in-folders', rfc}})),
		);
		expect(facts.warnings.length).toBe(50);
		expect(facts.warnings[0]).toMatchObject({rfc: 60});
	});

	it('are a new snapshot at each change and leave the one before as it was', () => {
		const paced = reduce(start, {kind: 'pace', pace: 60_000});
		expect([start.pace, paced.pace]).toEqual([undefined, 60_000]);
		expect('pace' in reduce(paced, {kind: 'pace', pace: undefined})).toBe(false);
		const facts = applied(start, download(1, done));
		expect(applied(facts, {kind: 'download-dropped', id: 1}).downloads).toEqual([]);
		expect(facts.downloads.length).toBe(1);
	});
});
