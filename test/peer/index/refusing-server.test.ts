import {createServer, type Socket} from 'node:net';
import {expect, it} from 'vitest';
import {startPeer} from '../../../source/peer/peer.ts';
import {writeDocuments} from '../../helpers/documents.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {until, untilFacts} from '../../helpers/until.ts';

/** Status line without its version, and fields. Undefined: 200. `nth` counts the requests with this method, from 1. */
type Refusal = (method: string, nth: number) => string | undefined;

/** A peer that shares RFC 5, or others, at a server that gives everybody the same Token and stores nothing. */
async function peerAt(refusal: Refusal, lease = 30, documents: readonly number[] = [5]) {
	const folder = await temporaryFolder();
	await writeDocuments(folder.at('rfcs'), documents, 1);
	const asked: string[] = [];
	const answer = (socket: Socket) => {
		let rest = '';
		socket
			.on('error', () => {})
			.on('data', data => {
				const heads = (rest + String(data)).split('\r\n\r\n');
				rest = heads.pop() ?? '';
				for (const head of heads) {
					const [, request = '', method = ''] = /^(([A-Z]+) \w+(?: \d+)?) P2P-CI/.exec(head) ?? [];
					asked.push(request);
					const nth = asked.filter(each => each.startsWith(method)).length;
					const told = refusal(method, nth) ?? `200 OK\r\nToken: 0123456789abcdef\r\nLease: ${lease}\r\nTotal: 0`;
					socket.write(`P2P-CI/1.1 ${told}\r\nContent-Length: 0\r\n\r\n`);
				}
			});
	};
	const server = createServer(answer);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const peer = startPeer({
		name: 'bob',
		server: {host: '127.0.0.1', port: address.port},
		uploadHost: '127.0.0.1',
		uploadPort: 0,
		rfcs: folder.at('rfcs'),
		downloads: folder.at('downloads'),
		agent: 'p2pci/test',
	});
	return {
		peer,
		asked: (request: string): number => asked.filter(each => each === request).length,
		async [Symbol.asyncDispose]() {
			await peer.close();
			await new Promise(resolve => server.close(resolve));
			await folder[Symbol.asyncDispose]();
		},
	};
}

it('that forgets a peer after each JOIN is asked less and less often', async () => {
	await using at = await peerAt(method => (method === 'RENEW' ? '401 Unauthorized' : undefined));
	await at.peer.ready;
	const {session} = await untilFacts(
		at.peer,
		facts => facts.session.kind === 'waiting' && facts.session.retryAt - Date.now() > 500,
	);
	expect(session).toMatchObject({failure: {kind: 'server-refused', request: 'RENEW', code: 401}});
	// Once at the start, once because it may have been restarted, and not again before that wait is over.
	expect(at.asked('JOIN PEER')).toBe(2);
});

it('that forgot a peer is told everything again, also where it gives the same Token', async () => {
	await using at = await peerAt((method, nth) => (method === 'RENEW' && nth === 1 ? '401 Unauthorized' : undefined));
	await until(() => at.asked('ADD RFC 5') === 2);
	expect(at.asked('JOIN PEER')).toBe(2);
});

it('that refuses a document for now is told of it again when it said', async () => {
	await using at = await peerAt((method, nth) =>
		method === 'ADD' && nth === 1 ? '503 Service Unavailable\r\nRetry-After: 1' : undefined,
	);
	await until(() => at.asked('ADD RFC 5') === 2);
	expect([at.peer.facts().session.kind, at.asked('JOIN PEER')]).toEqual(['joined', 1]);
});

it('that refuses documents is no server that they are shared at', async () => {
	const refusal: Refusal = (method, nth) => (method === 'ADD' && nth <= 2 ? '400 Bad Request' : undefined);
	await using at = await peerAt(refusal, 30, [5, 6, 7]);
	expect(await at.peer.ready).toEqual({refused: 2});
	expect(at.peer.facts()).toMatchObject({session: {kind: 'joined'}, shared: 3});
});

it('is told all documents of a large folder before its peer is ready', async () => {
	const numbers = Array.from({length: 2600}, (_, at) => at + 1);
	await using at = await peerAt(() => undefined, 30, numbers);
	expect(await at.peer.ready).toEqual({refused: 0});
	expect(numbers.filter(rfc => at.asked(`ADD RFC ${rfc}`) === 0)).toEqual([]);
});

it('that refuses to renew for now keeps its peer', async () => {
	const refusal: Refusal = (method, nth) => (method === 'RENEW' && nth === 1 ? '503 Service Unavailable' : undefined);
	await using at = await peerAt(refusal, 1);
	await until(() => at.asked('RENEW PEER') === 3);
	expect(at.asked('JOIN PEER')).toBe(1);
});

it('that gives a name to somebody else says when to ask again', async () => {
	await using at = await peerAt(method => (method === 'JOIN' ? '409 Conflict\r\nRetry-After: 77' : undefined));
	const {session} = await untilFacts(at.peer, facts => facts.session.kind === 'waiting');
	expect(session).toMatchObject({failure: {kind: 'name-taken', freeIn: 77}});
	await expect(at.peer.ready).rejects.toMatchObject({failure: {kind: 'name-taken', freeIn: 77}});
});
