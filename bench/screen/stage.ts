/** Set-up for measuring a screen: our program in a pseudo-terminal, peers, messages, and its processor time. */
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
	/** A fresh home folder, for a program that must not share one. */
	readonly anotherHome: () => Promise<TemporaryFolder>;
	/** Starts our program in a terminal; it ends with the stage. */
	readonly start: (args: readonly string[], options?: Partial<TerminalOptions>) => TerminalUnderTest;
	/** An index server with its screen; resolves when it accepts keys. */
	readonly server: (size?: Size) => Promise<{readonly terminal: TerminalUnderTest; readonly port: number}>;
	/** A peer's screen that has joined. */
	readonly peer: (port: number, size?: Size) => Promise<TerminalUnderTest>;
	/** Peers that have announced this many records, of `different` RFCs. */
	readonly crowd: (
		port: number,
		options: {readonly peers: number; readonly rfcs: number; readonly different: number; readonly renew?: boolean},
	) => Promise<void>;
	/** Disposed with the stage. */
	readonly use: <Resource extends AsyncDisposable>(resource: Resource) => Resource;
};

/** The home folder of an experienced user, so that no hints for new users are shown. */
async function usedHome(): Promise<TemporaryFolder> {
	const home = await temporaryFolder();
	const file = home.at('data', 'p2pci', 'screen.json');
	await mkdir(path.dirname(file), {recursive: true});
	await writeFile(file, JSON.stringify({starts: 100, did: ['help', 'palette'], recent: []}));
	return home;
}

/** A stage whose programs all end with it, with a temporary home folder. */
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

/** Sends an index server this many LOOKUPs a second, until it is disposed. */
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

/** Processor time of a process with all its threads, in milliseconds (Linux, proc(5), schedstat). */
export function processorTime(pid: number): number {
	const tasks = `/proc/${pid}/task`;
	const times = readdirSync(tasks).map(task =>
		Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
	);
	return times.reduce((sum, time) => sum + time, 0) / 1e6;
}

/** The present and peak memory of a process, in MiB. */
export function memory(pid: number): {readonly now: number; readonly peak: number} {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const mib = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
	return {now: mib('VmRSS'), peak: mib('VmHWM')};
}

/** Bytes sent to a terminal so far. */
export const sent = (terminal: TerminalUnderTest): number =>
	terminal.pieces.reduce((sum, {data}) => sum + data.length, 0);

/** Frames sent to a terminal so far: synchronized updates. */
export const frames = (terminal: TerminalUnderTest): number =>
	terminal.raw.toString('latin1').split('\u001b[?2026h').length - 1;
