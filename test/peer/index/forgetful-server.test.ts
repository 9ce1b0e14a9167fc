import {createServer, type Socket} from 'node:net';
import {expect, it} from 'vitest';
import {startPeer} from '../../../source/peer/peer.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {untilFacts} from '../../helpers/until.ts';

/** Lets everybody join, and knows nobody when they renew. */
function forgetful(socket: Socket, onJoin: () => void): void {
	socket
		.on('error', () => {})
		.on('data', data => {
			for (const [method] of String(data).matchAll(/^[A-Z]+(?= \w+ P2P-CI)/gm)) {
				if (method === 'JOIN') onJoin();
				const [status, token] =
					method === 'RENEW' ? ['401 Unauthorized', ''] : ['200 OK', 'Token: 0123456789abcdef\r\n'];
				socket.write(`P2P-CI/1.1 ${status}\r\n${token}Total: 0\r\nContent-Length: 0\r\n\r\n`);
			}
		});
}

it('that forgets a peer after each JOIN is asked less and less often', async () => {
	await using folder = await temporaryFolder();
	let joins = 0;
	const server = createServer(socket => forgetful(socket, () => joins++));
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const peer = startPeer({
		name: 'bob',
		server: {host: '127.0.0.1', port: address.port},
		uploadHost: '127.0.0.1',
		uploadPort: 0,
		downloads: folder.at('downloads'),
		agent: 'p2pci/test',
	});
	await peer.ready;
	const {session} = await untilFacts(
		peer,
		facts => facts.session.kind === 'waiting' && facts.session.retryAt - Date.now() > 500,
	);
	expect(session).toMatchObject({failure: {kind: 'server-refused', request: 'RENEW', code: 401}});
	// Once at the start, once because it may have been restarted, and not again before that wait is over.
	expect(joins).toBe(2);
	await peer.close();
	await new Promise(resolve => server.close(resolve));
});
