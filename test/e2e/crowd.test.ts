/** A thousand peers with a hundred RFCs each: the server's screen stays calm, and its keys work. */
import {expect, it} from 'vitest';
import {crowd} from '../helpers/crowd.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';

const host = '127.0.0.1';
const beginOfFrame = '\u001B[?2026h';

it('1,000 peers join with 100,000 records while the screen is used', async () => {
	await using home = await temporaryFolder();
	await using server = startInTerminal(['server', '--host', host, '--port', '0'], {
		home: home.path,
		columns: 120,
		rows: 36,
	});
	await server.ready();
	const [, port] = /--server 127\.0\.0\.1:(\d+)/.exec(await server.waitFor(/--server 127\.0\.0\.1:\d+/)) ?? [];
	const frames = () => server.raw.toString('latin1').split(beginOfFrame).length - 1;

	const before = {frames: frames(), time: performance.now()};
	await using peers = await crowd({host, port: Number(port), peers: 1000, rfcs: 100, different: 10_000, renew: true});
	await peers.announced;
	const after = {frames: frames(), time: performance.now()};
	const seconds = (after.time - before.time) / 1000;
	// At most ten a second, plus the first and the last one.
	expect(after.frames - before.frames).toBeLessThanOrEqual(10 * seconds + 2);

	await server.waitFor(/1,000 peers +10,000 RFCs.*100,000 records/);
	// Keys are answered, in tables of any length.
	await server.press('1', '/');
	await server.type('peer-0777');
	await server.waitFor(/1\/1,000|1 of 1,000/);
	await server.press('enter');
	await server.press('2', 'G');
	await server.waitFor(/▸ +10000 Title of document 10000/);
	await server.press('?');
	await server.waitFor('type to find');
	await server.press('escape', 'q');
	await server.waitFor(/Quit the index server\? 1,000 peers/);
	await server.press('y');
	expect(await server.exit).toEqual({code: 0});
});
