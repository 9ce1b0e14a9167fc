/** The real program without a terminal: what scripts rely on. */

import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {cp, mkdir, open, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, it, test} from 'vitest';
import {writeDocuments} from '../helpers/documents.ts';
import {unusedPort} from '../helpers/ports.ts';
import {startProcess, startServer} from '../helpers/process.ts';
import {isolatedEnvironment, launcher} from '../helpers/program.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {document, run} from '../helpers/run.ts';
import {swarm} from '../helpers/swarm.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';

/** One line for a person: no stack, no internals. */
const sentenceLine = /^(?!.*(?:node:|Error:|undefined))\S.{20,}\n$/;

const flag = (place: {readonly host: string; readonly port: number}) => ['--server', `${place.host}:${place.port}`];

describe('help and version', () => {
	it('come from commands with a screen and without one, with exit code 0', async () => {
		await using home = await temporaryFolder();
		const [peer, get, same, version] = await Promise.all(
			[['peer', '--help'], ['get', '--help'], ['help', 'get'], ['--version']].map(args => run(args, {home: home.path})),
		);
		expect(peer).toEqual({code: 0, stdout: expect.stringContaining('p2pci peer'), stderr: ''});
		expect(get).toEqual({code: 0, stdout: expect.stringContaining('p2pci get'), stderr: ''});
		expect(same).toEqual(get);
		expect(version).toMatchObject({code: 0, stdout: /^\d+\.\d+\.\d+\n$/});
	});
});

describe('a wrong command line', () => {
	test.each([
		[['lokup', '1'], 'There is no command "lokup". Did you mean lookup?'],
		[['--verison'], 'Did you mean --version?'],
		[['--port', '7734', 'server'], 'There is no command "--port". Flags follow the command.'],
		[['help', 'lokup'], 'Did you mean lookup?'],
		[['lookup', 'x'], '"x" is not an RFC number'],
		[['list', '--jsn'], 'Did you mean --json?'],
		[['server', '--port', '70000'], '"70000" is not valid for --port'],
		[
			['peer', '--name', 'al ice', '--upload-port', '0'],
			'a name has no spaces. Choose another, for instance --name al-ice',
		],
	])('p2pci %j: exit code 2 and a sentence', async (args, text) => {
		await using home = await temporaryFolder();
		const ran = await run(args, {home: home.path});
		expect(ran).toMatchObject({code: 2, stdout: ''});
		expect(ran.stderr).toContain(text);
		expect(ran.stderr).toMatch(sentenceLine);
	});

	it('or config file: names the file, the line and what is wrong there', async () => {
		await using home = await temporaryFolder();
		const file = home.at('own.conf');
		await writeFile(file, '# mine\nkey.pause = d\nport = 70000\n');
		const env = {P2PCI_CONFIG: file};
		const [path, server, get] = await Promise.all([
			run(['config', '--path'], {home: home.path, env}),
			run(['server'], {home: home.path, env}),
			run(['config'], {home: home.path, env}),
		]);
		expect(path).toMatchObject({code: 0, stdout: `${file}\n`});
		expect(server).toMatchObject({
			code: 2,
			stderr: `${file}, line 2: key.pause: d would mean both pause and drop in transfers.\n`,
		});
		expect(get).toMatchObject({code: 2, stdout: ''});
		await writeFile(file, 'port = 70000\n');
		expect((await run(['server'], {home: home.path, env})).stderr).toContain(
			`${file}, line 1: "70000" is not valid for port`,
		);
	});

	it('or P2PCI_CONFIG: says that the file it names is not there, except to who is about to make it', async () => {
		await using home = await temporaryFolder();
		const env = {P2PCI_CONFIG: home.at('none.conf')};
		const [list, config] = await Promise.all([
			run(['list'], {home: home.path, env}),
			run(['config'], {home: home.path, env}),
		]);
		const sentence = `P2PCI_CONFIG names ${home.at('none.conf')}, which does not exist. Unset it, or make the file: npx p2pci config > FILE.\n`;
		expect(list).toEqual({code: 2, stdout: '', stderr: sentence});
		expect(config).toMatchObject({code: 0, stderr: ''});
	});

	it('of nothing shows the help, and is wrong usage', async () => {
		await using home = await temporaryFolder();
		const ran = await run([], {home: home.path});
		expect(ran).toMatchObject({code: 2, stdout: /^Share RFC documents/, stderr: ''});
		// Its examples can be copied: they begin as the command did.
		expect(ran.stdout).toMatch(/^ {2}npx p2pci demo$/m);
	});
});

