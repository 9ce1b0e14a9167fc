import {describe, expect, it, vi} from 'vitest';
import {turnsOfOthers} from '../helpers/turns-of-others.ts';
import {settled} from './helpers/fake-clock.ts';
import {IndexUnderTest, type Line, readAnswer, request} from './helpers/index-under-test.ts';

const records = 50_000;
const title = 'A title of the usual length, more or less, as they are';
const largestPiece = 256 * 1024;

/** An index of many records that one peer holds. */
async function large() {
	const index = new IndexUnderTest();
	const line = index.connect();
	await line.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: 6002}));
	const {catalog} = index.engine;
	const [bob] = catalog.peers;
	if (!bob) throw new Error('bob is not here');
	for (let rfc = 1; rfc <= records; rfc++) catalog.add(bob, rfc, {title});
	return {catalog, bob, line};
}

/** Makes a line's reader stop; gives the way to let it take what is there, once. */
function stopReading(line: Line): () => void {
	let take = () => {};
	const stop = () => {
		line.reading = new Promise(resolve => {
			take = resolve;
		});
	};
	stop();
	return () => {
		const taken = take;
		stop();
		taken();
	};
}

async function turns(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn++) await settled();
}

describe('a long answer', () => {
	it.each([
		['1.0', request('LIST ALL P2P-CI/1.0', {Host: 'b'})],
		['1.1', request('LIST ALL P2P-CI/1.1')],
	])('of %s goes out in pieces, each when the one before was taken', async (_version, list) => {
		const {line} = await large();
		const take = stopReading(line);
		await line.send(list);
		await turns(60);
		const first = line.read();
		expect(Buffer.byteLength(first)).toBeGreaterThan(0);
		expect(Buffer.byteLength(first)).toBeLessThanOrEqual(largestPiece);
		await turns(60);
		expect(line.read()).toBe('');
		take();
		await turns(60);
		const second = line.read();
		expect(Buffer.byteLength(second)).toBeGreaterThan(0);
		expect(Buffer.byteLength(second)).toBeLessThanOrEqual(largestPiece);
	});

	it('leaves the event loop to others between its pieces', async () => {
		const {line} = await large();
		let answer = '';
		const turns = await turnsOfOthers(async () => {
			answer = await line.ask(request('LIST ALL P2P-CI/1.0', {Host: 'b'}));
		});
		expect(turns).toBeGreaterThan(answer.length / largestPiece);
	});

	it('has every record that stays exactly once, however the index changes while it is read', async () => {
		const {line, catalog, bob} = await large();
		const take = stopReading(line);
		await line.send(request('LIST ALL P2P-CI/1.0', {Host: 'b'}));
		let text = '';
		for (let piece = 0; piece < 200; piece++) {
			text += line.read();
			catalog.remove(bob, 2 * piece + 2);
			catalog.remove(bob, records - 2 * piece);
			catalog.add(bob, records + piece + 1, {title});
			take();
			await turns(2);
		}
		text += line.read();
		expect(text.endsWith('\r\n\r\n')).toBe(true);
		const numbers = [...text.matchAll(/^RFC (\d+) /gm)].map(([, number]) => Number(number));
		expect(numbers.filter(rfc => rfc % 2 === 1 && rfc <= records)).toEqual(
			Array.from({length: records / 2}, (_, index) => 2 * index + 1),
		);
		expect(new Set(numbers).size).toBe(numbers.length);
	});

	it('of 1.1 is of one moment, however the index changes while it is read', async () => {
		const {line, catalog, bob} = await large();
		const tag = `"${catalog.generation}"`;
		const pending = line.ask(request('LIST ALL P2P-CI/1.1', {Limit: 5000}));
		for (let rfc = 1; rfc < 5000; rfc++) {
			catalog.add(bob, rfc, {title: 'Another'});
			if (rfc % 500 === 0) await settled();
		}
		const answer = readAnswer(await pending);
		expect(answer.field('ETag')).toBe(tag);
		expect(answer.lines).toHaveLength(5000);
		expect(answer.lines.every(line => line.title === title)).toBe(true);
	});

	it('of 1.1 has the place where a peer was when it was asked for, though it moves while it is read', async () => {
		const {line, catalog, bob} = await large();
		const pending = line.ask(request('LIST ALL P2P-CI/1.1', {Limit: 5000}));
		// A longer address: an answer that mixed both would not be as long as it says.
		catalog.update(bob, {...bob.facts, address: '2001:db8::1:2:3:4'});
		const places = readAnswer(await pending).lines.map(({host, address}) => (host === 'bob' ? address : undefined));
		expect(new Set(places)).not.toContain('2001:db8::1:2:3:4');
		const again = readAnswer(await line.ask(request('LIST ALL P2P-CI/1.1', {Limit: 5000})));
		expect(new Set(again.lines.map(({address}) => address))).toContain('2001:db8::1:2:3:4');
	});
});

