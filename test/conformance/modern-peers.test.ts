import {describe, expect, it} from 'vitest';
import {unusedPort} from '../helpers/ports.ts';
import {newPeers} from './classic.ts';
import {eventually, indexServerForFile, uploadPort} from './index-under-test.ts';
import {type Answer, ask, field, join, modernRequest, objectsOf, readAnswer} from './modern.ts';

// P2P-CI/1.1: JOIN, RENEW, LEAVE, LIST PEERS, and what errors look like.
const index = indexServerForFile();

/** Checks a 1.1 error: its status, and a problem document that repeats it and adds a detail. */
function expectProblem(answer: Answer, status: number, phrase: string): void {
	expect(answer.statusLine).toBe(`P2P-CI/1.1 ${status} ${phrase}`);
	expect(field(answer, 'Content-Type')).toBe('application/problem+json');
	const problem = JSON.parse(answer.body);
	expect(problem).toMatchObject({status, title: expect.any(String), detail: expect.any(String)});
	expect(problem.title).not.toBe('');
	expect(problem.detail).toMatch(/\S/);
}

describe('JOIN', () => {
	it('answers with a Token, the lease, the address and the generation', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const answer = await ask(client, modernRequest('JOIN PEER', {Host: bob.host, Port: bob.port}));
		expect(answer.statusLine).toBe('P2P-CI/1.1 200 OK');
		expect(field(answer, 'Token')).toMatch(/^[!-~]{16,}$/);
		expect(field(answer, 'Lease')).toBe('30');
		expect(field(answer, 'Address')).toBe('127.0.0.1');
		expect(field(answer, 'Server')).toMatch(/^\S+\/\d+\.\d+\.\d+$/);
		expect(field(answer, 'Generation')).toMatch(/^[^-"\s]+-\d+$/);
		expect(field(answer, 'Content-Length')).toBe('0');
	});

	it('gives every peer another Token', async () => {
		const tokens = new Set<string>();
		for (let turn = 0; turn < 50; turn++) {
			await using client = await index.connect();
			tokens.add(await join(client, newPeers().bob));
		}
		expect(tokens.size).toBe(50);
	});

	it.each(['Host', 'Port'])('without %s is a bad request', async missing => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const {[missing]: _, ...rest} = {Host: bob.host, Port: bob.port} as Record<string, string | number>;
		expectProblem(await ask(client, modernRequest('JOIN PEER', rest)), 400, 'Bad Request');
	});

	it.each([
		['Host', 'two words'],
		['Host', 'h'.repeat(256)],
		['Host', 'a\u0007b'],
		['Port', '0'],
		['Port', '65536'],
		['Port', 'x'],
	])('with %s %j is a bad request, and the connection stays open', async (name, value) => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const fields = {Host: bob.host, Port: bob.port, [name]: value};
		expectProblem(await ask(client, modernRequest('JOIN PEER', fields)), 400, 'Bad Request');
		await join(client, bob);
	});

	it('is a conflict while a live peer holds the name, without a Token and with a wrong one', async () => {
		await using owner = await index.connect();
		await using other = await index.connect();
		const {bob} = newPeers();
		await join(owner, bob);
		const fields = {Host: bob.host, Port: 2};
		expectProblem(await ask(other, modernRequest('JOIN PEER', fields)), 409, 'Conflict');
		const wrong = {...fields, Token: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'};
		expectProblem(await ask(other, modernRequest('JOIN PEER', wrong)), 409, 'Conflict');
	});

	it('with its own Token takes the name over on another connection, and its records are still there', async () => {
		const {bob} = newPeers();
		const first = await index.connect();
		const token = await join(first, bob);
		await ask(first, modernRequest('ADD RFC 1', {Host: bob.host, Title: 'Kept'}));
		await first.close();
		await using second = await index.connect();
		await join(second, bob, {Token: token});
		const found = objectsOf(await ask(second, modernRequest('LOOKUP RFC 1')));
		expect(found).toEqual([{rfc: 1, title: 'Kept', host: bob.host, address: '127.0.0.1', port: bob.port}]);
	});

	it('with an unknown Token and a free name gives a new Token', async () => {
		await using client = await index.connect();
		const unknown = 'unknown-token-unknown-token';
		expect(await join(client, newPeers().bob, {Token: unknown})).not.toBe(unknown);
	});

	it('gives the name free after LEAVE', async () => {
		await using owner = await index.connect();
		await using other = await index.connect();
		const {bob} = newPeers();
		await join(owner, bob);
		await ask(owner, modernRequest('LEAVE PEER', {Host: bob.host}));
		await join(other, bob);
	});

	it('is not believed an Address that is not the connection’s own', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const answer = await ask(client, modernRequest('JOIN PEER', {Host: bob.host, Port: 1, Address: '192.0.2.7'}));
		expect(field(answer, 'Address')).toBe('127.0.0.1');
		await ask(client, modernRequest('ADD RFC 2', {Host: bob.host, Title: 'T'}));
		expect(objectsOf(await ask(client, modernRequest('LOOKUP RFC 2')))).toMatchObject([{address: '127.0.0.1'}]);
	});
});

