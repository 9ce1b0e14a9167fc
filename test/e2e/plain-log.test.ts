/** The plain log of an index server in a real terminal. */
import {expect, it} from 'vitest';
import {RawClient} from '../helpers/raw-client.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';

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
	expect(server.screen()).not.toContain('4711');
	server.send('\u0011');
	await server.waitFor(/< x {2}LOOKUP RFC 4711/);
});