describe('what is not there', () => {
	test.each([
		[['lookup', '1']],
		[['list']],
		[['peers']],
		[['search', 'http']],
		[['get', '1']],
		[['mirror']],
		[['mirror', '--watch']],
		[['watch']],
		[['peer', '--name', 'bob', '--upload-port', '0']],
	])('an index server, for p2pci %j: exit code 1 and one sentence that says what to do', async args => {
		await using home = await temporaryFolder();
		const ran = await run([...args, '--server', '127.0.0.1:1'], {home: home.path});
		expect(ran.code).toBe(1);
		expect(ran.stderr).toMatch(/^No index server answers at 127\.0\.0\.1:1 .*--server HOST:5555/);
		expect(ran.stderr).toMatch(sentenceLine);
		if (args[0] !== 'peer') expect(ran.stdout).toBe('');
	});

	it('an RFC: exit code 4', async () => {
		await using net = await swarm({peers: 1});
		const home = {home: net.folder.path};
		expect(await run(['lookup', '7', ...flag(net.place)], home)).toMatchObject({code: 4, stdout: ''});
		expect(await run(['get', '7', ...flag(net.place)], home)).toMatchObject({code: 4, stdout: ''});
		expect(await run(['search', 'xylophone', ...flag(net.place)], home)).toMatchObject({code: 4, stdout: ''});
		const ran = await run(['lookup', '7', '--json', ...flag(net.place)], home);
		expect(ran).toMatchObject({
			code: 4,
			stderr: 'Nobody here has RFC 7 now (the index says 404). Try again when somebody shares it.\n',
		});
		expect(document(ran)).toEqual([]);
	});

	it('an index server whose port was typed as a word of its own: says last how it is written', async () => {
		await using home = await temporaryFolder();
		// Nothing can be connected to at this address.
		const far = ['--server', '255.255.255.255', '7734'];
		const commands = [
			['get', '2616', ...far],
			['search', 'quic', ...far],
		];
		for (const ran of await Promise.all(commands.map(args => run(args, {home: home.path})))) {
			expect(ran).toMatchObject({code: 1, stdout: ''});
			expect(ran.stderr.split('\n')).toEqual([
				expect.stringMatching(/^No index server answers at 255\.255\.255\.255:5555 /),
				'If 7734 is the port of the index server, write --server 255.255.255.255:7734.',
				'',
			]);
		}
	});

	it.each(['--no-tui', '--screen-reader'])(
		'a folder to share, before anything is said with %s: exit code 1',
		async look => {
			await using net = await swarm({peers: 0});
			const flags = ['--name', 'bob', '--upload-port', '0', '--rfcs', net.folder.at('nowhere'), look];
			const ran = await run(['peer', ...flags, ...flag(net.place)], {home: net.folder.path});
			expect(ran).toMatchObject({
				code: 1,
				stdout: '',
				stderr: expect.stringMatching(
					/^Cannot read the folder .*nowhere \(it does not exist\)\. Give another: --rfcs FOLDER\.\n$/,
				),
			});
		},
	);

	it('a folder to save in, because a file has its name: exit code 1', async () => {
		await using net = await swarm({peers: 1});
		await writeFile(net.folder.at('taken'), 'a file');
		const ran = await run(['get', '101', '--output', net.folder.at('taken'), ...flag(net.place)], {
			home: net.folder.path,
		});
		expect(ran).toMatchObject({code: 1, stdout: '', stderr: expect.stringContaining('Give another: --output FOLDER')});
	});
});