describe('RENEW', () => {
	it('answers the lease and, once it was tried, that the upload port can be reached', async () => {
		await using client = await index.connect();
		await using port = await uploadPort();
		const bob = {...newPeers().bob, port: port.port};
		await join(client, bob);
		const renew = () => ask(client, modernRequest('RENEW PEER', {Host: bob.host}));
		const answer = await eventually(renew, ({fields}) => fields.some(([, value]) => value === '?1'));
		expect(answer.statusLine).toBe('P2P-CI/1.1 200 OK');
		expect(field(answer, 'Lease')).toBe('30');
		expect(field(answer, 'Reachable')).toBe('?1');
		expect(port.received()).toBe(0);
	});

	it('answers that the upload port cannot be reached, and the peer stays', async () => {
		await using client = await index.connect();
		const bob = {...newPeers().bob, port: await unusedPort()};
		await join(client, bob);
		const renew = () => ask(client, modernRequest('RENEW PEER', {Host: bob.host}));
		await eventually(renew, ({fields}) => fields.some(([name, value]) => name === 'Reachable' && value === '?0'));
		expect((await renew()).code).toBe(200);
	});

	it('needs the Token on another connection than that of the JOIN', async () => {
		await using owner = await index.connect();
		await using other = await index.connect();
		const {bob} = newPeers();
		const token = await join(owner, bob);
		const renew = (more = {}) => ask(other, modernRequest('RENEW PEER', {Host: bob.host, ...more}));
		expectProblem(await renew(), 401, 'Unauthorized');
		expectProblem(await renew({Token: `${token}x`}), 401, 'Unauthorized');
		expectProblem(await renew({Token: token.slice(0, -1)}), 401, 'Unauthorized');
		expect((await renew({Token: token})).code).toBe(200);
	});

	it('of an unknown name is unauthorized', async () => {
		await using client = await index.connect();
		expectProblem(await ask(client, modernRequest('RENEW PEER', {Host: newPeers().bob.host})), 401, 'Unauthorized');
	});
});

describe('LEAVE', () => {
	it('ends the peer and its records; a second one is unauthorized', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		await ask(client, modernRequest('ADD RFC 3', {Host: bob.host, Title: 'T'}));
		expect((await ask(client, modernRequest('LEAVE PEER', {Host: bob.host}))).code).toBe(200);
		expect((await ask(client, modernRequest('LOOKUP RFC 3'))).code).toBe(404);
		expectProblem(await ask(client, modernRequest('LEAVE PEER', {Host: bob.host})), 401, 'Unauthorized');
	});

	it('needs the Token on another connection than that of the JOIN', async () => {
		await using owner = await index.connect();
		await using other = await index.connect();
		const {bob} = newPeers();
		const token = await join(owner, bob);
		expectProblem(await ask(other, modernRequest('LEAVE PEER', {Host: bob.host})), 401, 'Unauthorized');
		expect((await ask(other, modernRequest('LEAVE PEER', {Host: bob.host, Token: token}))).code).toBe(200);
	});
});

