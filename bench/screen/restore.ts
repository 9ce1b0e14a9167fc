import {writeFile} from 'node:fs/promises';
import process from 'node:process';
import {launcher} from '../../test/helpers/program.ts';
import type {TerminalOptions, TerminalUnderTest} from '../../test/helpers/terminal.ts';
import {atMost, nothingWrong, type Row} from './result.ts';
import {host, type Stage, stage} from './stage.ts';

type End = {
	readonly name: string;
	readonly act: (terminal: TerminalUnderTest) => void;
	readonly code: number;
	/** A text that must be on the screen after the program. */
	readonly says?: string;
	/** What to do before it ends. */
	readonly first?: (terminal: TerminalUnderTest) => Promise<unknown>;
};

const key = (name: string, data: string): End => ({name, act: terminal => terminal.send(data), code: 0});
const signal = (name: NodeJS.Signals): End => ({name, act: terminal => terminal.kill(name), code: 0});

/** Preloaded into every program under test: crashes it on request. */
const broken = `
	process.on('SIGUSR2', () => { throw new Error('an exception'); });
	process.on('SIGPIPE', () => { Promise.reject(new Error('a rejection')); });
`;

const ends: readonly End[] = [
	...[key('q', 'q'), key('Ctrl-C', '\u0003')],
	...[signal('SIGINT'), signal('SIGTERM'), signal('SIGHUP')],
	{name: 'an exception', act: terminal => terminal.kill('SIGUSR2'), code: 1, says: 'Error: an exception'},
	{name: 'a rejection', act: terminal => terminal.kill('SIGPIPE'), code: 1, says: 'Error: a rejection'},
];

const server = ['server', '--host', host, '--port', '0'] as const;
const programs = [server, ['peer', '--name', 'bob', '--upload-port', '0', '--server', `${host}:1`]] as const;

/** While a document that would take a minute is being downloaded. */
const whileDownloading: End = {
	...{name: 'SIGTERM while a document comes', code: 0, act: terminal => terminal.kill('SIGTERM')},
	async first(terminal) {
		await terminal.waitFor('● joined');
		await terminal.press('6');
		await terminal.waitFor('RFC number');
		await terminal.type('900001');
		await terminal.press('enter');
		await terminal.waitFor(/900001 .* \d+\s?%/);
	},
};

/** What differs from before, now that the terminal should be restored. */
function kept({modes, isAlternate, cursor}: TerminalUnderTest): readonly string[] {
	const {bracketedPaste, mouse, focus} = modes;
	return [
		...(isAlternate ? ['the alternate screen stays'] : []),
		...(cursor.visible ? [] : ['the cursor stays hidden']),
		...(bracketedPaste || mouse || focus ? ['a mode of the terminal stays'] : []),
	];
}

type Ended = {readonly wrong: readonly string[]; readonly took: number};

/** Ends a program in this way; resolves with what was wrong afterwards, and the milliseconds it took. */
async function ended(
	on: Stage,
	{args, options = {}}: {readonly args: readonly string[]; readonly options?: Partial<TerminalOptions>},
	{name, act, code: expected, says = '', first}: End,
): Promise<Ended> {
	const terminal = on.start(args, options);
	await terminal.ready();
	await first?.(terminal);
	const began = performance.now();
	act(terminal);
	const {code, signal: by} = await terminal.exit;
	const took = performance.now() - began;
	const wrong = [
		...kept(terminal),
		...(code === expected && by === undefined ? [] : [`exit ${by ?? code}`]),
		...(terminal.screen().includes(says) ? [] : [`does not say "${says}"`]),
	];
	return {wrong: wrong.map(what => `${args[0]}, ${name}: ${what}`), took};
}

/** Ctrl-Z in a shell, then fg; resolves with what was wrong. */
async function suspended(on: Stage): Promise<readonly string[]> {
	const program = [process.execPath, launcher, ...server].map(word => `"${word}"`).join(' ');
	const line = `set -m; ${program}; echo STOPPED; read -r line; fg >/dev/null; echo ENDED $?; read -r line`;
	const terminal = on.start(['-c', line], {command: '/bin/bash'});
	await terminal.ready();
	terminal.send('\u001a');
	await terminal.waitFor('STOPPED');
	const stopped = kept(terminal);
	terminal.send('\r');
	await terminal.waitFor((screen, {isAlternate, modes}) => isAlternate && modes.mouse && screen.includes('1 Peers'));
	await terminal.press('q');
	await terminal.waitFor('ENDED 0');
	return [...stopped, ...kept(terminal)].map(what => `Ctrl-Z and fg: ${what}`);
}

/** Whether the terminal is restored, and how soon, on each way out of each screen. */
export const restore: Row = async () => {
	await using on = await stage();
	const breaks = on.home.at('breaks.mjs');
	await writeFile(breaks, broken);
	const options = {env: {NODE_OPTIONS: `--import=${breaks}`}};
	const all: Ended[] = [];
	for (const args of programs) for (const end of ends) all.push(await ended(on, {args, options}, end));
	all.push(await ended(on, {args: ['demo', '--pace', '1KiB/s']}, whileDownloading));
	return [
		nothingWrong(
			'terminal given back: quit, signals, exception, rejection, Ctrl-Z, in a transfer',
			[...all.flatMap(({wrong}) => wrong), ...(await suspended(on))],
			'every time',
		),
		atMost('the slowest way out', Math.max(...all.map(({took}) => took)), {goal: 300, unit: 'ms'}),
	];
};