it.skipIf(process.platform === 'win32')('a folder that is gone is told in a sentence, with exit code 1', async () => {
	await using folder = await temporaryFolder();
	await mkdir(folder.at('gone'));
	const script = 'cd "$1" && rmdir "$1" && exec "$2" "$3" get 1';
	const ran = spawnSync('sh', ['-c', script, '', folder.at('gone'), process.execPath, launcher], {
		env: isolatedEnvironment(folder.path),
		encoding: 'utf8',
	});
	expect(ran).toMatchObject({status: 1, stdout: '', stderr: expect.stringMatching(/^The current folder .*\.\n$/)});
});

describe('what is taken', () => {
	it('a port: exit code 1, the next free one, and to a server whether it is the index server that runs already', async () => {
		await using home = await temporaryFolder();
		await using server = await startServer({home: home.path, port: await unusedPort()});
		const host = ['--host', '127.0.0.1'];
		const told = await run(['server', ...host, '--port', String(server.port)], {home: home.path});
		expect(told).toMatchObject({code: 1, stdout: ''});
		const [, join = '', free = ''] =
			/^Port \d+ is in use by an index server that runs here already\. Join it \((.+)\), or start this one with --port (\d+)\.\n$/.exec(
				told.stderr,
			) ?? [];
		expect(join).toBe(`npx p2pci peer --server 127.0.0.1:${server.port} --name YOU`);

		const upload = [...host, '--upload-port', String(server.port), ...flag(server)];
		const peer = await run(['peer', '--name', 'bob', ...upload], {home: home.path});
		expect(peer.code).toBe(1);
		expect(peer.stderr).toMatch(
			/^Port (\d+) is in use on this machine\. \d+ is free: --upload-port \d+, or --upload-port 0 for any\.\n$/,
		);

		// The named port is indeed free; and what then listens there is not an index server.
		const flags = ['--name', 'carol', '--host', '127.0.0.1', '--upload-port', free, ...flag(server)];
		await using carol = startProcess(['peer', '--no-tui', ...flags], {home: home.path});
		await carol.waitForLine(/^Registered with /);
		const besides = await run(['server', ...host, '--port', free], {home: home.path});
		expect(besides.stderr).toMatch(
			/^Port (\d+) is in use on this machine\. \d+ is free: --port \d+, or --port 0 for any\.\n$/,
		);
	});

	it('a name: exit code 1, and another one', async () => {
		await using net = await swarm({peers: 1});
		const args = ['peer', '--name', 'peer0', '--upload-port', '0', ...flag(net.place)];
		const ran = await run(args, {home: net.folder.path});
		expect(ran.code).toBe(1);
		expect(ran.stderr).toMatch(/^peer0 is taken by a peer that joined .*--name peer0-2/);
		expect(ran.stderr).toMatch(sentenceLine);
	});
});

