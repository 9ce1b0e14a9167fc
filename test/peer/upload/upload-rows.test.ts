import {describe, expect, it} from 'vitest';
import type {Upload} from '../../../source/peer/peer-state.ts';
import {UploadRows} from '../../../source/peer/upload/upload-rows.ts';
import {RawClient} from '../../helpers/raw-client.ts';
import {until} from '../../helpers/until.ts';
import {ask7, endUploads, readUpload, startUploads} from '../../helpers/upload.ts';

function rows() {
	const uploads = new Map<number, Upload>();
	let sent = 0;
	let told = 0;
	const all = new UploadRows(news => {
		for (const upload of news.uploads) uploads.set(upload.id, upload);
		sent += news.sent;
		told++;
	});
	return {all, uploads, sent: () => sent, told: () => told};
}

describe('the uploads that a screen shows', () => {
	it('are told at once when it was quiet, and then a few times a second', async () => {
		const {all, uploads, sent, told} = rows();
		const party = {};
		all.begin(party, {rfc: 1, to: 'carol', bytes: 10});
		expect([...uploads.values()]).toMatchObject([{rfc: 1, to: 'carol', state: 'running', sent: 0, total: 10}]);
		for (let rfc = 2; rfc <= 5000; rfc++) {
			const row = all.begin(party, {rfc, to: 'carol', bytes: 10});
			row.add(10);
			all.end(row, 'done');
		}
		await until(() => sent() === 4999);
		expect(told()).toBeLessThan(10);
		// Few of those that were over in a moment, the newest among them; all that run.
		expect(uploads.size).toBeLessThan(500);
		expect([...uploads.values()].at(-1)).toMatchObject({rfc: 5000, state: 'done', sent: 10, rate: 0});
		all.close();
	});

	it('are told now where somebody has to know', () => {
		const {all, uploads, told} = rows();
		for (const rfc of [1, 2]) all.begin({}, {rfc, to: 'carol', bytes: 10});
		expect(uploads.size).toBe(1);
		all.tellNow();
		expect([...uploads.values()]).toMatchObject([{rfc: 1}, {rfc: 2, state: 'running'}]);
		all.tellNow();
		expect(told()).toBe(2);
		all.close();
	});

	it('are one for all ranges of a document that go to one party', async () => {
		const {all, uploads, sent} = rows();
		const [carol, dave] = [{}, {}];
		for (let turn = 0; turn < 3; turn++) {
			for (const [party, to] of [
				[carol, 'carol'],
				[dave, 'dave'],
			] as const) {
				const row = all.begin(party, {rfc: 1, to, bytes: 100, rangeOf: 300});
				row.add(100);
				all.end(row, 'done');
			}
		}
		await until(() => [...uploads.values()].every(({state}) => state === 'done'));
		expect([...uploads.values()]).toMatchObject([
			{to: 'carol', sent: 300, total: 300},
			{to: 'dave', sent: 300, total: 300},
		]);
		expect(sent()).toBe(2);
		all.close();
	});

	it('end at once with the last byte of a document, however many ranges it came in', () => {
		const {all} = rows();
		const party = {};
		const states = [100, 200].map(bytes => {
			const row = all.begin(party, {rfc: 1, to: 'carol', bytes, rangeOf: 300});
			row.add(bytes);
			all.end(row, 'done');
			return row.state;
		});
		expect(states).toEqual(['running', 'done']);
		// A range that is asked for once more begins another one.
		const again = all.begin(party, {rfc: 1, to: 'carol', bytes: 100, rangeOf: 300});
		expect(again.state).toBe('running');
		all.close();
	});

	it('are one for each document, though ranges of several come by turns over one connection', () => {
		const {all, uploads, sent} = rows();
		const party = {};
		for (let turn = 0; turn < 3; turn++) {
			for (const rfc of [1, 2, 3]) {
				const row = all.begin(party, {rfc, to: 'carol', bytes: 100, rangeOf: 300});
				row.add(100);
				all.end(row, 'done');
			}
		}
		all.close();
		expect([...uploads.values()]).toMatchObject([1, 2, 3].map(rfc => ({rfc, sent: 300, total: 300, state: 'done'})));
		expect(sent()).toBe(3);
	});

	it('go on as the same one after a pause', async () => {
		const {all, uploads, sent} = rows();
		const party = {};
		const part = (): void => {
			const row = all.begin(party, {rfc: 1, to: 'carol', bytes: 100, rangeOf: 200});
			row.add(100);
			all.end(row, 'done');
		};
		part();
		await until(() => [...uploads.values()].at(-1)?.state === 'done');
		expect(sent()).toBe(0);
		part();
		all.close();
		expect([...uploads.values()]).toMatchObject([{rfc: 1, sent: 200, total: 200, state: 'done'}]);
		expect(sent()).toBe(1);
	});

	it('do not stay open, however many documents are asked for in part', () => {
		const {all} = rows();
		const party = {};
		const open = Array.from({length: 1000}, (_, rfc) => {
			const row = all.begin(party, {rfc, to: 'carol', bytes: 100, rangeOf: 300});
			all.end(row, 'done');
			return row;
		}).filter(({state}) => state === 'running');
		expect(open.length).toBeLessThan(100);
		all.close();
	});

	it('fail where one of their ranges does', () => {
		const {all, uploads} = rows();
		const party = {};
		const first = all.begin(party, {rfc: 1, to: 'carol', bytes: 100, rangeOf: 300});
		all.end(first, 'done');
		const second = all.begin(party, {rfc: 2, to: 'carol', bytes: 100, rangeOf: 300});
		all.end(second, 'failed');
		all.begin(party, {rfc: 2, to: 'carol', bytes: 100, rangeOf: 300});
		all.close();
		expect([...uploads.values()].map(({rfc, state}) => [rfc, state])).toEqual([
			[1, 'done'],
			[2, 'failed'],
			[2, 'done'],
		]);
	});

	it('say how long the first of them still takes', () => {
		const {all} = rows();
		expect(all.secondsLeft()).toBeUndefined();
		const row = all.begin({}, {rfc: 1, to: 'carol', bytes: 1_000_000});
		row.add(100_000);
		expect(all.secondsLeft()).toBeGreaterThan(0);
		expect(all.secondsLeft()).toBeLessThan(60);
		all.close();
	});
});

describe('the uploads of a server', () => {
	it('are counted each, and told together', async () => {
		const {port, sent, news, uploads} = await startUploads('the text\n');
		await using client = await RawClient.connect({port});
		await client.send(ask7().repeat(1000));
		for (let count = 0; count < 1000; count++) await readUpload(client);
		await until(() => sent() === 1000);
		expect(news()).toBeLessThan(100);
		expect(uploads.size).toBeLessThan(1000);
		await endUploads();
	});
});