describe('a fault of the server’s own', () => {
	const broken = (method: 'lookup' | 'list') => {
		const index = new IndexUnderTest();
		vi.spyOn(index.engine.catalog, method === 'lookup' ? 'holders' : 'slice').mockImplementation(() => {
			throw new Error('out of ink');
		});
		return index;
	};

	it('is a bland 500 in 1.1, 400 in 1.0, and an event in the log; the connection lives', async () => {
		const index = broken('lookup');
		const line = index.connect();
		const answer = readAnswer(await line.ask(request('LOOKUP RFC 1 P2P-CI/1.1')));
		expect(answer.status).toBe('P2P-CI/1.1 500 Internal Server Error');
		expect(answer.body).not.toContain('ink');
		expect(await line.ask(request('LOOKUP RFC 1 P2P-CI/1.0', {Host: 'b'}))).toBe(
			'P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n',
		);
		expect(index.wire.last(9).find(({direction}) => direction === 'event')?.summary).toBe('internal error: out of ink');
		expect(await line.ask(request('LIST ALL P2P-CI/1.0', {Host: 'b'}))).toBe('P2P-CI/1.0 200 OK\r\n\r\n\r\n');
	});
});

describe('the log', () => {
	it('keeps the first lines of a long answer and counts all its bytes', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		for (let rfc = 1; rfc <= 1000; rfc++) {
			await line.ask(request(`ADD RFC ${rfc} P2P-CI/1.0`, {Host: 'bob', Port: 1, Title: 'Ünïcode'}));
		}
		const answer = await line.ask(request('LIST ALL P2P-CI/1.0', {Host: 'bob'}));
		const entry = index.wire.last(1)[0];
		expect(entry).toMatchObject({direction: 'sent', summary: '1,000 records', status: 200});
		expect(entry?.bytes).toBe(Buffer.byteLength(answer));
		expect(entry?.text.length).toBeLessThan(4200);
		expect(entry?.text.slice(0, 4000)).toBe(answer.slice(0, 4000));
	});

	it.each([
		['The field Title is missing.', 400, request('ADD RFC 7 P2P-CI/1.0', {Host: 'pc1', Port: 6001})],
		['Nobody with this name is here', 401, request('ADD RFC 7 P2P-CI/1.1', {Host: 'pc1', Title: 'T'})],
		['This server speaks P2P-CI/1.0 and P2P-CI/1.1.', 505, request('LIST ALL P2P-CI/9.9', {Host: 'pc1'})],
		['Methods are in capitals: LIST.', 400, request('list ALL P2P-CI/1.0', {Host: 'pc1'})],
		['METHOD TARGET VERSION, such as LIST ALL P2P-CI/1.0.', 400, request('LIST', {Host: 'pc1'})],
		['bytes', 400, 'LIST ALL P2P-CI/1.0\r\n'.padEnd(20_000, 'x')],
		['Not Found', 404, request('LOOKUP RFC 7 P2P-CI/1.0', {Host: 'pc1'})],
	])('says why a request was refused, with the code that was sent: %s (%i)', async (why, status, text) => {
		const index = new IndexUnderTest();
		const answer = await index.connect().ask(text);
		const entry = index.wire.last(1)[0];
		expect(answer).toContain(` ${status} `);
		expect(entry).toMatchObject({direction: 'sent', status, text: answer});
		expect(entry?.summary).toContain(why);
	});

	it('names who does not say his name by the peer of the connection, else by the address', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await line.ask('LOOKUP RFC 1 P2P-CI/1.1\r\n\r\n');
		await line.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: 1}));
		await line.ask('GARBAGE\r\n\r\n');
		const received = index.wire.last(9).filter(({direction}) => direction === 'received');
		expect(received.map(({party}) => party)).toEqual(['10.0.0.5:40000', 'bob', 'bob']);
	});
});
