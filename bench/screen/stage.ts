/** What is on the stage when a screen is measured: our program in a pseudo-terminal, peers, messages, and its processor time. */
import {readdirSync, readFileSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import path from 'node:path';
import {type Crowd, crowd} from '../../test/helpers/crowd.ts';
import {type TemporaryFolder, temporaryFolder} from '../../test/helpers/temp.ts';
import {startInTerminal, type TerminalOptions, type TerminalUnderTest} from '../../test/helpers/terminal.ts';

export const host = '127.0.0.1';

export type Size = {readonly columns: number; readonly rows: number};

export const usual: Size = {columns: 120, rows: 36};
export const large: Size = {columns: 200, rows: 60};

export type Stage = AsyncDisposable & {
	readonly home: TemporaryFolder;
	/** For a program that must find nothing of another one. */
	readonly anotherHome: () => Promise<TemporaryFolder>;
	/** Starts our program in a terminal; it ends with the stage. */
	readonly start: (args: readonly string[], options?: Partial<TerminalOptions>) => TerminalUnderTest;
	/** An index server with its screen; resolves when it reads keys. */
	readonly server: (size?: Size) => Promise<{readonly terminal: TerminalUnderTest; readonly port: number}>;
	/** A peer's screen that has joined. */
	readonly peer: (port: number, size?: Size) => Promise<TerminalUnderTest>;
	/** Peers who hold so many records, of `different` RFCs, and have announced them. */
	readonly crowd: (
		port: number,
		options: {readonly peers: number; readonly rfcs: number; readonly different: number; readonly renew?: boolean},
	) => Promise<void>;
	/** Ends with the stage. */
	readonly use: <Resource extends AsyncDisposable>(resource: Resource) => Resource;
};

/** The home of a person who has started the program often: what new ones are told for their first starts is not shown. */
async function usedHome(): Promise<TemporaryFolder> {
	const home = await temporaryFolder();
	const file = home.at('data', 'p2pci', 'screen.json');
	await mkdir(path.dirname(file), {recursive: true});
	await writeFile(file, JSON.stringify({starts: 100, did: ['help', 'palette'], recent: []}));
	return home;
}

/** A stage whose programs all end with it, in a home that goes away. */
export async function stage(): Promise<Stage> {
	const all = new AsyncDisposableStack();
	const home = all.use(await usedHome());
	const start: Stage['start'] = (args, options = {}) =>
		all.use(startInTerminal(args, {home: home.path, ...usual, ...options}));
	return {
		home,
		anotherHome: async () => all.use(await usedHome()),
		start,
		use: resource => all.use(resource),
		async server(size = usual) {
			const terminal = start(['server', '--host', host, '--port', '0'], size);
			await terminal.ready();
			const [, port] = /--server 127\.0\.0\.1:(\d+)/.exec(await terminal.waitFor(/--server 127\.0\.0\.1:\d+/)) ?? [];
			return {terminal, port: Number(port)};
		},
		async peer(port, size = usual) {
			const place = ['--host', host, '--upload-port', '0', '--server', `${host}:${port}`];
			const terminal = start(['peer', '--name', 'bob', ...place], size);
			await terminal.ready();
			await terminal.waitFor(/● joined/);
			return terminal;
		},
		async crowd(port, options) {
			const peers: Crowd = all.use(await crowd({host, port, renew: true, ...options}));
			await peers.announced;
		},
		[Symbol.asyncDispose]: () => all.disposeAsync(),
	};
}

/** Asks an index server so many times a second who has an RFC, until it is disposed. */
export function messages(port: number, perSecond: number): AsyncDisposable {
	const socket = connect({port, host, noDelay: true});
	socket.on('error', () => {});
	socket.resume();
	let asked = 0;
	const begun = performance.now();
	const timer = setInterval(() => {
		const due = Math.floor(((performance.now() - begun) * perSecond) / 1000);
		let text = '';
		for (; asked < due; asked++) text += `LOOKUP RFC ${1 + (asked % 9000)} P2P-CI/1.1\r\n\r\n`;
		if (text !== '') socket.write(text);
	}, 5);
	return {
		async [Symbol.asyncDispose]() {
			clearInterval(timer);
			socket.destroy();
		},
	};
}

/** Milliseconds of the processor that a process has used, with all its threads (Linux, proc(5), schedstat). */
export function processorTime(pid: number): number {
	const tasks = `/proc/${pid}/task`;
	const times = readdirSync(tasks).map(task =>
		Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
	);
	return times.reduce((sum, time) => sum + time, 0) / 1e6;
}

/** MiB that a process holds now, and has held at most. */
export function memory(pid: number): {readonly now: number; readonly peak: number} {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const mib = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
	return {now: mib('VmRSS'), peak: mib('VmHWM')};
}

/** Bytes that a terminal has been sent so far. */
export const sent = (terminal: TerminalUnderTest): number =>
	terminal.pieces.reduce((sum, {data}) => sum + data.length, 0);

/** Frames among what a terminal has been sent: synchronized updates. */
export const frames = (terminal: TerminalUnderTest): number =>
	terminal.raw.toString('latin1').split('\u001b[?2026h').length - 1;
