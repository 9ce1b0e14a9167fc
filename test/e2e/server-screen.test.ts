/** The operator's story, in a real pseudo-terminal with real peers: sort, jump, disconnect, and see who comes back. */
import {describe, expect, it} from 'vitest';
import {writeDocuments} from '../helpers/documents.ts';
import {startProcess} from '../helpers/process.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';

describe.each([
	[120, 36],
	[40, 12],
])('the server screen at %ix%i', (columns, rows) => {
	it('sorts, jumps to holders and back, and disconnects a peer, which joins again by itself', async () => {
		await using home = await temporaryFolder();
		await writeDocuments(home.at('alice'), [101, 102, 103]);
		await writeDocuments(home.at('bob'), [103]);
		const args = ['server', '--host', '127.0.0.1', '--port', '0'];
		await using server = startInTerminal(args, {home: home.path, columns, rows});
		await server.ready();
		const address = /● (127\.0\.0\.1:\d+)/;
		const place = address.exec(await server.waitFor(address))?.[1] ?? '';
		const join = (name: string) => {
			const own = ['--name', name, '--host', '127.0.0.1', '--upload-port', '0', '--rfcs', home.at(name)];
			return startProcess(['peer', '--no-tui', '--server', place, ...own], {home: home.path});
		};
		await using alice = join('alice');
		await alice.waitForLine(/^Registered with /);
		await using bob = join('bob');
		await bob.waitForLine(/^Registered with /);
		await server.waitFor(/▸ alice .* 3 [\s\S]*bob .* 1 .*● up/);

		// By name, by address, which has no room on the small screen, by RFCs.
		await server.press('down', 's', 's');
		await server.waitFor(/RFCs ▼[\s\S]* alice .* 3 [\s\S]*▸ bob .* 1 /);
		await server.press('S');
		await server.waitFor(/RFCs ▲[\s\S]*▸ bob .* 1 [\s\S]* alice .* 3 /);

		await server.press('enter');
		await server.waitFor(/2 RFCs of bob[\s\S]*▸ +103 /);
		await server.press('enter');
		await server.waitFor(/1 Peers with RFC 103[\s\S]*▸ bob[\s\S]* alice /);
		await server.press('escape');
		await server.waitFor(/2 RFCs of bob/);
		await server.press('escape');
		await server.waitFor(screen => !/2 RFCs of|with RFC/.test(screen) && /▸ bob/.test(screen));

		await server.press('down', 'd');
		await server.waitFor(/Disconnect alice\? Its 3/);
		await server.press('y');
		await server.waitFor('alice is disconnected: 3 RFCs');
		await server.waitFor(/2 peers[\s\S]*▸ bob .* 1 [\s\S]* alice .* 3 .*● up/);

		await server.press('ctrl-c');
		expect(await server.exit).toEqual({code: 0});
	});
});
