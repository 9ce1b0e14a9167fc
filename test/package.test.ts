/** What is published, what it runs on, and that it runs by itself. */
import {execFile} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {describe, expect, it} from 'vitest';
import {startProcess, startServer} from './helpers/process.ts';
import {run as runProgram} from './helpers/run.ts';
import {temporaryFolder} from './helpers/temp.ts';
import {startInTerminal} from './helpers/terminal.ts';

const root = path.resolve(import.meta.dirname, '..');
const run = promisify(execFile);
const host = '127.0.0.1';

/** Where npm writes its logs and copies, which would be in the home folder of whoever runs the tests. */
const npmFolder = path.join(tmpdir(), 'npm');

/**
 * Through a shell where npm is a script that Windows cannot start by itself; without its look for a newer npm, which a
 * network that does not answer would hold up.
 */
const npm = (args: readonly string[], cwd: string) =>
	run('npm', [...args, '--no-update-notifier'], {
		cwd,
		env: {...process.env, npm_config_cache: npmFolder},
		shell: process.platform === 'win32',
	});

/** The files of the project that a paper links to, and the pictures in it: who reads it offline has them, too. */
function linksOf(paper: string): readonly string[] {
	const text = readFileSync(path.join(root, paper), 'utf8');
	const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
	return links.map(link => path.posix.join(path.posix.dirname(paper), link));
}

type Manifest = {
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
};

describe('the package', () => {
	it('contains what users need, and nothing else', async () => {
		const {stdout} = await npm(['pack', '--dry-run', '--json', '--ignore-scripts'], root);
		const answer: unknown = JSON.parse(stdout);
		const [packed] = (Array.isArray(answer) ? answer : Object.values(answer as object)) as [{files: {path: string}[]}];
		const names = packed.files.map(file => file.path);
		for (const needed of [
			'bin/other-node.js',
			'bin/p2pci.js',
			'dist/one-shots.js',
			'dist/program.js',
			'dist/start.js',
			'dist/third-party-notices.txt',
			'rfcs/rfc900001.txt',
			'LICENSE',
			'README.md',
			'package.json',
		]) {
			expect(names).toContain(needed);
		}
		const papers = names.filter(name => name.endsWith('.md'));
		const linked = papers.flatMap(paper => linksOf(paper));
		for (const link of linked) expect(names).toContain(link);
		const wanted =
			/^(?:bin\/[\w-]+\.js|dist\/[\w-]+\.js|dist\/third-party-notices\.txt|rfcs\/rfc\d+\.txt|LICENSE|README\.md|CHANGELOG\.md|package\.json)$/;
		expect(names.filter(name => !wanted.test(name) && !linked.includes(name))).toEqual([]);
	});

	it('has a script without screens for the commands that have none', () => {
		const script = (name: string) => readFileSync(path.join(root, 'dist', name), 'latin1');
		expect(script('program.js')).toContain('react-reconciler');
		expect(script('one-shots.js')).not.toMatch(/react|yoga/i);
	});

	it('installs into a clean folder without a network, and serves, shares and gets from there', async () => {
		await using folder = await temporaryFolder();
		await npm(['pack', '--ignore-scripts', '--pack-destination', folder.path], root);
		const tarball = readdirSync(folder.path).find(name => name.endsWith('.tgz')) ?? '';
		await npm(['init', '--yes'], folder.path);
		const installed = await npm(['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], folder.path);
		// npm warns about scripts of the package that it would have to run, and that people would have to approve.
		expect(installed.stderr).not.toContain('install-scripts');
		const script = path.join(folder.path, 'node_modules', 'p2pci', 'bin', 'p2pci.js');
		const options = {home: folder.path, script};

		const {version} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {version: string};
		expect(await runProgram(['--version'], options)).toEqual({code: 0, stdout: `${version}\n`, stderr: ''});
		await using server = await startServer({...options, env: {npm_command: ''}});
		const address = `${host}:${server.port}`;
		// What it tells others to type is what was installed.
		await server.process.waitForLine(new RegExp(`^p2pci peer --server ${address} --name YOU$`));
		const samples = path.join(folder.path, 'node_modules', 'p2pci', 'rfcs');
		const flags = ['--name', 'bob', '--host', host, '--upload-port', '0', '--rfcs', samples, '--server', address];
		await using peer = startProcess(['peer', '--no-tui', ...flags], options);
		await peer.waitForLine(/^Registered with/);
		const got = await runProgram(['get', '900001', '--output', 'got', '--server', address], options);
		expect(got.code, got.stderr).toBe(0);
		const name = 'rfc900001.txt';
		expect(readFileSync(folder.at('got', name))).toEqual(readFileSync(path.join(samples, name)));
		const found = await runProgram(['search', 'centralized', '--server', address, '--json'], options);
		expect(JSON.stringify(JSON.parse(found.stdout))).toContain('900001');
		await using screen = startInTerminal(['peer', '--name', 'eve', '--upload-port', '0', '--server', address], options);
		await screen.waitFor('eve');
	});

	it('names the licence of everything that is bundled into it', () => {
		const notices = readFileSync(path.join(root, 'dist', 'third-party-notices.txt'), 'utf8');
		for (const name of ['ink', 'react', 'react-reconciler', 'yoga-layout', 'meow', 'minisearch', 'env-paths']) {
			expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, 'm'));
		}
	});

	it('needs no other package when it runs', () => {
		const {dependencies = {}} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
		expect(dependencies).toEqual({});
		const scripts = readdirSync(path.join(root, 'dist'))
			.filter(name => name.endsWith('.js'))
			.map(name => readFileSync(path.join(root, 'dist', name), 'utf8'));
		const named = (pattern: RegExp) => scripts.flatMap(script => [...script.matchAll(pattern)].map(([, from]) => from));
		expect(named(/(?:^|[;}])import[^'"();]*["']([^'"]+)["']/g)).toEqual([]);
		const loaded = named(/\b(?:getBuiltinModule|require)\(["']([^'"]+)["']\)/g);
		expect(loaded.length).toBeGreaterThan(10);
		const builtIn = new Set(process.getBuiltinModule('node:module').builtinModules);
		expect(loaded.filter(from => !builtIn.has(from?.replace(/^node:/, '') ?? ''))).toEqual([]);
	});

	it('locks its dependencies without naming where they were fetched', () => {
		expect(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/);
	});
});

it('tests run on the Node.js that the checkout brings', () => {
	expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});
