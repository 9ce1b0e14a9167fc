/** What a program with a key does when the other end has none, or another idea of the protocol. */
import {randomBytes} from 'node:crypto';
import {createServer, type TlsOptions} from 'node:tls';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {contact} from '../../source/net/contact.ts';
import {NetworkKey} from '../../source/net/network-key.ts';
import {certificate} from '../helpers/certificate.ts';

const host = '127.0.0.1';
const key = new NetworkKey(randomBytes(32));
const first = {method: 'LOOKUP', target: {kind: 'rfc', number: 1}} as const;

const cleanup: Array<() => unknown> = [];
afterEach(async () => {
	vi.unstubAllEnvs();
	for (const each of cleanup.splice(0).toReversed()) await each();
});

type Bound = {listen(port: number, host: string, done: () => void): unknown; close(): unknown; address(): unknown};

async function portOf(server: Bound): Promise<number> {
	await new Promise<void>(resolve => void server.listen(0, host, resolve));
	cleanup.push(() => server.close());
	const address = server.address();
	return typeof address === 'object' && address && 'port' in address ? Number(address.port) : 0;
}

/** A TLS server that is not of this project, and everything that it could read. */
async function foreign(options: TlsOptions) {
	const read: string[] = [];
	const server = createServer(options, socket => {
		cleanup.push(() => socket.destroy());
		socket.on('error', () => {}).on('data', chunk => read.push(String(chunk)));
	}).on('tlsClientError', () => {});
	return {port: await portOf(server), read};
}

describe('a server with a certificate instead of the key is sent nothing', () => {
	test.each([
		['which nobody trusts', {}],
		['when the checking of certificates is switched off', {NODE_TLS_REJECT_UNAUTHORIZED: '0'}],
	])('%s', async (_, variables) => {
		for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
		const {port, read} = await foreign(certificate);
		await expect(contact({host, port, first, key})).rejects.toMatchObject({reason: 'other-key'});
		expect(read).toEqual([]);
	});
});
