/** Shared by the benchmarks of transfers: a network of processes, timed programs, and formatted results. */
import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {openIndexLink} from '../source/peer/index/index-link.ts';
import {ended, owned} from './ended.ts';
import {benchFolder} from './temporary.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The built program: run `npm run build` first. */
export const program = path.join(here, '../bin/p2pci.js');

export type Network = {
	/** The port of the index server. */
	readonly port: number;
	/** Peak memory of each process in MiB: the index server, then the peers. */
	readonly peaks: () => Promise<readonly number[]>;
	readonly stop: () => Promise<void>;
};

/**
 * Starts an index server and peers that all share a folder, each the program as users run it; resolves when the
 * digest of every document is in the index.
 */
export async function startNetwork(folder: string, peers: number, documents: number): Promise<Network> {
	const home = benchFolder('home');
	const members: ChildProcess[] = [];
	const start = (...args: readonly string[]): ChildProcess => {
		const env = {...process.env, XDG_DATA_HOME: home};
		const words = [program, ...args, '--no-tui'];
		const member = owned(spawn(process.execPath, words, {env, stdio: ['ignore', 'pipe', 'ignore']}));
		// A full pipe would block it.
		member.stdout.resume();
		members.push(member);
		return member;
	};
	const port = await portOf(start('server', '--host', '127.0.0.1', '--port', '0'));
	const place = ['--server', `127.0.0.1:${port}`, '--host', '127.0.0.1', '--upload-port', '0', '--rfcs', folder];
	for (let index = 0; index < peers; index++) start('peer', '--name', `peer${index}`, ...place);
	const link = openIndexLink({host: '127.0.0.1', port});
	const all = async () => (await link.list()).filter(({digest}) => digest !== undefined).length === peers * documents;
	while (!(await all())) {
		if (members.some(({exitCode}) => exitCode !== null)) throw new Error('a member of the network ended');
		await wait(200);
	}
	link.close();
	const peaks = async () => members.map(({pid}) => peakOfProcess(pid));
	return {port, peaks, stop: () => ended(members)};
}

/** The port of an index server, from its output. */
function portOf(server: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		let said = '';
		server.stdout?.on('data', chunk => {
			said += chunk;
			const port = /Port : (\d+)/.exec(said)?.[1];
			if (port !== undefined) resolve(Number(port));
		});
		server.once('exit', code => reject(new Error(`the index server ended with ${code}`)));
	});
}

export type Run = {readonly seconds: number; readonly peakMiB: number; readonly output: string};

/** Runs a program to its end. Rejects when it fails. */
export function timed(command: string, args: readonly string[]): Promise<Run> {
	return new Promise((resolve, reject) => {
		const began = performance.now();
		const child = owned(spawn(command, args, {stdio: ['ignore', 'pipe', 'pipe']}));
		let output = '';
		let peakMiB = 0;
		child.stdout.on('data', (chunk: Buffer) => {
			output += chunk;
		});
		child.stderr.on('data', (chunk: Buffer) => {
			output += chunk;
		});
		const look = setInterval(() => {
			peakMiB = Math.max(peakMiB, peakOfProcess(child.pid));
		}, 20);
		child.once('error', reject);
		child.once('close', code => {
			clearInterval(look);
			const seconds = (performance.now() - began) / 1000;
			if (code === 0) resolve({seconds, peakMiB, output});
			else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${output.slice(-2000)}`));
		});
	});
}

/** Peak memory of a process according to Linux; 0 elsewhere. */
function peakOfProcess(pid: number | undefined): number {
	try {
		const [, kib = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		return Number(kib) / 1024;
	} catch {
		return 0;
	}
}

/** The path of an anchor program. Throws, naming the Debian package, when it is not installed. */
export function anchor(name: string, debian: string): string {
	const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
	const found = folders.map(folder => path.join(folder, name)).find(file => existsSync(file));
	if (found === undefined) throw new Error(`${name} is not installed: apt-get install ${debian}`);
	return found;
}

/** A line of a table: a name, seconds, and further cells. */
export const row = (name: string, seconds: number, ...more: readonly string[]): string =>
	[name.padEnd(34), `${seconds.toFixed(2)} s`.padStart(9), ...more].join('  ');
