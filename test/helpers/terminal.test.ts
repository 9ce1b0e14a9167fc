import {writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {startProcess} from './process.ts';
import {temporaryFolder} from './temp.ts';
import {startInTerminal} from './terminal.ts';

/** Echoes its input, prints its size, and leaves the alternate screen on request. */
const echo = `
process.stdin.setRawMode(true);
process.stdout.write('\\x1b[?1049h\\x1b[?25l\\x1b]0;echo\\x07\\x1b[H\\x1b[1;38;2;255;128;0mready \\x1b[0m日本 é ');
process.stdout.on('resize', () => process.stdout.write('\\x1b[5;1H' + process.stdout.columns + 'x' + process.stdout.rows));
let pieces = 0;
process.stdin.on('data', data => {
	pieces++;
	process.stdout.write('\\x1b[3;1H' + pieces + ' ' + JSON.stringify(String(data)) + ' ');
	if (String(data) === 'q') { process.stdout.write('\\x1b[?25h\\x1b[?1049lbye'); process.exit(7); }
});
`;

async function echoScript() {
	const home = await temporaryFolder();
	await writeFile(home.at('echo.cjs'), echo);
	return {home, script: home.at('echo.cjs')};
}

describe('a program in a terminal', () => {
	it('is seen as a person sees it: text, colours, wide characters, title, cursor, screen', async () => {
		const {home, script} = await echoScript();
		await using _folder = home;
		await using terminal = startInTerminal([], {home: home.path, script, columns: 40, rows: 10});
		await terminal.waitFor('é');
		expect(terminal.line(0)).toBe('ready 日本 é');
		expect(terminal.cellsOf('ready')).toMatchObject(Array(5).fill({foreground: '#ff8000', bold: true}));
		expect(terminal.cellsOf('日本').map(cell => cell.width)).toEqual([2, 2]);
		expect(terminal.cells().map(row => row.length)).toEqual(Array(10).fill(40));
		expect(terminal).toMatchObject({title: 'echo', isAlternate: true, cursor: {visible: false}});
		await terminal.press('q');
		expect(await terminal.exit).toEqual({code: 7});
		expect(terminal).toMatchObject({isAlternate: false, cursor: {visible: true}});
		expect(terminal.raw.toString()).toMatch(/bye$/);
	});

	it('is read whole where a character is cut by the end of a write', async () => {
		await using home = await temporaryFolder();
		const cut = `const {writeSync} = require('node:fs');
			const bytes = Buffer.from('│www…é日👍│');
			let at = 0;
			process.stdin.setRawMode(true).on('data', () => writeSync(1, bytes, at++, 1));
			process.stdout.write('\\x1b]0;reads\\x07');`;
		await writeFile(home.at('cut.cjs'), cut);
		await using terminal = startInTerminal([], {home: home.path, script: home.at('cut.cjs'), columns: 40});
		await terminal.ready();
		for (const _ of Buffer.from('│www…é日👍│')) {
			const before = terminal.pieces.length;
			terminal.send('k');
			await terminal.waitFor((_screen, {pieces}) => pieces.length > before);
		}
		await terminal.waitFor('👍│');
		expect(terminal.line(0)).toBe('│www…é日👍│');
	});

	it('gets typed keys one by one, and a burst as one piece', async () => {
		const {home, script} = await echoScript();
		await using _folder = home;
		await using terminal = startInTerminal([], {home: home.path, script});
		await terminal.waitFor('ready');
		await terminal.type('abc');
		await terminal.press('up', 'enter');
		await terminal.waitFor('5 "\\r"');
		terminal.send('xyz');
		await terminal.waitFor('6 "xyz"');
	});

	it('is looked at between its pictures, never within one', async () => {
		await using home = await temporaryFolder();
		const drawing =
			"process.stdout.write('\\x1b[?2026hupper'); setTimeout(() => process.stdout.write('\\r\\nlower\\x1b[?2026l'), 200); setTimeout(() => {}, 20000)";
		await writeFile(home.at('drawing.cjs'), drawing);
		await using terminal = startInTerminal([], {home: home.path, script: home.at('drawing.cjs')});
		expect(await terminal.waitFor('upper')).toContain('lower');
	});

	it('is told when the window changes', async () => {
		const {home, script} = await echoScript();
		await using _folder = home;
		await using terminal = startInTerminal([], {home: home.path, script});
		await terminal.waitFor('ready');
		terminal.resize(63, 17);
		await terminal.waitFor('63x17');
		expect(terminal.screen().split('\n')).toHaveLength(17);
	});

	it('fails a wait with the screen in the message, at its time or at the end of the program', async () => {
		const {home, script} = await echoScript();
		await using _folder = home;
		await using terminal = startInTerminal([], {home: home.path, script});
		await terminal.waitFor('ready');
		await expect(terminal.waitFor('never', 50)).rejects.toThrow(/50 ms for never[\s\S]*ready/);
		const strict = terminal.waitFor(screen => {
			if (screen.includes('xyz')) throw new Error('not this');
			return false;
		});
		terminal.send('xyz');
		await expect(strict).rejects.toThrow('could not be looked for');
		terminal.send('q');
		await expect(terminal.waitFor('never')).rejects.toThrow(/ended before never[\s\S]*bye/);
	});

	it('is seen frame by frame, however many come at once', async () => {
		await using home = await temporaryFolder();
		const frames = Array.from({length: 20}, (_, at) => `\\x1b[?2026h\\x1b[Hframe ${at}.\\x1b[?2026l`).join('');
		await writeFile(home.at('frames.cjs'), `process.stdout.write('${frames}'); setTimeout(() => {}, 20000)`);
		await using terminal = startInTerminal([], {home: home.path, script: home.at('frames.cjs')});
		for (let at = 0; at < 20; at++) {
			await terminal.waitFor(`frame ${at}.`);
			expect(terminal.line(0)).toBe(`frame ${at}.`);
		}
	});
});

describe('a program without a terminal', () => {
	it('hands on its lines in order, its errors and its exit code', async () => {
		await using home = await temporaryFolder();
		await writeFile(
			home.at('lines.cjs'),
			"console.log('one'); console.log('two'); console.error('bad'); process.exitCode = 3;",
		);
		await using program = startProcess([], {home: home.path, script: home.at('lines.cjs')});
		expect((await program.waitForLine(/^(t)wo/))[1]).toBe('t');
		await expect(program.waitForLine(/one/)).rejects.toThrow(/ended before/);
		expect(await program.exit).toEqual({code: 3});
		expect(program).toMatchObject({lines: ['one', 'two'], stderr: 'bad\n'});
	});

	it('lives in the home it was given, without what would change its behaviour', async () => {
		await using home = await temporaryFolder();
		await writeFile(
			home.at('env.cjs'),
			'console.log(JSON.stringify([process.env, process.cwd(), process.stdout.isTTY === true]))',
		);
		await using program = startProcess([], {home: home.path, script: home.at('env.cjs'), env: {EXTRA: '1'}});
		const [env, cwd, isTty] = JSON.parse((await program.waitForLine(/.+/))[0]);
		expect(env).toMatchObject({HOME: home.path, EXTRA: '1', XDG_DATA_HOME: home.at('data')});
		expect(Object.keys(env).filter(name => /^(?:CI|VITEST|NODE_ENV)/.test(name))).toEqual([]);
		expect([cwd, isTty]).toEqual([home.path, false]);
	});
});
