import {copyFile, mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type ProcessUnderTest, startProcess, startServer} from '../../test/helpers/process.ts';
import {startInTerminal, type TerminalUnderTest} from '../../test/helpers/terminal.ts';
import {sampleFiles, samples} from './documents.ts';
import type {Stage} from './scene.ts';

/** The other programs in a screenshot, and the address of the index server. */
export type Cast = {readonly server: string};

/** How a peer differs from the others. */
export type Role = {
	readonly name: string;
	/** How many of the sample documents it shares, from the first on; all by default. */
	readonly share?: number;
	/** Additional files that it shares, by name. */
	readonly files?: Readonly<Record<string, string>>;
	readonly args?: readonly string[];
	/** Added to the environment of its process. */
	readonly env?: Readonly<Record<string, string>>;
};

/** Starts an index server in the background; resolves with its address. */
export async function indexServer({home, use}: Stage): Promise<Cast> {
	const {host, port} = use(await startServer({home}));
	return {server: `${host}:${port}`};
}

/** Starts an index server on the screen of the picture; resolves when it is ready. */
export async function serverScreen({home, use, columns, rows}: Stage): Promise<Cast & {terminal: TerminalUnderTest}> {
	const args = ['server', '--host', '127.0.0.1', '--port', '0'];
	const terminal = use(startInTerminal(args, {home, columns, rows}));
	await terminal.ready();
	const [server] = /\d+\.\d+\.\d+\.\d+:\d+/.exec(terminal.screen()) ?? [];
	if (server === undefined) throw new Error(`no address on the screen:\n${terminal.screen()}`);
	return {server, terminal};
}

/** Starts a peer in the background; resolves when it has announced its documents. */
export async function peer(stage: Stage, cast: Cast, role: Role): Promise<ProcessUnderTest> {
	const program = stage.use(startProcess(await peerArguments(stage, cast, role), {home: stage.home}));
	await program.waitForLine(/^Registered with /);
	return program;
}

/** Starts a peer on the screen of the picture; resolves when it is drawn. */
export async function startedPeer(stage: Stage, cast: Cast, role: Role): Promise<TerminalUnderTest> {
	const {home, columns, rows} = stage;
	const look = {home, columns, rows, ...(role.env === undefined ? {} : {env: role.env})};
	const terminal = stage.use(startInTerminal(await peerArguments(stage, cast, role), look));
	await terminal.ready();
	return terminal;
}

/** Starts a peer on the screen of the picture; resolves when it has joined. */
export async function peerScreen(stage: Stage, cast: Cast, role: Role): Promise<TerminalUnderTest> {
	const terminal = await startedPeer(stage, cast, role);
	await terminal.waitFor('joined');
	return terminal;
}

async function peerArguments(
	{home}: Stage,
	{server}: Cast,
	{name, share, files = {}, args = []}: Role,
): Promise<readonly string[]> {
	const folder = path.join(home, name);
	await mkdir(folder, {recursive: true});
	for (const file of (await sampleFiles()).slice(0, share)) {
		await copyFile(path.join(samples, file), path.join(folder, file));
	}
	for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
	const own = ['--name', name, '--host', '127.0.0.1', '--upload-port', '0', '--server', server, '--rfcs', folder];
	return ['peer', ...own, '--downloads', path.join(home, `${name}-downloads`), ...args];
}
