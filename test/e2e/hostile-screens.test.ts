/** Strangers send everything that may harm a terminal: none of it reaches any pane, and everything keeps working. */
import {describe, expect, it} from 'vitest';
import {trespasses} from '../helpers/hostile.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {visit, visitedPeer, visitedServer} from '../helpers/visited-screens.ts';

describe.concurrent.each([
	[120, 36],
	[40, 12],
])('at %ix%i', (columns, rows) => {
	it('nothing that strangers send reaches the terminal of the server, and no border is torn', async () => {
		await using home = await temporaryFolder();
		await using visited = await visitedServer(home, {columns, rows});
		const {terminal: server, torn} = visited;
		expect(torn()).toBeUndefined();
		await visit(server, [[['q'], /Sure/]]);
		await server.press('y');
		expect(await server.exit).toEqual({code: 0});
		expect(trespasses(server.raw)).toEqual([]);
	});

	it('nor that of a peer, in any pane and in the reader', async () => {
		await using home = await temporaryFolder();
		await using visited = await visitedPeer(home, {columns, rows});
		const {terminal: bob, torn} = visited;
		expect(torn()).toBeUndefined();
		await bob.waitFor((_, {raw}) => raw.includes('\u001b]9;p2pci: RFC 668 '));
		// What has arrived may end within a sequence, until all of it has.
		bob.kill('SIGTERM');
		expect(await bob.exit).toEqual({code: 0});
		expect(trespasses(bob.raw)).toEqual([]);
	});
});
