/** A terminal that takes nothing of what the program writes must not stop the program. */
import {expect, it} from 'vitest';
import {isRunning} from '../../source/peer/disk/running.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';

it('a terminal that was stopped with Ctrl-S does not stop the server, and shows the log when it goes on', async () => {
	await using home = await temporaryFolder();
	const args = ['server', '--no-tui', '--host', '127.0.0.1', '--port', '0'];
	await using server = startInTerminal(args, {home: home.path, columns: 100});
	const started = /Started listening on IP 127\.0\.0\.1 Port : (\d+)/;
	const port = Number(started.exec(await server.waitFor(started))?.[1]);
	server.send('\u0013');
	await using client = await RawClient.connect({port});
	const answer = 'P2P-CI/1.0 200 OK\r\n\r\n\r\n';
	// Two lines for each: several times as much as a terminal takes that shows nothing.
	const count = 5000;
	await client.send('LIST ALL P2P-CI/1.0\r\nHost: x\r\n\r\n'.repeat(count));
	expect(await client.read(count * answer.length)).toBe(answer.repeat(count));
	await client.send('LOOKUP RFC 4711 P2P-CI/1.0\r\nHost: x\r\n\r\n');
	expect(await client.readThrough('\r\n\r\n')).toContain('404 Not Found');
	expect(server.screen()).not.toContain('RFC 4711');
	server.send('\u0011');
	await server.waitFor(/< x {2}LOOKUP RFC 4711/);
});

/** A server's screen in a terminal that hangs, with more drawn than a terminal and all buffers take, and a client of it. */
async function hung(home: string) {
	const args = ['server', '--host', '127.0.0.1', '--port', '0'];
	const server = startInTerminal(args, {home, columns: 200, rows: 50});
	const port = Number(/127\.0\.0\.1:(\d+)/.exec(await server.waitFor(/127\.0\.0\.1:\d+/))?.[1]);
	const client = await RawClient.connect({port});
	await server.ready();
	server.hang();
	for (let time = 0; time < 200; time++) {
		server.send('\u000c');
		await lookUp(client, 4711);
	}
	return {server, client};
}

async function lookUp(client: RawClient, rfc: number): Promise<void> {
	await client.send(`LOOKUP RFC ${rfc} P2P-CI/1.0\r\nHost: x\r\n\r\n`);
	expect(await client.readThrough('\r\n\r\n')).toContain('404 Not Found');
}

it('a full screen that hangs does not stop the server, and shows what is when it goes on', async () => {
	await using home = await temporaryFolder();
	const all = await hung(home.path);
	await using server = all.server;
	await using client = all.client;
	await lookUp(client, 815);
	expect(server.screen()).not.toContain('RFC 815');
	server.goOn();
	await server.waitFor(/LOOKUP RFC 815/);
	// Whole again, not only where something has changed since.
	const borders = (screen: string) => screen.split('\n').filter(line => /^[╭╰]/.test(line));
	await server.waitFor(screen => borders(screen).length >= 4 && borders(screen).every(line => line.length === 200));
	await server.press('q');
	expect(await server.exit).toEqual({code: 0});
	expect(server.isAlternate).toBe(false);
	expect(server.cursor.visible).toBe(true);
});

it('a full screen that hangs lets the server end on a signal', async () => {
	await using home = await temporaryFolder();
	const all = await hung(home.path);
	await using server = all.server;
	await using client = all.client;
	server.kill('SIGTERM');
	await client.closed();
	await until(() => !isRunning(server.pid));
	server.goOn();
});