describe('questions to the index', () => {
	it('print tables for people', async () => {
		await using net = await swarm({peers: 2, documents: at => (at === 0 ? [101, 102] : [101])});
		const home = {home: net.folder.path};
		const lookup = await run(['lookup', 'rfc101', ...flag(net.place)], home);
		expect(lookup.code).toBe(0);
		const lines = lookup.stdout.split('\n');
		expect(lines[0]).toMatch(/^RFC {2}TITLE {20,}HOLDER {2}ADDRESS$/);
		expect(lines.slice(1, 3).map(line => line.split(/ {2,}/))).toEqual(
			['peer0', 'peer1'].map(name => [
				'101',
				'Made-Up Document Number 101',
				name,
				expect.stringMatching(/^127\.0\.0\.1:\d+$/),
			]),
		);
		expect((await run(['list', ...flag(net.place)], home)).stdout.trimEnd().split('\n')).toHaveLength(4);
		expect((await run(['peers', ...flag(net.place)], home)).stdout).toMatch(/^NAME .*\npeer0 .*\npeer1 .*\n$/);
		const hits = await run(['search', 'made', 'numbr', '--limit', '1', ...flag(net.place)], home);
		expect(hits.stdout).toMatch(/^RFC {2}TITLE +HOLDERS\n10[12] {2}Made-Up Document Number 10[12] +[12]\n$/);
	});

	it('print one JSON document for programs, and nothing else on stdout', async () => {
		await using net = await swarm({peers: 1, documents: () => [101]});
		const json = async (...args: readonly string[]) =>
			document(await run([...args, '--json', ...flag(net.place)], {home: net.folder.path}));
		const record = {
			rfc: 101,
			title: 'Made-Up Document Number 101',
			host: 'peer0',
			address: '127.0.0.1',
			port: expect.any(Number),
		};
		expect(await json('lookup', '101')).toEqual([expect.objectContaining(record)]);
		expect(await json('list')).toEqual([expect.objectContaining(record)]);
		expect(await json('peers')).toEqual([expect.objectContaining({host: 'peer0', rfcs: 1, version: '1.1'})]);
		expect(await json('search', '101')).toEqual([{rfc: 101, title: record.title, holders: 1}]);
		expect(await json('lookup', '101', '--protocol', '1.0')).toEqual([{...record, host: '127.0.0.1'}]);
	});

	it('end without a word when their reader has seen enough', async () => {
		await using net = await swarm({peers: 0});
		await using many = await RawClient.connect({port: net.place.port});
		const add = (rfc: number): string => `ADD RFC ${rfc} P2P-CI/1.1\r\nHost: many\r\nTitle: t\r\n\r\n`;
		await many.send('JOIN PEER P2P-CI/1.1\r\nHost: many\r\nPort: 1\r\n\r\n');
		await many.readThrough('\r\n\r\n');
		await many.send(Array.from({length: 5000}, (_, at) => add(at + 1)).join(''));
		// More than a pipe holds.
		await until(() => net.server.facts().records === 5000);
		const child = spawn(process.execPath, [launcher, 'list', '--json', ...flag(net.place)], {
			env: isolatedEnvironment(net.folder.path),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let errors = '';
		child.stderr.on('data', (chunk: Buffer) => {
			errors += chunk.toString();
		});
		child.stdout.once('data', () => child.stdout.destroy());
		const [code] = await once(child, 'close');
		expect({code, errors}).toEqual({code: 0, errors: ''});
	});
});

describe('signals', () => {
	it.each(['SIGINT', 'SIGTERM'] as const)('%s ends a server and a peer in order, with exit code 0', async signal => {
		await using home = await temporaryFolder();
		await using server = await startServer({home: home.path});
		await writeDocuments(home.at('rfcs'), [101]);
		await using peer = startProcess(
			['peer', '--name', 'bob', '--upload-port', '0', '--rfcs', home.at('rfcs'), ...flag(server)],
			{home: home.path},
		);
		await peer.waitForLine(/^Upload server listening on IP \S+ Port : \d+$/);
		await peer.waitForLine(/^Registered with 127\.0\.0\.1:\d+ as bob, sharing 1 RFC$/);
		peer.kill(signal);
		expect(await peer.exit).toEqual({code: 0});
		await server.process.waitForLine(/ - bob {2}left, and all its RFCs with it$/);
		server.process.kill(signal);
		expect(await server.process.exit).toEqual({code: 0});
		expect([peer.stderr, server.process.stderr]).toEqual(['', '']);
	});

	it('SIGHUP leaves alone what nohup started: it reads nothing, and writes to files', async () => {
		await using home = await temporaryFolder();
		await using log = await open(home.at('log'), 'w');
		const args = [launcher, 'server', '--no-tui', '--host', '127.0.0.1', '--port', '0'];
		const server = spawn(process.execPath, args, {
			env: isolatedEnvironment(home.path),
			stdio: ['ignore', log.fd, log.fd],
		});
		const exit = once(server, 'exit');
		try {
			const port = await until(async () => / Port : (\d+)$/m.exec(await readFile(home.at('log'), 'utf8'))?.[1]);
			server.kill('SIGHUP');
			const list = await run(['list', '--server', `127.0.0.1:${port}`], {home: home.path});
			expect(list).toMatchObject({code: 0, stdout: ''});
			server.kill('SIGTERM');
			expect(await exit).toEqual([0, null]);
		} finally {
			server.kill('SIGKILL');
		}
	});

	it('SIGINT ends a one-shot with 130', async () => {
		await using net = await swarm({peers: 1, lines: 2000});
		const args = ['get', '101', '--pace', '2KiB/s', '--output', net.folder.at('got'), ...flag(net.place)];
		await using get = startProcess(args, {home: net.folder.path});
		await until(() =>
			net
				.peer(0)
				.facts()
				.uploads.some(({sent}) => sent > 0),
		);
		get.kill('SIGINT');
		expect(await get.exit).toEqual({code: 130});
		expect(get.stdout).toBe('');
	});
});

describe('a server and a peer whose log is on a full disk', () => {
	it('do all the same what they are for, from the first line on, and say what is wrong', async () => {
		await using home = await temporaryFolder();
		await writeDocuments(home.at('rfcs'), [4711]);
		const port = await unusedPort();
		const start = (name: string, args: readonly string[]) =>
			startProcess([name, '--no-tui', ...args], {home: home.path, output: home.at(`${name}.log`), fileBlocks: 0});
		const said =
			'Cannot write the log (the file would be too large): lines are left out until that is possible again.\n';
		await using server = start('server', ['--host', '127.0.0.1', '--port', String(port)]);
		await until(() => server.stderr === said);
		await using watcher = await RawClient.connect({port});
		await watcher.send('WATCH CHANGES P2P-CI/1.1\r\n\r\n');
		const where = ['--server', `127.0.0.1:${port}`, '--upload-port', '0', '--rfcs', home.at('rfcs')];
		await using peer = start('peer', ['--name', 'bob', ...where]);
		await watcher.readThrough('"rfc":4711');
		await until(() => peer.stderr === said);
		for (const each of [peer, server]) {
			each.kill();
			expect(await each.exit).toEqual({code: 0});
		}
	});
});

describe('a peer that nobody can answer for', () => {
	it('asks nothing: it takes the name of the machine and a free port', async () => {
		await using home = await temporaryFolder();
		await using server = await startServer({home: home.path});
		await using peer = startProcess(['peer', ...flag(server)], {home: home.path});
		await peer.waitForLine(/^Registered with \S+ as \S+, sharing 0 RFCs$/);
		expect(peer.stderr).toBe('');
	});

	it('takes a port of its own, also where several start at once', async () => {
		await using home = await temporaryFolder();
		await using server = await startServer({home: home.path});
		await using crew = new AsyncDisposableStack();
		const peers = ['alice', 'bob', 'carol', 'dave'].map(name =>
			crew.use(startProcess(['peer', '--name', name, ...flag(server)], {home: home.path})),
		);
		const listening = /^Upload server listening on IP \S+ Port : (\d+)$/;
		const ports = await Promise.all(peers.map(async peer => (await peer.waitForLine(listening))[1]));
		expect(new Set(ports).size).toBe(peers.length);
	});

	it('is asked line by line on a terminal without the screen, and may leave', async () => {
		await using home = await temporaryFolder();
		await using server = await startServer({home: home.path});
		const start = () => startInTerminal(['peer', '--no-tui', ...flag(server)], {home: home.path});
		await using peer = start();
		await peer.waitFor(/Name of this peer \[\S+\]:/);
		await peer.type('dave');
		await peer.press('enter');
		await peer.waitFor(/Upload port \[\d+\]:/);
		await peer.press('enter');
		await peer.waitFor(/Registered with \S+ as dave/);
		await using other = start();
		await other.waitFor(/Name of this peer/);
		await other.press('ctrl-c');
		expect(await other.exit).toEqual({code: 0});
		expect(other.screen()).not.toContain('Registered');
	});
});

describe('the launcher', () => {
	const pretend = (version: string) =>
		`data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'});Object.defineProperty(process,'version',{value:'v${version}'})`;
	const start = async (script: string, ...before: readonly string[]) => {
		await using home = await temporaryFolder();
		const child = spawn(process.execPath, [...before, script, '--version'], {
			env: isolatedEnvironment(home.path),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const text = {out: '', err: ''};
		child.stdout.on('data', (chunk: Buffer) => {
			text.out += chunk.toString();
		});
		child.stderr.on('data', (chunk: Buffer) => {
			text.err += chunk.toString();
		});
		const [code] = await once(child, 'close');
		return {code, ...text};
	};

	it('goes on with the Node.js of the checkout where the one of the machine is too old', async () => {
		const ran = await start(launcher, '--import', pretend('20.11.0'));
		expect(ran).toEqual({code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: ''});
	});

	it('is what the other Node.js runs, not the file that looks for it, which would start itself without end', async () => {
		await using folder = await temporaryFolder();
		await writeFile(folder.at('package.json'), '{"type": "module"}');
		await cp(path.dirname(launcher), folder.at('bin'), {recursive: true});
		const other = folder.at('node_modules', 'node', 'bin', 'node');
		await mkdir(path.dirname(other), {recursive: true});
		// Runs nothing, so that nothing can run without end here.
		await writeFile(other, '#!/bin/sh\necho "$@"\n', {mode: 0o755});
		const ran = await start(folder.at('bin', 'other-node.js'));
		expect(ran).toEqual({code: 0, out: expect.stringMatching(/^\S+\/bin\/p2pci\.js --version\n$/), err: ''});
	});

	it('says in one sentence that Node.js is too old where there is no other, and what is missing where nothing is built', async () => {
		await using folder = await temporaryFolder();
		await writeFile(folder.at('package.json'), '{"type": "module"}');
		await cp(path.dirname(launcher), folder.at('bin'), {recursive: true});
		const old = await start(folder.at('bin', 'p2pci.js'), '--import', pretend('20.11.0'));
		expect(old).toMatchObject({code: 1, out: ''});
		expect(old.err).toMatch(/^p2pci needs Node\.js 24 or newer; this is v20\.11\.0 \(.*\)\.\n$/);
		const unbuilt = await start(folder.at('bin', 'p2pci.js'));
		expect(unbuilt).toMatchObject({code: 1, out: ''});
		expect(unbuilt.err).toMatch(/^p2pci is not built yet: run `npm install`/);
	});
});

describe('p2pci watch', () => {
	it('tells each change as a line, and ends in order by a signal', async () => {
		await using net = await swarm({peers: 0});
		await using watch = startProcess(['watch', ...flag(net.place)], {home: net.folder.path});
		await until(() => watch.stderr.includes('Watching'));
		await writeDocuments(net.folder.at('new'), [101]);
		const peer = net.add({name: 'bob', rfcs: net.folder.at('new')});
		await watch.waitForLine(/^[\d:.]+ \+ bob {2}joined at 127\.0\.0\.1:\d+ with 1\.1$/);
		await watch.waitForLine(/^[\d:.]+ \+ bob {2}RFC 101 Made-Up Document Number 101$/);
		await peer.remove(101);
		await watch.waitForLine(/^[\d:.]+ - bob {2}RFC 101 /);
		await peer.close(0);
		await watch.waitForLine(/^[\d:.]+ - bob {2}left, and all its RFCs with it$/);
		watch.kill('SIGINT');
		expect(await watch.exit).toEqual({code: 0});
	});

	it('ends by one signal although what it writes to takes nothing', async () => {
		await using net = await swarm({peers: 0});
		const place = `127.0.0.1:${net.place.port}`;
		const watch = spawn(process.execPath, [launcher, 'watch', '--server', place], {
			env: isolatedEnvironment(net.folder.path),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const exit = once(watch, 'exit');
		try {
			await once(watch.stderr, 'data');
			await using client = await RawClient.connect({port: net.place.port});
			await client.send('JOIN PEER P2P-CI/1.1\r\nHost: bob\r\nPort: 1\r\n\r\n');
			// Several times as much as a pipe takes.
			const title = 'x'.repeat(1000);
			for (let rfc = 1; rfc <= 500; rfc++) {
				await client.send(`ADD RFC ${rfc} P2P-CI/1.1\r\nHost: bob\r\nTitle: ${title}\r\n\r\n`);
			}
			await until(() => net.server.facts().records === 500 && watch.stdout.readableLength > 0);
			watch.kill('SIGINT');
			expect(await exit).toEqual([0, null]);
		} finally {
			watch.kill('SIGKILL');
		}
	});

	it('gives scripts a line of JSON for each, from any generation on', async () => {
		await using net = await swarm({peers: 1, documents: () => [101, 102]});
		const home = {home: net.folder.path};
		await using first = startProcess(['watch', '--json', ...flag(net.place)], home);
		await until(() => first.stderr.includes('Watching'));
		await writeDocuments(net.folder.at('new'), [201]);
		net.add({name: 'bob', rfcs: net.folder.at('new')});
		await first.waitForLine(/"rfc":201/);
		const all = first.lines.map(line => JSON.parse(line));
		// A digest may become known at any time: before bob comes, and after his document.
		const joined = all.findIndex(({host}) => host === 'bob');
		const events = all.slice(joined, all.findIndex(({rfc}) => rfc === 201) + 1);
		expect(events[0]).toMatchObject({event: 'peer-joined', host: 'bob', address: '127.0.0.1', version: '1.1'});
		expect(events.at(-1)).toMatchObject({
			event: 'rfc-added',
			rfc: 201,
			host: 'bob',
			title: 'Made-Up Document Number 201',
		});
		const since = events[0].generation;
		await using second = startProcess(['watch', '--json', '--since', since, ...flag(net.place)], home);
		await second.waitForLine(/"rfc":201/);
		const lines = first.lines.slice(joined + 1, joined + events.length);
		expect(second.lines.slice(0, lines.length)).toEqual(lines);
	});

	it('needs an index server that tells its changes, and says so', async () => {
		await using home = await temporaryFolder();
		await using server = await startServer({home: home.path});
		await using peer = startProcess(
			['peer', '--name', 'bob', '--host', '127.0.0.1', '--upload-port', '0', ...flag(server)],
			{home: home.path},
		);
		const [, port = ''] = await peer.waitForLine(/^Upload server listening on IP \S+ Port : (\d+)$/);
		const ran = await run(['watch', '--server', `127.0.0.1:${port}`], {home: home.path});
		expect(ran).toMatchObject({code: 1, stdout: ''});
		expect(ran.stderr).toContain(
			"does not report changes as they happen (This is a peer's upload server: WATCH is for the index server, at another port).",
		);
		expect(ran.stderr).toMatch(sentenceLine);
		const listed = await run(['list', '--server', `127.0.0.1:${port}`], {home: home.path});
		expect(listed.stderr).toContain("This is a peer's upload server: LIST is for the index server, at another port");
	});

	it('goes on when its index server is back', async () => {
		await using home = await temporaryFolder();
		const port = await unusedPort();
		const server = await startServer({home: home.path, port});
		await using watch = startProcess(['watch', ...flag(server)], {home: home.path});
		await server.process.waitForLine(/WATCH CHANGES/);
		await server[Symbol.asyncDispose]();
		// A peer says more: what it has can be read meanwhile.
		await until(() => /^Lost the index server at .*Trying again in [^.]*\.$/m.test(watch.stderr));
		await using again = await startServer({home: home.path, port});
		await again.process.waitForLine(/WATCH CHANGES/);
		await watch.waitForLine(/changes were missed/);
		// What it wrote there before may arrive here later.
		await until(() => watch.stderr.match(/^Watching /gm)?.length === 2);
	});
});
