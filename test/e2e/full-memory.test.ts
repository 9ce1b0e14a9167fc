/** An index that is larger than the memory of the programs that keep it, as any member can make it. */
import {createServer, type Socket} from 'node:net';
import {describe, expect, it} from 'vitest';
import {recordLine} from '../../source/protocol/records.ts';
import {startProcess} from '../helpers/process.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {until} from '../helpers/until.ts';

const env = {NODE_OPTIONS: '--max-old-space-size=64'};
/** No two are equal, so that none shares its text with another. */
const longTitle = (rfc: number): string => `${rfc} `.padEnd(1000, 'x');
const endless = 1_000_000;

/** The answers of an index server without end. */
function answerTo(line: string): string {
	const [, offset = 0] = /^LIST ALL .*\r\nOffset: (\d+)/.exec(line) ?? [];
	if (line.startsWith('WATCH')) return 'P2P-CI/1.1 200 OK\r\nGeneration: e-1\r\n\r\n';
	const [host, address, port] = ['eve', '127.0.0.1', 1];
	const record = (_: unknown, at: number) => {
		const rfc = Number(offset) + at + 1;
		return recordLine({rfc, title: longTitle(rfc), host, address, port});
	};
	const body = line.startsWith('LIST ALL') ? Array.from({length: 2000}, record).join('') : '';
	const fields = `ETag: "e-1"\r\nTotal: ${endless}\r\nToken: ${'t'.repeat(24)}\r\nLease: 30`;
	return `P2P-CI/1.1 200 OK\r\n${fields}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

async function endlessIndex() {
	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		sockets.add(socket.on('error', () => {}));
		socket.on('data', chunk => {
			for (const head of String(chunk).split('\r\n\r\n').slice(0, -1)) socket.write(answerTo(head));
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return {
		place: `127.0.0.1:${address.port}`,
		async [Symbol.asyncDispose]() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}

describe.concurrent('an index larger than the memory', () => {
	it('is refused what it has no room for by its server, which goes on', async () => {
		await using home = await temporaryFolder();
		await using server = startProcess(['server', '--no-tui', '--host', '127.0.0.1', '--port', '0'], {
			home: home.path,
			env,
		});
		const [, port] = await server.waitForLine(/Port : (\d+)/);
		const raw = await RawClient.connect({port: Number(port)});
		await raw.send('JOIN PEER P2P-CI/1.1\r\nHost: eve\r\nPort: 1\r\n\r\n');
		await raw.readThrough('\r\n\r\n');
		const add = (rfc: number) => `ADD RFC ${rfc} P2P-CI/1.1\r\nHost: eve\r\nTitle: ${longTitle(rfc)}\r\n\r\n`;
		let refused = false;
		for (let first = 1; !refused; first += 500) {
			expect(first).toBeLessThan(endless);
			const requests = Array.from({length: 500}, (_, at) => add(first + at));
			await raw.send(requests.join(''));
			for (const _ of requests) refused = String(await raw.readThrough('\r\n\r\n')).includes('P2P-CI/1.1 503');
		}
		const asking = await RawClient.connect({port: Number(port)});
		await asking.send('LOOKUP RFC 1 P2P-CI/1.1\r\n\r\n');
		expect(String(await asking.readThrough('\r\n\r\n'))).toMatch(/^P2P-CI\/1.1 200 OK/);
	});

	it('is given up by a peer, which goes on without a copy of it', async () => {
		await using home = await temporaryFolder();
		await using index = await endlessIndex();
		await using peer = startProcess(
			['peer', '--no-tui', '--server', index.place, '--name', 'bob', '--upload-port', '0', '--rfcs', home.path],
			{home: home.path, env},
		);
		await until(() => peer.stderr.includes('The index is too large for the memory of this program'));
		expect(peer.hasExited).toBe(false);
	});

	it('ends a list with a sentence', async () => {
		await using home = await temporaryFolder();
		await using index = await endlessIndex();
		await using list = startProcess(['list', '--server', index.place], {home: home.path, env});
		expect(await list.exit).toEqual({code: 1});
		expect(list.stderr).toContain('The index is too large for the memory of this program');
	});
});
