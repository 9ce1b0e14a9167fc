/** The progress of one-shot commands in a real terminal. */
import {expect, it, test} from 'vitest';
import {swarm} from '../helpers/swarm.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';

/** Its peer sends so slowly that there is time to look, on a busy machine, too. */
const slow = {peers: 1, documents: () => [101], lines: 3000, options: () => ({pace: 10_000})};

test.each([
	[100, 30],
	[50, 12],
])('at %ix%i it tells share, files, bytes, rate and time left, and takes itself away', async (columns, rows) => {
	await using net = await swarm(slow);
	const flags = ['--server', `127.0.0.1:${net.place.port}`, '--output', net.folder.at('got')];
	await using get = startInTerminal(['get', '101', ...flags], {home: net.folder.path, columns, rows});
	const figures = /[1-9]\d? % {2}0 of 1 RFC .*KiB of \d+ KiB.*KiB\/s/;
	// The first cell of the bar is full at 3 %, and the time left is known a little later than the rate.
	const bar = columns < 60 ? /0 of 1/ : /█.* left/;
	// A terminal may show a line before the one below it has come.
	const screen = await get.waitFor(text => figures.test(text) && bar.test(text) && /RFC 101 \d+ %$/m.test(text));
	const [first = '', second = ''] = screen.split('\n').filter(line => line !== '');
	expect(first).toMatch(columns < 60 ? /^ *\d+ % / : /^█+.?░+ +\d+ % .* left$/);
	expect(second).toMatch(/^(?:from peer0: )?RFC 101 \d+ %$/);
	net.peer(0).setPace(undefined);
	expect(await get.exit).toEqual({code: 0});
	expect(get.screen()).not.toMatch(/█|░|of 1 RFC|KiB\/s/);
	expect(get.screen()).toContain('RFC 101: ');
	expect(get.cursor.visible).toBe(true);
});

it('is without colours where NO_COLOR says so', async () => {
	await using net = await swarm(slow);
	const flags = ['--server', `127.0.0.1:${net.place.port}`, '--output', net.folder.at('got')];
	const start = (env: Record<string, string>) =>
		startInTerminal(['get', '101', '--replace', ...flags], {home: net.folder.path, env});
	await using coloured = start({});
	await coloured.waitFor(/█.*0 of 1/);
	expect(coloured.cellsOf('█')[0]?.foreground).not.toEqual(coloured.cellsOf('0 of 1')[0]?.foreground);
	coloured.kill('SIGINT');
	expect(await coloured.exit).toEqual({code: 130});
	expect(coloured.screen()).not.toMatch(/█|░/);
	await using plain = start({NO_COLOR: '1'});
	await plain.waitFor(/█.*0 of 1/);
	expect(plain.cellsOf('█')[0]?.foreground).toEqual(plain.cellsOf('0 of 1')[0]?.foreground);
});

it('of a folder that is verified is the same', async () => {
	await using home = await temporaryFolder();
	await using verify = startInTerminal(['verify', home.path, '--write'], {home: home.path});
	expect(await verify.exit).toEqual({code: 0});
	expect(verify.screen()).toMatch(/^Wrote .*SHA256SUMS: 0 files\./);
});
