/** The programs whose keys are pressed, each with the others on the network. */
import {startIndexServer} from '../../../source/server/index-server.ts';
import {type Passage, passage} from '../../helpers/passage.ts';
import {type TemporaryFolder, temporaryFolder} from '../../helpers/temp.ts';
import {startInTerminal, type TerminalUnderTest} from '../../helpers/terminal.ts';
import {castAt} from './cast.ts';

const size = {columns: 120, rows: 40};

/** A pager and an editor that say which file they were given, and go after a line. */
const shows = (name: string): string => `sh -c 'echo ${name} SHOWS "$0"; read line'`;

/** The server's screen, with four peers. */
export async function serverProgram(stage: AsyncDisposableStack): Promise<TerminalUnderTest> {
	const folder = stage.use(await temporaryFolder());
	const args = ['server', '--host', '127.0.0.1', '--port', '0'];
	const terminal = stage.use(startInTerminal(args, {home: folder.path, ...size}));
	await terminal.ready();
	const port = Number(/127\.0\.0\.1:(\d+)/.exec(await terminal.waitFor(/● 127\.0\.0\.1:\d+/))?.[1]);
	stage.use(await castAt(port, folder));
	await terminal.waitFor(/4 peers/);
	return terminal;
}

export type Network = {
	readonly folder: TemporaryFolder;
	/** The only way to the index server, which can be closed. */
	readonly way: Passage;
};

/** An index server with four peers. */
export async function network(stage: AsyncDisposableStack): Promise<Network> {
	const folder = stage.use(await temporaryFolder());
	const server = await startIndexServer({host: '127.0.0.1', port: 0});
	stage.defer(() => server.close());
	const {port} = server.facts();
	stage.use(await castAt(port, folder));
	return {folder, way: stage.use(await passage(port))};
}

/** The screen of one more peer, which gets slowly. */
export async function peerProgram(
	stage: AsyncDisposableStack,
	{folder, way}: Network,
	env: Readonly<Record<string, string>> = {},
): Promise<TerminalUnderTest> {
	const own = ['--name', 'me', '--host', '127.0.0.1', '--upload-port', '0', '--rfcs', folder.at('me')];
	const args = ['peer', '--server', `127.0.0.1:${way.port}`, ...own, '--downloads', folder.at('downloads')];
	const programs = {PAGER: shows('PAGER'), EDITOR: shows('EDITOR'), ...env};
	const terminal = startInTerminal([...args, '--pace', '4KiB/s'], {home: folder.path, ...size, env: programs});
	stage.use(terminal);
	await terminal.waitFor(/● others reach me.*shares 7 RFCs/);
	return terminal;
}