describe('a peer whose connection closes', () => {
	it('stays for its lease, though its upload port refuses', async () => {
		const bob = {...newPeers().bob, port: await unusedPort()};
		const first = await index.connect();
		await join(first, bob);
		await ask(first, modernRequest('ADD RFC 4', {Host: bob.host, Title: 'T'}));
		await first.close();
		await using second = await index.connect();
		const peers = () => ask(second, modernRequest('LIST PEERS'));
		const seenRefused = (answer: Answer) =>
			objectsOf(answer).some(peer => peer.host === bob.host && peer.reachable === false);
		await eventually(peers, seenRefused);
		expect((await ask(second, modernRequest('LOOKUP RFC 4'))).code).toBe(200);
	});
});

describe('a Token', () => {
	it('that is wrong is wrong on the connection of the JOIN, too, where none is needed', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const token = await join(client, bob);
		const asked = (start: string, more: Readonly<Record<string, string>>) =>
			ask(client, modernRequest(start, {Host: bob.host, Title: 'T', ...more}));
		expect((await asked('ADD RFC 6', {})).code).toBe(200);
		for (const start of ['RENEW PEER', 'ADD RFC 7', 'REMOVE RFC 6', 'LEAVE PEER']) {
			expectProblem(await asked(start, {Token: `${token}x`}), 401, 'Unauthorized');
		}
		expect((await ask(client, modernRequest('LOOKUP RFC 6'))).code).toBe(200);
		expect((await ask(client, modernRequest('LOOKUP RFC 7'))).code).toBe(404);
		expect((await asked('LEAVE PEER', {Token: token})).code).toBe(200);
	});

	it('is never printed', async () => {
		await using client = await index.connect();
		await using other = await index.connect();
		const {bob} = newPeers();
		const token = await join(client, bob);
		await ask(other, modernRequest('RENEW PEER', {Host: bob.host, Token: token}));
		await ask(other, modernRequest('ADD RFC 5', {Host: bob.host, Token: token, Title: 'The one after the Token'}));
		await ask(other, modernRequest('LEAVE PEER', {Host: bob.host, Token: token}));
		await eventually(
			async () => index.printed(),
			text => text.includes(bob.host),
		);
		expect(index.printed()).not.toContain(token);
	});
});

