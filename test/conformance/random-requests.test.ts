import {describe, expect, it} from 'vitest';
import {RawClient} from '../helpers/raw-client.ts';
import {askOnce, leave, list, ok, recordsOf, type Sender} from './classic.ts';
import {IndexModel} from './index-model.ts';
import {indexServerForFile, type UploadPort, uploadPort} from './index-under-test.ts';
import {Random} from './random.ts';
import {foretold, garbage, type Mutation, mutated} from './random-requests.ts';

// 2,000 requests, many of them corrupted: the server survives, and its index contains what the valid ones did.
const index = indexServerForFile();
const seed = 20_260_101;

/**
 * The record lines of every 1.0 answer 200 received on a connection, in order. Answers of 1.1 and errors are skipped.
 */
function successes(received: string): readonly string[][] {
	const answer = /P2P-CI\/1\.0 200 OK\r\n\r\n((?:RFC [^\r\n]*\r\n)*)\r\n|P2P-CI\/1\.[01] \d{3} [^\r\n]+\r\n/gy;
	const found: string[][] = [];
	let end = 0;
	for (let match = answer.exec(received); match; match = answer.exec(received)) {
		if (match[1] !== undefined) found.push(match[1].split('\r\n').slice(0, -1));
		// The rest of other answers (fields, a problem document, blank lines) ends at the next status line.
		else answer.lastIndex = nextStatusLine(received, answer.lastIndex);
		end = answer.lastIndex;
	}
	expect(end, `not all of this is answers: ${JSON.stringify(received)}`).toBe(received.length);
	return found;
}

function nextStatusLine(received: string, from: number): number {
	const next = received.slice(from).search(/P2P-CI\/1\.[01] \d{3} /);
	return next === -1 ? received.length : from + next;
}

/** Applies to the model what the answers report. */
function apply(model: IndexModel, {method}: Mutation, received: string): void {
	if (method !== 'ADD' && method !== 'REMOVE') return;
	for (const lines of successes(received)) {
		expect(lines).toHaveLength(1);
		const [, rfc, title = '', host = '', port] = /^RFC (\d+) (.*) ([^ ]+) (\d+)$/s.exec(lines[0] ?? '') ?? [];
		const text = (bytes: string) => Buffer.from(bytes, 'latin1').toString();
		const sender: Sender = {host: text(host), port: Number(port)};
		if (method === 'ADD') model.add(sender, Number(rfc), text(title));
		else model.remove(sender, Number(rfc));
	}
}

/** Sends bytes on a separate connection and returns everything until it is closed, properly or not. */
async function exchange(bytes: Buffer): Promise<string> {
	await using client = await RawClient.connect(index.route);
	client.send(bytes).catch(() => {});
	client.halfClose();
	await client.closed(20_000);
	return client.pending;
}

describe('2,000 random and mutated requests', () => {
	it('leave the server alive and its index equal to a simple model', async () => {
		const random = new Random(seed);
		const model = new IndexModel();
		await using ports = new AsyncDisposableStack();
		const listening: UploadPort[] = [];
		for (let count = 0; count < 6; count++) listening.push(ports.use(await uploadPort()));
		const names = [
			'alice.example',
			'bob',
			'carol',
			'dora-münchen.example',
			'10.1.2.3',
			'erin-with-a-long-name.example',
		];
		const senders = listening.map(({port}, position) => ({host: names[position] ?? 'x', port}));
		await using clients = new AsyncDisposableStack();
		const kept: RawClient[] = [];
		for (let count = 0; count < 3; count++) kept.push(clients.use(await index.connect()));

		let sent = 0;
		while (sent < 1400) {
			const client = random.pick(kept);
			const batch = random.several(1, 12, () => foretold(random, senders));
			sent += batch.length;
			const expected = batch.map(attempt => attempt.expected(model)).join('');
			for (const piece of random.cut(Buffer.concat(batch.map(attempt => attempt.bytes)))) client.send(piece);
			expect(await client.read(expected.length), `requests up to ${sent}`).toBe(expected);
		}
		for (let turn = 0; turn < 450; turn++) {
			const mutation = mutated(random, senders);
			apply(model, mutation, await exchange(mutation.bytes));
		}
		for (let turn = 0; turn < 150; turn++) await exchange(garbage(random));

		expect(index.isAlive()).toBe(true);
		for (const client of kept) expect(client).toMatchObject({isClosed: false, pending: ''});
		const records = recordsOf(await askOnce(index.route, list));
		expect(records.length).toBeGreaterThan(20);
		expect(records.toSorted()).toEqual(model.lines().toSorted());
		const order = records.map(line => Number(line.split(' ')[1]));
		expect(order).toEqual(order.toSorted((one, two) => one - two));
		for (const sender of model.senders()) expect(await askOnce(index.route, leave(sender))).toBe(ok());
		expect(await askOnce(index.route, list)).toBe(ok());
	});
});