describe('LIST PEERS', () => {
	const members = ['host', 'address', 'port', 'rfcs', 'version', 'reachable', 'os', 'agent', 'joined', 'seen'];

	const ownIndex = indexServerForFile();

	it('comes in pages', async () => {
		await using client = await ownIndex.connect();
		const {alice, bob, carol} = newPeers();
		for (const peer of [alice, bob, carol]) {
			await client.send(modernRequest('JOIN PEER', {Host: peer.host, Port: peer.port}));
			await client.readThrough('\r\n\r\n');
		}
		const whole = objectsOf(await ask(client, modernRequest('LIST PEERS'))).map(peer => peer.host);
		const page = await ask(client, modernRequest('LIST PEERS', {Offset: 1, Limit: 2}));
		expect(objectsOf(page).map(peer => peer.host)).toEqual(whole.slice(1, 3));
		expect(field(page, 'Total')).toBe(String(whole.length));
	});

	it('answers peers of both versions, by host, with what is known of each', async () => {
		await using client = await ownIndex.connect();
		await using classic = await ownIndex.connect();
		const {alice, bob} = newPeers();
		const start = Date.now() - 1000;
		await join(client, bob, {OS: 'Any 1.0', 'User-Agent': 'client/2.0'});
		await ask(client, modernRequest('ADD RFC 6', {Host: bob.host, Title: 'T'}));
		await ask(client, modernRequest('ADD RFC 7', {Host: bob.host, Title: 'T'}));
		await classic.send(`ADD RFC 6 P2P-CI/1.0\r\nHost: ${alice.host}\r\nPort: 1\r\nTitle: T\r\n\r\n`);
		await classic.readThrough('\r\n\r\n');
		const answer = await ask(client, modernRequest('LIST PEERS'));
		expect(answer.statusLine).toBe('P2P-CI/1.1 200 OK');
		expect(field(answer, 'Content-Type')).toBe('application/x-ndjson');
		const peers = objectsOf(answer);
		expect(field(answer, 'Total')).toBe(String(peers.length));
		expect(field(answer, 'ETag')).toMatch(/^"[^"]+-\d+"$/);
		const hosts = peers.map(peer => String(peer.host));
		expect(hosts.indexOf(alice.host)).toBeLessThan(hosts.indexOf(bob.host));
		for (const peer of peers) {
			expect(Object.keys(peer)).toEqual(members.filter(member => member in peer));
			for (const moment of [peer.joined, peer.seen]) {
				expect(moment).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);
				expect(Date.parse(String(moment))).toBeLessThan(Date.now() + 1000);
			}
		}
		const [one, other] = [peers.find(peer => peer.host === bob.host), peers.find(peer => peer.host === alice.host)];
		const known = {address: '127.0.0.1', port: 1, rfcs: 2, version: '1.1', os: 'Any 1.0', agent: 'client/2.0'};
		expect(one).toMatchObject(known);
		expect(Date.parse(String(one?.joined))).toBeGreaterThan(start);
		expect(other).toMatchObject({address: '127.0.0.1', port: 1, rfcs: 1, version: '1.0'});
	});
});

describe('errors of 1.1', () => {
	it.each([
		['a field that comes twice', 'LOOKUP RFC 1 P2P-CI/1.1\r\nHost: a\r\nHost: a\r\n\r\n'],
		['a field that comes twice in other case', 'LOOKUP RFC 1 P2P-CI/1.1\r\nHost: a\r\nHOST: a\r\n\r\n'],
		['white space before the colon', 'LOOKUP RFC 1 P2P-CI/1.1\r\nHost : a\r\n\r\n'],
		['a folded line', 'LOOKUP RFC 1 P2P-CI/1.1\r\nHost: a\r\n b\r\n\r\n'],
		['RFC 0', 'LOOKUP RFC 0 P2P-CI/1.1\r\n\r\n'],
		['an RFC number out of range', 'LOOKUP RFC 2147483648 P2P-CI/1.1\r\n\r\n'],
		['a method of the upload port', 'GET RFC 1 P2P-CI/1.1\r\n\r\n'],
		['a target of another method', 'LOOKUP PEERS P2P-CI/1.1\r\n\r\n'],
	])('are told as a problem document, and the connection stays open: %s', async (_, bytes) => {
		await using client = await index.connect();
		expectProblem(await ask(client, bytes), 400, 'Bad Request');
		expectProblem(await ask(client, modernRequest('LOOKUP RFC 999999')), 404, 'Not Found');
	});

	it('come in their turn among answers of both versions', async () => {
		await using client = await index.connect();
		await client.send(
			`LOOKUP RFC 999999 P2P-CI/1.0\r\nHost: h\r\n\r\n${modernRequest('LOOKUP RFC 999999')}LOOKUP RFC 999999 P2P-CI/1.0\r\nHost: h\r\n\r\n`,
		);
		expect(await client.readThrough('\r\n\r\n\r\n')).toBe('P2P-CI/1.0 404 Not Found\r\n\r\n\r\n');
		expectProblem(await readAnswer(client), 404, 'Not Found');
		expect(await client.readThrough('\r\n\r\n\r\n')).toBe('P2P-CI/1.0 404 Not Found\r\n\r\n\r\n');
	});
});
